package sluice.app.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.app.files.DestinationOptions;
import sluice.app.files.DestinationTree;
import sluice.app.files.DestinationWorker;
import sluice.app.files.SyncTarget;
import sluice.app.streams.StreamDestination;
import sluice.app.streams.TextOutput;
import sluice.app.transfer.DestinationCommand;
import sluice.app.transfer.DestinationResult;
import sluice.app.ui.UiEvent;

/// Who takes what is received: the disk, or a reader.
///
/// @param sync what a sync does beside the transfer; null for any other transfer
record Destinations(Consumer<DestinationCommand> disk, Runnable closer, @Nullable SyncTarget sync)
    implements AutoCloseable {
  Destinations(Consumer<DestinationCommand> disk, Runnable closer) {
    this(disk, closer, null);
  }

  /// What goes on around the transfer.
  ///
  /// @param view the one that the transfer speaks to, where there is anything around it
  TransferSide around(ReceiveSide transfer, SessionQueue queue, Teller teller, SyncView view) {
    return sync == null ? transfer : new SyncReceiveSide(sync, transfer, queue, teller, view);
  }

  /// The same, with texts that come shown.
  static Destinations open(Target target, SessionQueue queue) {
    return open(target, queue, text -> queue.post(new Post.Show(new UiEvent.Text(text))));
  }

  /// Does what an engine asks, and posts each result to the queue.
  ///
  /// @param texts takes a text that came, on a thread of its own
  static Destinations open(Target target, SessionQueue queue, Consumer<String> texts) {
    Consumer<DestinationResult> results = result -> queue.post(new Post.DestinationDone(result));
    return switch (target) {
      case Target.Files(Optional<String> output, DestinationOptions options) -> {
        DestinationWorker worker =
            new DestinationWorker(DestinationTree.of(output.orElse(null), options), results);
        List<Runnable> closers = new ArrayList<>(List.of(worker::close));
        TextRoute route =
            new TextRoute(worker::execute, () -> screen(texts, results, closers), results);
        yield new Destinations(route, () -> closers.forEach(Runnable::run));
      }
      case Target.Sync(SyncTarget.Wish wish, DestinationOptions options) ->
          sync(wish, options, queue, results);
      case Target.Reader(String name, StreamDestination.Opener opener) ->
          reader(name, opener, queue);
      case Target.Pipe(_, StreamDestination.Opener out) -> reader("standard output", out, queue);
    };
  }

  private static Destinations sync(
      SyncTarget.Wish wish,
      DestinationOptions options,
      SessionQueue queue,
      Consumer<DestinationResult> results) {
    SyncTarget target = new SyncTarget(wish, event -> queue.post(new Post.SyncDone(event)));
    String into = SyncTarget.storesInto(wish.folder(), wish.keeping()) + "/";
    DestinationWorker worker = new DestinationWorker(DestinationTree.of(into, options), results);
    Consumer<DestinationCommand> disk =
        command -> {
          if (command instanceof DestinationCommand.Judge judge) {
            target.judge(judge, worker::execute);
          } else {
            worker.execute(command);
          }
        };
    Runnable closer =
        () -> {
          worker.close();
          target.closeAfter(worker);
        };
    return new Destinations(disk, closer, target);
  }

  /// What takes a text, opened when one is offered.
  private static Consumer<DestinationCommand> screen(
      Consumer<String> texts, Consumer<DestinationResult> results, List<Runnable> closers) {
    StreamDestination text =
        new StreamDestination("the screen", () -> new TextOutput(texts), results);
    closers.add(text::close);
    return text::execute;
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
