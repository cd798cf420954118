package sluice.app.transfer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something to show. The same at both ends.
public sealed interface TransferEvent {
  /// What is offered, at the sender: its totals and its first entries.
  record Offered(List<Placed> first, Totals totals) implements TransferEvent {
    public Offered {
      first = List.copyOf(first);
    }
  }

  /// The receiver's user said yes: data begins to move. At the sender.
  record Accepted() implements TransferEvent {}

  /// @param durableBytes synced to the receiver's disk
  /// @param totalBytes of all files that are to be sent; negative where it is not known
  record Progress(long durableBytes, long totalBytes) implements TransferEvent {}

  /// This entry is verified and stored under its final name.
  ///
  /// @param path where it stands, at the receiver; its path there from the top level on, at the sender
  /// @param sha256 32 bytes, where either side asked for it
  record Saved(Placed entry, FileName path, byte @Nullable [] sha256) implements TransferEvent {}

  /// The receiver does not take this entry.
  record Skipped(Placed entry, SkipReason reason) implements TransferEvent {}

  /// This source was not sent, or changed.
  record Problem(SourceProblem problem) implements TransferEvent {}

  /// A sentence that the user should read; the transfer goes on.
  record Warning(String sentence) implements TransferEvent {}
}
