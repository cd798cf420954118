package sluice.app.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.DestinationCommand;
import sluice.app.transfer.DestinationResult;
import sluice.app.transfer.Placed;

/// The thread that syncs and publishes. What has gathered while one group was brought to the disk is the next group:
/// so a slow disk makes large groups, and a single file waits for no other.
final class StoreLane {
  /// Jobs that may wait here; a large file among them holds a descriptor.
  private static final int WAITING = 256;

  sealed interface Job {
    /// @param reached where the bytes end that the sync covers
    /// @param written how many they are, holes left out
    record Sync(PartFile file, long reached, long written) implements Job {}

    record Finish(List<Finished> files) implements Job {}

    record Make(Placed placed, DestinationCommand.Publication publication) implements Job {}

    record Publish(int id, DestinationCommand.Publication publication) implements Job {}

    /// @param file null where it is complete and waits here
    record Discard(int id, @Nullable PartFile file) implements Job {}

    /// @param unfinished files that are still being written
    record Close(List<PartFile> unfinished, DestinationCommand.Leaving how) implements Job {}
  }

  /// A file whose bytes are all there.
  ///
  /// @param file null where it is closed and has its attributes
  record Finished(
      Placed placed,
      @Nullable PartFile file,
      DestinationCommand.Publication publication,
      byte @Nullable [] sha256) {}

  private final Consumer<DestinationResult> results;
  private final BooleanSupplier abandoned;
  private final ArrayBlockingQueue<Job> queue = new ArrayBlockingQueue<>(WAITING);
  private final Thread thread;
  private volatile @Nullable StoreGroup group;
  private volatile @Nullable PartDirectory parts;

  StoreLane(Consumer<DestinationResult> results, BooleanSupplier abandoned) {
    this.results = results;
    this.abandoned = abandoned;
    this.thread = Thread.ofPlatform().daemon().name("sluice-store").start(this::run);
  }

  void begin(PartDirectory directory, StoreGroup groups) {
    parts = directory;
    group = groups;
  }

  /// Waits while too much is waiting already.
  void execute(Job job) throws InterruptedException {
    queue.put(job);
  }

  void join() throws InterruptedException {
    thread.join();
  }

  private void run() {
    List<Job> jobs = new ArrayList<>();
    try {
      while (true) {
        jobs.clear();
        jobs.add(queue.take());
        queue.drainTo(jobs);
        if (jobs.getLast() instanceof Job.Close(List<PartFile> unfinished, var how)) {
          jobs.removeLast();
          store(jobs, true);
          close(unfinished, how);
          return;
        }
        store(jobs, queue.isEmpty());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void store(List<Job> jobs, boolean settle) {
    if (abandoned.getAsBoolean()) {
      jobs.forEach(this::letGo);
      return;
    }
    StoreGroup groups = group;
    if (groups == null) {
      if (!jobs.isEmpty()) {
        throw new IllegalStateException("there is no target yet");
      }
      return;
    }
    try {
      groups.store(jobs);
      if (settle) {
        groups.settle();
      }
    } catch (DiskFailure e) {
      jobs.forEach(this::letGo);
      results.accept(new DestinationResult.Failed(e.code(), e.id(), e.sentence()));
    }
  }

  /// Gives back what an abandoned job holds; its file goes with the directory.
  private void letGo(Job job) {
    switch (job) {
      case Job.Finish(List<Finished> files) -> {
        for (Finished finished : files) {
          PartFile file = finished.file();
          if (file != null) {
            closeUnwanted(file);
          }
        }
      }
      case Job.Discard(int id, @Nullable PartFile file) -> {
        if (file != null) {
          closeUnwanted(file);
        }
      }
      case Job.Sync _, Job.Publish _, Job.Make _ -> {}
      case Job.Close _ -> throw new IllegalStateException("ends the loop");
    }
  }

  private void closeUnwanted(PartFile file) {
    try {
      file.close();
    } catch (IOException e) {
      warn(e);
    }
  }

  private void close(List<PartFile> unfinished, DestinationCommand.Leaving how) {
    unfinished.forEach(this::closeUnwanted);
    StoreGroup groups = group;
    PartDirectory directory = parts;
    long kept = 0;
    try (groups) {
      kept = directory == null ? 0 : directory.leave(how);
    } catch (IOException e) {
      warn(e);
    }
    results.accept(new DestinationResult.Closed(kept));
  }

  private void warn(IOException problem) {
    results.accept(
        new DestinationResult.Warning(
            "Partial files could not be removed: " + DiskProblem.words(problem) + "."));
  }
}
