package sluice.app.transfer;

import org.jspecify.annotations.Nullable;

/// Something to show. The same at both ends.
public sealed interface TransferEvent {
  /// The receiver's user said yes: data begins to move. At the sender.
  record Accepted() implements TransferEvent {}

  /// @param durableBytes synced to the receiver's disk
  /// @param totalBytes of all files that are to be sent
  record Progress(long durableBytes, long totalBytes) implements TransferEvent {}

  /// This file is verified and stored under its final name.
  ///
  /// @param path where it stands, at the receiver; its name there, at the sender
  /// @param sha256 32 bytes, where either side asked for it
  record Saved(ManifestEntry entry, FileName path, byte @Nullable [] sha256)
      implements TransferEvent {}

  /// The receiver does not want this file.
  record Skipped(ManifestEntry entry, String reason) implements TransferEvent {}

  /// This source was not sent, or changed.
  record Problem(SourceProblem problem) implements TransferEvent {}

  /// A sentence that the user should read; the transfer goes on.
  record Warning(String sentence) implements TransferEvent {}
}
