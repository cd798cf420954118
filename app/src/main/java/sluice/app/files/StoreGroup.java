package sluice.app.files;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.DestinationCommand;
import sluice.app.transfer.DestinationResult;
import sluice.app.transfer.FileName;
import sluice.app.transfer.Folder;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.Placed;

/// Brings files to the disk and gives them their names, a group at a time: all bytes first, then the names, in the
/// order of the manifest. The names become durable with the next group's bytes, or by {@link #settle} where there is
/// none; only then are they told as stored.
final class StoreGroup implements Closeable {
  /// So many files or directories are synced one by one; more of them all at once.
  private static final int FEW = 8;

  private final DestinationTree tree;
  private final Directory parts;
  private final Journal journal;
  private final FolderCache folders;
  private final Publisher publisher;
  private final EntryPublisher entries;
  private final AttributeSetter attributes;
  private final Consumer<DestinationResult> results;
  private final Map<Integer, StoreLane.Finished> nameless = new HashMap<>();
  private final List<DestinationResult.StoredEntry> named = new ArrayList<>();
  private final Set<Folder> touched = new LinkedHashSet<>();

  /// Directories that have their attributes, as soon as that is durable.
  private final List<FileName> left = new ArrayList<>();

  private int current = -1;

  StoreGroup(
      DestinationTree tree,
      PartDirectory place,
      FolderCache folders,
      Consumer<DestinationResult> results) {
    Consumer<String> warnings = sentence -> results.accept(new DestinationResult.Warning(sentence));
    this.tree = tree;
    this.parts = place.directory();
    this.journal = place.journal();
    this.folders = folders;
    this.publisher = new Publisher(tree, parts, folders, journal, warnings);
    this.attributes = new AttributeSetter(tree.options(), warnings);
    this.entries = new EntryPublisher(tree, parts, folders, publisher, attributes, journal);
    this.results = results;
  }

  /// Does all of these jobs.
  void store(List<StoreLane.Job> jobs) throws DiskFailure {
    String what = "files";
    try {
      announce(jobs);
      syncBytes(jobs);
      for (StoreLane.Job job : jobs) {
        name(job);
      }
    } catch (IOException e) {
      throw DiskFailure.of(e, current, what(jobs, what));
    }
  }

  private String what(List<StoreLane.Job> jobs, String otherwise) {
    for (StoreLane.Job job : jobs) {
      if (job instanceof StoreLane.Job.Make(Placed placed, var how) && placed.id() == current) {
        return placed.path().display();
      }
      if (job instanceof StoreLane.Job.Finish(var files)) {
        for (StoreLane.Finished file : files) {
          if (file.placed().id() == current) {
            return file.placed().path().display();
          }
        }
      }
    }
    return otherwise;
  }

  /// A directory without its attributes must be known as such before it is there.
  private void announce(List<StoreLane.Job> jobs) throws IOException {
    Set<Folder> making = new HashSet<>();
    for (StoreLane.Job job : jobs) {
      if (job instanceof StoreLane.Job.Make(Placed placed, _)) {
        Folder opens = placed.opens();
        if (opens != null
            && (making.contains(placed.folder())
                || folders.open(placed.folder()).status(tree.finalName(placed)) == null)) {
          current = placed.id();
          making.add(opens);
          journal.add(new JournalRecord.Entered(placed.path()));
        }
      }
    }
    if (!making.isEmpty()) {
      journal.sync();
    }
  }

  private void syncBytes(List<StoreLane.Job> jobs) throws IOException {
    List<StoreLane.Finished> finished = new ArrayList<>();
    for (StoreLane.Job job : jobs) {
      if (job instanceof StoreLane.Job.Sync(PartFile file, long reached, long written)) {
        current = file.placed().id();
        file.sync();
        file.durable(reached);
        results.accept(new DestinationResult.Synced(current, written));
      } else if (job instanceof StoreLane.Job.Finish(var files)) {
        finished.addAll(files);
      }
    }
    for (StoreLane.Finished file : finished) {
      complete(file);
    }
    if (finished.size() > FEW && parts.syncFileSystem()) {
      tellNamed();
    } else {
      for (StoreLane.Finished file : finished) {
        syncOne(file);
      }
    }
    for (StoreLane.Finished file : finished) {
      PartFile open = file.file();
      if (open != null) {
        open.close();
      }
    }
  }

  private void complete(StoreLane.Finished file) throws IOException {
    PartFile open = file.file();
    if (open != null) {
      current = file.placed().id();
      open.complete(attributes);
    }
  }

  private void syncOne(StoreLane.Finished file) throws IOException {
    current = file.placed().id();
    PartFile open = file.file();
    if (open != null) {
      open.syncAll();
    } else if (parts.syncsAtOnce()) {
      try (OpenFile reopened = parts.openFile(PartFile.partName(current))) {
        reopened.sync();
      }
    }
  }

  private void name(StoreLane.Job job) throws IOException, DiskFailure {
    switch (job) {
      case StoreLane.Job.Sync _ -> {}
      case StoreLane.Job.Finish(var files) -> {
        for (StoreLane.Finished file : files) {
          publish(file);
        }
      }
      case StoreLane.Job.Make(Placed placed, var how) -> make(placed, how);
      case StoreLane.Job.Publish(int id, DestinationCommand.Publication how) -> {
        StoreLane.Finished file = waiting(id);
        publish(new StoreLane.Finished(file.placed(), null, how, file.sha256()));
      }
      case StoreLane.Job.Discard(int id, @Nullable PartFile file) -> {
        current = id;
        if (file == null) {
          waiting(id);
        } else {
          file.close();
        }
        if (parts.status(PartFile.partName(id)) != null) {
          parts.remove(PartFile.partName(id));
        }
        journal.forget(id);
        results.accept(new DestinationResult.Discarded(id));
      }
      case StoreLane.Job.Close _ -> throw new IllegalStateException("ends the loop");
    }
  }

  private StoreLane.Finished waiting(int id) {
    StoreLane.Finished file = nameless.remove(id);
    if (file == null) {
      throw new IllegalStateException("file " + id + " does not wait for a name");
    }
    return file;
  }

  private void publish(StoreLane.Finished file) throws IOException, DiskFailure {
    Placed placed = file.placed();
    current = placed.id();
    FileName name = publisher.publish(placed, file.publication());
    if (name == null) {
      nameless.put(current, file);
      results.accept(new DestinationResult.Exists(current));
      return;
    }
    journal.forget(current);
    entries.published(placed, name);
    stored(placed, name, file.sha256());
  }

  private void stored(Placed placed, FileName name, byte @Nullable [] sha256) throws IOException {
    touched.add(placed.folder());
    FileName path = Paths.join(folders.open(placed.folder()).path(), name);
    named.add(new DestinationResult.StoredEntry(placed.id(), name, path, sha256));
  }

  private void make(Placed placed, DestinationCommand.Publication how)
      throws IOException, DiskFailure {
    current = placed.id();
    switch (entries.make(placed, how)) {
      case EntryPublisher.Made.Stored(FileName name) -> {
        stored(placed, name, null);
        if (placed.entry() instanceof ManifestEntry.Leave) {
          left.add(placed.path());
        }
      }
      case EntryPublisher.Made.Taken() -> {
        nameless.put(current, new StoreLane.Finished(placed, null, how, null));
        results.accept(new DestinationResult.Exists(current));
      }
      case EntryPublisher.Made.Not(var reason) ->
          results.accept(new DestinationResult.NotMade(current, reason));
    }
  }

  /// Makes all names durable that were given, and tells them.
  void settle() throws DiskFailure {
    if (named.isEmpty()) {
      return;
    }
    try {
      if (touched.size() <= FEW || !parts.syncFileSystem()) {
        syncTouched();
      }
      tellNamed();
    } catch (IOException e) {
      throw DiskFailure.of(e, -1, "files");
    }
  }

  /// A directory that has just got its permissions may not be opened by us any more.
  private void syncTouched() throws IOException {
    for (Folder folder : touched) {
      try {
        folders.open(folder).sync();
      } catch (IOException e) {
        if (!parts.syncFileSystem()) {
          throw e;
        }
        return;
      }
    }
  }

  private void tellNamed() throws IOException {
    if (!named.isEmpty()) {
      results.accept(new DestinationResult.Stored(named));
      named.clear();
      touched.clear();
      for (FileName folder : left) {
        journal.add(new JournalRecord.Left(folder));
      }
      left.clear();
    }
  }

  @Override
  public void close() throws IOException {
    folders.close();
  }
}
