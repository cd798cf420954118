package sluice.app.files;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.DestinationCommand;
import sluice.app.transfer.DestinationResult;
import sluice.app.transfer.FileName;

/// The thread that syncs and publishes, one job after another.
final class StoreLane {
  /// Complete files that may wait here; each holds a descriptor.
  private static final int WAITING = 64;

  sealed interface Job {
    /// @param written bytes that the sync covers
    record Sync(PartFile file, long written) implements Job {}

    record Finish(
        PartFile file, DestinationCommand.Publication publication, byte @Nullable [] sha256)
        implements Job {}

    record Publish(int id, DestinationCommand.Publication publication) implements Job {}

    /// @param file null where it is complete and waits here
    record Discard(int id, @Nullable PartFile file) implements Job {}

    /// @param unfinished files that are still being written
    record Close(List<PartFile> unfinished) implements Job {}
  }

  /// A file that is on the disk as a whole and has no name yet.
  private record Complete(PartFile file, byte @Nullable [] sha256) {}

  private final Consumer<DestinationResult> results;
  private final BooleanSupplier abandoned;
  private final ArrayBlockingQueue<Job> queue = new ArrayBlockingQueue<>(WAITING);
  private final Map<Integer, Complete> nameless = new HashMap<>();
  private final Thread thread;
  private volatile @Nullable PartDirectory parts;
  private volatile @Nullable Publisher publisher;

  StoreLane(Consumer<DestinationResult> results, BooleanSupplier abandoned) {
    this.results = results;
    this.abandoned = abandoned;
    this.thread = Thread.ofPlatform().daemon().name("sluice-store").start(this::run);
  }

  void begin(PartDirectory directory, Publisher forFiles) {
    parts = directory;
    publisher = forFiles;
  }

  /// Waits while too much is waiting already.
  void execute(Job job) throws InterruptedException {
    queue.put(job);
  }

  void join() throws InterruptedException {
    thread.join();
  }

  private void run() {
    try {
      Job job = queue.take();
      while (!(job instanceof Job.Close(List<PartFile> unfinished))) {
        if (abandoned.getAsBoolean()) {
          letGo(job);
        } else {
          attempt(job);
        }
        job = queue.take();
      }
      close(unfinished);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void attempt(Job job) {
    int id = -1;
    String what = "files";
    try {
      switch (job) {
        case Job.Sync(PartFile file, long written) -> {
          id = file.entry().id();
          what = file.entry().name().display();
          file.sync();
          results.accept(new DestinationResult.Synced(id, written));
        }
        case Job.Finish(
                PartFile file,
                DestinationCommand.Publication publication,
                byte @Nullable [] sha256) -> {
          id = file.entry().id();
          what = file.entry().name().display();
          file.complete(sentence -> results.accept(new DestinationResult.Warning(sentence)));
          publish(new Complete(file, sha256), publication);
        }
        case Job.Publish(int waiting, DestinationCommand.Publication publication) -> {
          id = waiting;
          Complete file = waiting(id);
          what = file.file().entry().name().display();
          publish(file, publication);
        }
        case Job.Discard(int unwanted, @Nullable PartFile file) -> {
          id = unwanted;
          discard(id, file == null ? waiting(id).file() : file);
        }
        case Job.Close close -> throw new IllegalStateException("ends the loop");
      }
    } catch (IOException e) {
      fail(DiskFailure.of(e, id, what));
    } catch (DiskFailure e) {
      fail(e);
    }
  }

  private void fail(DiskFailure failure) {
    results.accept(new DestinationResult.Failed(failure.code(), failure.id(), failure.sentence()));
  }

  private void publish(Complete file, DestinationCommand.Publication publication)
      throws IOException, DiskFailure {
    Publisher to = publisher;
    if (to == null) {
      throw new IllegalStateException("there is no target yet");
    }
    int id = file.file().entry().id();
    FileName name = to.publish(file.file(), publication);
    if (name == null) {
      nameless.put(id, file);
      results.accept(new DestinationResult.Exists(id));
    } else {
      results.accept(new DestinationResult.Stored(id, name, to.path(name), file.sha256()));
    }
  }

  private Complete waiting(int id) {
    Complete file = nameless.remove(id);
    if (file == null) {
      throw new IllegalStateException("file " + id + " does not wait for a name");
    }
    return file;
  }

  private void discard(int id, PartFile file) throws IOException {
    file.close();
    PartDirectory directory = parts;
    if (directory == null) {
      throw new IllegalStateException("there are no files yet");
    }
    directory.directory().remove(file.partName());
    results.accept(new DestinationResult.Discarded(id));
  }

  /// Gives back what an abandoned job holds; its file goes with the directory.
  private void letGo(Job job) {
    switch (job) {
      case Job.Finish(
              PartFile file,
              DestinationCommand.Publication publication,
              byte @Nullable [] sha256) ->
          closeUnwanted(file);
      case Job.Discard(int id, @Nullable PartFile file) -> {
        if (file != null) {
          closeUnwanted(file);
        }
      }
      case Job.Sync sync -> {}
      case Job.Publish publish -> {}
      case Job.Close close -> throw new IllegalStateException("ends the loop");
    }
  }

  private void closeUnwanted(PartFile file) {
    try {
      file.close();
    } catch (IOException e) {
      warn(e);
    }
  }

  private void close(List<PartFile> unfinished) {
    unfinished.forEach(this::closeUnwanted);
    PartDirectory directory = parts;
    if (directory != null) {
      try {
        directory.close();
      } catch (IOException e) {
        warn(e);
      }
    }
    results.accept(new DestinationResult.Closed());
  }

  private void warn(IOException problem) {
    results.accept(
        new DestinationResult.Warning(
            "Partial files could not be removed: " + DiskProblem.words(problem) + "."));
  }
}
