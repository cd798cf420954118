package sluice.app.session;

import java.util.Optional;
import java.util.function.Consumer;
import sluice.app.files.DestinationOptions;
import sluice.app.files.DestinationTree;
import sluice.app.files.DestinationWorker;
import sluice.app.streams.StreamDestination;
import sluice.app.transfer.DestinationCommand;
import sluice.app.transfer.DestinationResult;

/// Who takes what is received: the disk, or a reader.
record Destinations(Consumer<DestinationCommand> disk, Runnable closer) implements AutoCloseable {
  /// Does what an engine asks, and posts each result to the queue.
  static Destinations open(Target target, SessionQueue queue) {
    Consumer<DestinationResult> results = result -> queue.post(new Post.DestinationDone(result));
    return switch (target) {
      case Target.Files(Optional<String> output, DestinationOptions options) -> {
        DestinationWorker worker =
            new DestinationWorker(DestinationTree.of(output.orElse(null), options), results);
        yield new Destinations(worker::execute, worker::close);
      }
      case Target.Reader(String name, StreamDestination.Opener opener) ->
          reader(name, opener, queue);
      case Target.Pipe(_, StreamDestination.Opener out) -> reader("standard output", out, queue);
    };
  }

  /// To one reader.
  static Destinations reader(String name, StreamDestination.Opener opener, SessionQueue queue) {
    StreamDestination stream =
        new StreamDestination(name, opener, result -> queue.post(new Post.DestinationDone(result)));
    return new Destinations(stream::execute, stream::close);
  }

  @Override
  public void close() {
    closer.run();
  }
}
