package sluice.app.transfer;

/// What a {@link ReceiveEngine} wants done.
public sealed interface ReceiveCommand {
  /// Send this text on `control`.
  record SendControl(String text) implements ReceiveCommand {}

  /// Have this done on the disk's thread and post the result to {@link ReceiveEngine#onDisk}.
  record Disk(DestinationCommand command) implements ReceiveCommand {}

  /// Ask the user, or decide; then call {@link ReceiveEngine#accept} or {@link ReceiveEngine#decline}.
  record AskOffer(IncomingOffer offer) implements ReceiveCommand {}

  /// The target of this entry exists: ask the user, then call {@link ReceiveEngine#resolve}. Only under
  /// {@link ConflictPolicy#ASK}; one question at a time. May come after the file's data, when its name was taken
  /// meanwhile.
  record AskConflict(Placed entry) implements ReceiveCommand {}

  /// Show this.
  record Tell(TransferEvent event) implements ReceiveCommand {}

  /// All is over; nothing follows. What was sent before should still be delivered.
  record Ended(TransferEnd end) implements ReceiveCommand {}
}
