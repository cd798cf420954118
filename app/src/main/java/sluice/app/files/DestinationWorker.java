package sluice.app.files;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.DestinationCommand;
import sluice.app.transfer.DestinationResult;
import sluice.app.transfer.Hashes;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.WriteBlock;

/// Does a `ReceiveEngine`'s work on the disk, on two threads: this one's writes and hashes; {@link StoreLane} syncs and
/// publishes what is complete, so that a slow sync does not keep the next bytes waiting. The engine bounds how much
/// work there is.
///
/// Results are posted from both threads; those for one file come in their order. After a failure nothing more is done
/// but {@link DestinationCommand.Close}.
public final class DestinationWorker implements AutoCloseable {
  private final DestinationTree tree;
  private final Consumer<DestinationResult> results;
  private final LinkedBlockingQueue<DestinationCommand> queue = new LinkedBlockingQueue<>();
  private final Map<Integer, PartFile> writing = new HashMap<>();
  private final StoreLane store;
  private final Thread thread;
  private volatile boolean abandoned;
  private @Nullable PartDirectory parts;

  public DestinationWorker(DestinationTree tree, Consumer<DestinationResult> results) {
    this.tree = tree;
    this.results = results;
    this.store = new StoreLane(this::post, () -> abandoned);
    this.thread = Thread.ofPlatform().daemon().name("sluice-write").start(this::run);
  }

  /// Takes a command; from any thread.
  public void execute(DestinationCommand command) {
    if (command instanceof DestinationCommand.Close(boolean abandoning) && abandoning) {
      abandoned = true;
    }
    queue.add(command);
  }

  /// Cleans up, if {@link DestinationCommand.Close} was not given before, and ends the threads. Does not wait for it.
  @Override
  public void close() {
    execute(new DestinationCommand.Close(true));
  }

  /// Waits until both threads have ended.
  void join() throws InterruptedException {
    thread.join();
    store.join();
  }

  private void run() {
    try {
      DestinationCommand command = queue.take();
      while (!(command instanceof DestinationCommand.Close)) {
        if (!abandoned) {
          attempt(command);
        }
        command = queue.take();
      }
      store.execute(new StoreLane.Job.Close(List.copyOf(writing.values())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
      case DestinationCommand.Plan(List<ManifestEntry> entries) -> post(tree.plan(entries));
      case DestinationCommand.Create(ManifestEntry entry, Hashes hashes) -> create(entry, hashes);
      case DestinationCommand.Write(int id, WriteBlock block) -> write(id, block);
      case DestinationCommand.CheckRange(int id, long offset, long high, long low) ->
          file(id).checkRange(high, low);
      case DestinationCommand.Sync(int id) ->
          store.execute(new StoreLane.Job.Sync(file(id), file(id).written()));
      case DestinationCommand.Finish finish -> finish(finish);
      case DestinationCommand.Publish(int id, DestinationCommand.Publication how) ->
          store.execute(new StoreLane.Job.Publish(id, how));
      case DestinationCommand.Discard(int id) ->
          store.execute(new StoreLane.Job.Discard(id, writing.remove(id)));
      case DestinationCommand.Close close -> throw new IllegalStateException("ends the loop");
    }
  }

  private void create(ManifestEntry entry, Hashes hashes) throws DiskFailure {
    try {
      PartDirectory made = parts;
      if (made == null) {
        made = makeParts();
        parts = made;
      }
      writing.put(entry.id(), PartFile.create(made.directory(), entry, hashes));
    } catch (IOException e) {
      throw DiskFailure.of(e, entry.id(), entry.name().display());
    }
  }

  private PartDirectory makeParts() throws IOException {
    Directory target = tree.open();
    try {
      PartDirectory.removeLeftovers(target, this::warn);
      PartDirectory made = PartDirectory.create(target, new SecureRandom());
      store.begin(made, new Publisher(tree, made.directory(), target, this::warn));
      return made;
    } catch (IOException e) {
      target.close();
      throw e;
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
      throw DiskFailure.of(e, id, file.entry().name().display());
    }
    post(new DestinationResult.Written(id, block));
  }

  private void finish(DestinationCommand.Finish finish) throws DiskFailure, InterruptedException {
    PartFile file = file(finish.id());
    byte[] sha256 = file.checkSha256(finish.sha256());
    writing.remove(finish.id());
    store.execute(new StoreLane.Job.Finish(file, finish.publication(), sha256));
  }

  private PartFile file(int id) {
    PartFile file = writing.get(id);
    if (file == null) {
      throw new IllegalStateException("file " + id + " is not being written");
    }
    return file;
  }
}
