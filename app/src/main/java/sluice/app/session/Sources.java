package sluice.app.session;

import java.util.List;
import java.util.function.Consumer;
import sluice.app.files.SourceOptions;
import sluice.app.files.SourceTree;
import sluice.app.files.SourceWorker;
import sluice.app.files.UnusableSourceException;
import sluice.app.streams.StreamSource;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.SourceCommand;

/// What is offered, and who reads it: the disk, or a stream.
interface Sources {
  /// Starts reading for one attempt.
  Reader open(SessionQueue queue);

  /// Does what an engine asks, and posts each result to the queue.
  record Reader(Consumer<SourceCommand> disk, Runnable closer) implements AutoCloseable {
    @Override
    public void close() {
      closer.run();
    }
  }

  /// @throws UnusableSourceException if it cannot be sent, which is found out before a code is made
  static Sources of(SendOrder order) throws UnusableSourceException {
    return switch (order.payload()) {
      case Payload.Files(List<String> paths, SourceOptions options) ->
          new OfFiles(SourceTree.of(paths, order.name().orElse(null), options));
      case Payload.Stream(String name, StreamSource.Opener opener) ->
          new OfStream(StreamSource.entry(order.name().orElse(name)), opener);
      case Payload.Pipe(StreamSource.Opener in, _) -> pipe(in);
    };
  }

  /// One direction of a pipe.
  static Sources pipe(StreamSource.Opener in) {
    return new OfStream(StreamSource.nameless(), in);
  }

  record OfFiles(SourceTree tree) implements Sources {
    @Override
    public Reader open(SessionQueue queue) {
      SourceWorker worker =
          new SourceWorker(tree, result -> queue.post(new Post.SourceDone(result)));
      return new Reader(worker::execute, worker::close);
    }
  }

  record OfStream(ManifestEntry entry, StreamSource.Opener opener) implements Sources {
    @Override
    public Reader open(SessionQueue queue) {
      StreamSource stream =
          new StreamSource(
              entry,
              opener,
              result -> queue.post(new Post.SourceDone(result)),
              sentence -> queue.post(new Post.Note(sentence)));
      return new Reader(stream::execute, stream::close);
    }
  }
}
