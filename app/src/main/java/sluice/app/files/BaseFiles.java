package sluice.app.files;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.DestinationCommand;
import sluice.app.transfer.DestinationResult;
import sluice.app.transfer.Piece;

/// What there is of files that are coming. Opened by the writing thread, cut by a thread of its own, so that the files
/// before do not wait.
final class BaseFiles implements Closeable {
  /// How to open one, once it is needed.
  interface Opener {
    BaseFile open() throws IOException;
  }

  private sealed interface Work {
    record Cut(int id, int average, BaseFile file) implements Work {}

    record Let(BaseFile file) implements Work {}

    record Stop() implements Work {}
  }

  private final Consumer<DestinationResult> results;
  private final Map<Integer, Opener> found = new HashMap<>();
  private final Map<Integer, BaseFile> open = new HashMap<>();
  private final LinkedBlockingQueue<Work> queue = new LinkedBlockingQueue<>();
  private @Nullable Thread thread;

  BaseFiles(Consumer<DestinationResult> results) {
    this.results = results;
  }

  void found(int id, Opener opener) {
    found.put(id, opener);
  }

  /// What cannot be opened or read is of no use, and nothing more: the file is sent whole.
  void cut(DestinationCommand.Cut cut) {
    BaseFile file = open.get(cut.id());
    Opener opener = found.remove(cut.id());
    if (file == null && opener != null) {
      try {
        file = opener.open();
        open.put(cut.id(), file);
      } catch (IOException e) {
        debug(e);
      }
    }
    if (file == null) {
      results.accept(new DestinationResult.Cut(cut.id(), List.of(), true));
      return;
    }
    if (thread == null) {
      thread = Thread.ofPlatform().daemon().name("sluice-pieces").start(this::run);
    }
    queue.add(new Work.Cut(cut.id(), cut.average(), file));
  }

  /// What was cut of this file, or null.
  @Nullable BaseFile of(int id) {
    return open.get(id);
  }

  /// It is needed no more; closed when nobody cuts it.
  void release(int id) {
    found.remove(id);
    BaseFile file = open.remove(id);
    if (file != null) {
      queue.add(new Work.Let(file));
    }
  }

  private void run() {
    try {
      for (Work work = queue.take(); !(work instanceof Work.Stop); work = queue.take()) {
        switch (work) {
          case Work.Cut(int id, int average, BaseFile file) -> cut(id, average, file);
          case Work.Let(BaseFile file) -> let(file);
          case Work.Stop() -> throw new IllegalStateException("ends the loop");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void cut(int id, int average, BaseFile file) {
    try {
      List<Piece> pieces = file.cut(average);
      results.accept(new DestinationResult.Cut(id, pieces, file.isCut()));
    } catch (IOException e) {
      debug(e);
      results.accept(new DestinationResult.Cut(id, List.of(), true));
    }
  }

  private static void let(BaseFile file) {
    try {
      file.close();
    } catch (IOException e) {
      debug(e);
    }
  }

  private static void debug(IOException problem) {
    System.getLogger(BaseFiles.class.getName())
        .log(System.Logger.Level.DEBUG, "what is there of a file cannot be used", problem);
  }

  @Override
  public void close() {
    List.copyOf(open.keySet()).forEach(this::release);
    found.clear();
    queue.add(new Work.Stop());
    if (thread == null) {
      // Nobody else lets go of them.
      run();
    }
  }
}
