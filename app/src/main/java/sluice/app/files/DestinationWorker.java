package sluice.app.files;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.DestinationCommand;
import sluice.app.transfer.DestinationResult;
import sluice.app.transfer.ErrorCode;
import sluice.app.transfer.Hashes;
import sluice.app.transfer.Placed;
import sluice.app.transfer.SkipReason;
import sluice.app.transfer.Totals;
import sluice.app.transfer.WriteBlock;

/// Does a `ReceiveEngine`'s work on the disk, on two threads: this one's writes and hashes; {@link StoreLane} syncs and
/// publishes what is complete, so that a slow sync does not keep the next bytes waiting. The engine bounds how much
/// work there is.
///
/// Results are posted from both threads; those for one file come in their order. After a failure nothing more is done
/// but {@link DestinationCommand.Close}.
public final class DestinationWorker implements AutoCloseable {
  /// Free space is looked at whenever so much was written.
  private static final long WATCHED_BYTES = 16L << 20;

  /// What must be free while more is coming.
  private static final long MIN_FREE_BYTES = 16L << 20;

  private final DestinationTree tree;
  private final Consumer<DestinationResult> results;
  private final LinkedBlockingQueue<DestinationCommand> queue = new LinkedBlockingQueue<>();
  private final Map<Integer, PartFile> writing = new HashMap<>();
  private final StoreLane store;
  private final Thread thread;
  private final EntryJudge judge;
  private final BaseFiles bases;
  private final byte[] boot = Journal.boot();
  private volatile boolean abandoned;
  private final List<Placed> roots = new ArrayList<>();
  private @Nullable PartDirectory parts;
  private @Nullable SmallFileWriter small;
  private @Nullable Directory target;
  private long left;
  private long unwatched;

  public DestinationWorker(DestinationTree tree, Consumer<DestinationResult> results) {
    this.tree = tree;
    this.bases = new BaseFiles(this::post);
    this.judge = new EntryJudge(tree, bases, boot);
    this.results = results;
    this.store = new StoreLane(this::post, () -> abandoned);
    this.thread = Thread.ofPlatform().daemon().name("sluice-write").start(this::run);
  }

  /// Takes a command; from any thread.
  public void execute(DestinationCommand command) {
    if (command instanceof DestinationCommand.Close(var how)
        && how != DestinationCommand.Leaving.DONE) {
      abandoned = true;
    }
    queue.add(command);
  }

  /// Lets go, keeping what a later run can go on from, if {@link DestinationCommand.Close} was not given before, and ends the threads. Does not wait for it.
  @Override
  public void close() {
    execute(new DestinationCommand.Close(DestinationCommand.Leaving.KEEP));
  }

  /// Waits until both threads have ended.
  void join() throws InterruptedException {
    thread.join();
    store.join();
  }

  private void run() {
    try {
      DestinationCommand command = queue.take();
      while (!(command instanceof DestinationCommand.Close(var how))) {
        if (!abandoned) {
          attempt(command);
        }
        command = queue.take();
      }
      closeJudge(how);
      store.execute(new StoreLane.Job.Close(List.copyOf(writing.values()), how));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeJudge(DestinationCommand.Leaving how) {
    bases.close();
    try {
      judge.close(how);
    } catch (IOException e) {
      System.getLogger(DestinationWorker.class.getName())
          .log(System.Logger.Level.DEBUG, "closing directories failed", e);
    }
  }

  private void attempt(DestinationCommand command) throws InterruptedException {
    try {
      run(command);
    } catch (DiskFailure e) {
      post(new DestinationResult.Failed(e.code(), e.id(), e.sentence()));
    }
  }

  private void post(DestinationResult result) {
    if (result instanceof DestinationResult.Failed) {
      abandoned = true;
    }
    results.accept(result);
  }

  private void run(DestinationCommand command) throws DiskFailure, InterruptedException {
    switch (command) {
      case DestinationCommand.Judge(List<Placed> entries) -> judge(entries);
      case DestinationCommand.Cut cut -> bases.cut(cut);
      case DestinationCommand.Release(int id) -> bases.release(id);
      case DestinationCommand.Keep keep -> keep(keep);
      case DestinationCommand.Weigh(Totals totals) -> {
        post(new DestinationResult.Weighed(tree.weigh(totals)));
        left = totals.bytes();
      }
      case DestinationCommand.Create(Placed file, Hashes hashes) -> create(file, hashes);
      case DestinationCommand.Write(int id, WriteBlock block) -> write(id, block);
      case DestinationCommand.CheckRange(int id, long offset, long high, long low) ->
          file(id).checkRange(high, low);
      case DestinationCommand.Sync(int id) ->
          store.execute(new StoreLane.Job.Sync(file(id), file(id).written(), file(id).count()));
      case DestinationCommand.Finish finish -> finish(finish);
      case DestinationCommand.WriteFiles files -> writeFiles(files);
      case DestinationCommand.Make(Placed placed, var how) -> {
        parts(placed);
        store.execute(new StoreLane.Job.Make(placed, how));
      }
      case DestinationCommand.Publish(int id, DestinationCommand.Publication how) ->
          store.execute(new StoreLane.Job.Publish(id, how));
      case DestinationCommand.Discard(int id) -> {
        bases.release(id);
        store.execute(new StoreLane.Job.Discard(id, writing.remove(id)));
      }
      case DestinationCommand.Close close -> throw new IllegalStateException("ends the loop");
    }
  }

  private void judge(List<Placed> entries) throws DiskFailure {
    DestinationResult judged = judge.judge(entries);
    PartDirectory made = parts;
    if (made != null) {
      try {
        note(made, entries);
      } catch (IOException e) {
        throw DiskFailure.of(e, entries.getFirst().id(), entries.getFirst().path().display());
      }
    } else {
      for (Placed placed : entries) {
        if (placed.folder().isRoot() && roots.size() < JournalState.MOST) {
          roots.add(placed);
        }
      }
    }
    post(judged);
  }

  /// What the journal must know of entries before anything of them is stored.
  private void note(PartDirectory made, List<Placed> entries) throws IOException {
    for (Placed placed : entries) {
      if (placed.folder().isRoot()) {
        made.journal().add(new JournalRecord.Root(tree.finalName(placed)));
      }
    }
    Leftovers leftovers = judge.leftovers();
    if (leftovers != null) {
      leftovers.absorb(made.journal());
    }
  }

  private void noteRoots(PartDirectory made) throws IOException {
    try {
      note(made, roots);
      roots.clear();
    } catch (IOException e) {
      made.leave(DestinationCommand.Leaving.REMOVE);
      throw e;
    }
  }

  private void create(Placed file, Hashes hashes) throws DiskFailure {
    PartDirectory made = parts(file);
    BaseFile base = bases.of(file.id());
    try {
      writing.put(file.id(), PartFile.create(made, file, base, hashes));
      Leftovers leftovers = judge.leftovers();
      if (leftovers != null && base != null && base.part() != null) {
        leftovers.taken(file.path());
      }
    } catch (IOException e) {
      throw DiskFailure.of(e, file.id(), file.path().display());
    }
  }

  private void writeFiles(DestinationCommand.WriteFiles files)
      throws DiskFailure, InterruptedException {
    Placed first = files.files().getFirst().file();
    files.files().forEach(file -> bases.release(file.file().id()));
    PartDirectory made = parts(first);
    SmallFileWriter writer = small;
    if (writer == null) {
      writer =
          new SmallFileWriter(made.directory(), new AttributeSetter(tree.options(), this::warn));
      small = writer;
    }
    List<StoreLane.Finished> finished = writer.write(files.files());
    long bytes = 0;
    for (DestinationCommand.SmallFile file : files.files()) {
      bytes += file.record().lengthBytes();
    }
    watchSpace(bytes, first.id());
    store.execute(new StoreLane.Job.Finish(finished));
    post(new DestinationResult.FilesWritten(files));
  }

  /// The directory for partial files, made when it is first needed, for this entry.
  private PartDirectory parts(Placed placed) throws DiskFailure {
    PartDirectory made = parts;
    if (made == null) {
      try {
        made = makeParts();
        parts = made;
      } catch (IOException e) {
        throw DiskFailure.of(e, placed.id(), placed.path().display());
      }
    }
    return made;
  }

  private PartDirectory makeParts() throws IOException {
    Directory opened = tree.open();
    try {
      Leftovers.remove(
          opened, tree.options().leftovers(), boot, System.currentTimeMillis() / 1_000, this::warn);
      PartDirectory made = PartDirectory.create(opened, new SecureRandom(), boot);
      noteRoots(made);
      target = opened;
      FolderCache folders = new FolderCache(opened, tree::name);
      store.begin(made, new StoreGroup(tree, made, folders, this::post));
      return made;
    } catch (IOException e) {
      opened.close();
      throw e;
    }
  }

  /// Ends while there is still room to end well.
  private void watchSpace(long written, int id) throws DiskFailure {
    left -= written;
    unwatched += written;
    Directory directory = target;
    if (unwatched < WATCHED_BYTES || directory == null || left <= 0) {
      return;
    }
    unwatched = 0;
    try {
      long usable = directory.usableBytes();
      if (usable < MIN_FREE_BYTES && usable < left) {
        throw new DiskFailure(
            ErrorCode.DISK_FULL,
            id,
            "The disk is nearly full: " + usable + " bytes are free, and more are coming.");
      }
    } catch (IOException e) {
      throw DiskFailure.of(e, id, "files");
    }
  }

  private void warn(String sentence) {
    post(new DestinationResult.Warning(sentence));
  }

  private void write(int id, WriteBlock block) throws DiskFailure {
    PartFile file = file(id);
    try {
      file.write(block);
    } catch (IOException e) {
      throw DiskFailure.of(e, id, file.placed().path().display());
    }
    post(new DestinationResult.Written(id, block));
    watchSpace(block.length(), id);
  }

  private void keep(DestinationCommand.Keep keep) throws DiskFailure {
    PartFile file = file(keep.id());
    try {
      file.keep(keep.offset(), keep.length(), keep.at());
    } catch (IOException e) {
      throw DiskFailure.of(e, keep.id(), file.placed().path().display());
    }
    post(new DestinationResult.Kept(keep.id(), keep.length(), keep.cost()));
    watchSpace(keep.length(), keep.id());
  }

  private void finish(DestinationCommand.Finish finish) throws DiskFailure, InterruptedException {
    PartFile file = file(finish.id());
    byte[] sha256 = file.checkSha256(finish.sha256());
    writing.remove(finish.id());
    if (file.isThere()) {
      tree.standing(file.placed());
      bases.release(finish.id());
      post(new DestinationResult.NotMade(finish.id(), SkipReason.IDENTICAL));
      return;
    }
    try {
      file.finish();
    } catch (IOException e) {
      throw DiskFailure.of(e, finish.id(), file.placed().path().display());
    }
    bases.release(finish.id());
    store.execute(
        new StoreLane.Job.Finish(
            List.of(new StoreLane.Finished(file.placed(), file, finish.publication(), sha256))));
  }

  private PartFile file(int id) {
    PartFile file = writing.get(id);
    if (file == null) {
      throw new IllegalStateException("file " + id + " is not being written");
    }
    return file;
  }
}
