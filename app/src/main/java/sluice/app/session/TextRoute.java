package sluice.app.session;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.DestinationCommand;
import sluice.app.transfer.DestinationResult;
import sluice.app.transfer.ErrorCode;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.Placed;

/// Leads a text past the disk: what the first entry is decides where all goes. For one thread.
final class TextRoute implements Consumer<DestinationCommand> {
  private final Consumer<DestinationCommand> disk;
  private final Supplier<Consumer<DestinationCommand>> screen;
  private final Consumer<DestinationResult> results;
  private final Queue<DestinationCommand> undecided = new ArrayDeque<>();
  private @Nullable Consumer<DestinationCommand> chosen;

  /// @param screen opens what takes a text
  TextRoute(
      Consumer<DestinationCommand> disk,
      Supplier<Consumer<DestinationCommand>> screen,
      Consumer<DestinationResult> results) {
    this.disk = disk;
    this.screen = screen;
    this.results = results;
  }

  @Override
  public void accept(DestinationCommand command) {
    switch (command) {
      case DestinationCommand.Judge(List<Placed> entries) -> judge(command, entries);
      case DestinationCommand.Weigh _ when chosen == null -> undecided.add(command);
      case DestinationCommand.Weigh _,
          DestinationCommand.Cut _,
          DestinationCommand.Release _,
          DestinationCommand.Keep _,
          DestinationCommand.Create _,
          DestinationCommand.Write _,
          DestinationCommand.CheckRange _,
          DestinationCommand.Sync _,
          DestinationCommand.Finish _,
          DestinationCommand.WriteFiles _,
          DestinationCommand.Make _,
          DestinationCommand.Publish _,
          DestinationCommand.Discard _,
          DestinationCommand.Close _ ->
          target().accept(command);
    }
  }

  private void judge(DestinationCommand command, List<Placed> entries) {
    if (chosen == null) {
      chosen = isText(entries.getFirst()) ? screen.get() : disk;
      undecided.forEach(chosen);
      undecided.clear();
    }
    if (chosen.equals(disk) && entries.stream().anyMatch(TextRoute::isText)) {
      results.accept(
          new DestinationResult.Failed(
              ErrorCode.PROTOCOL, -1, "A text comes alone, not in a tree."));
    } else {
      chosen.accept(command);
    }
  }

  private Consumer<DestinationCommand> target() {
    return chosen == null ? disk : chosen;
  }

  private static boolean isText(Placed placed) {
    return placed.entry() instanceof ManifestEntry.Text;
  }
}
