package sluice.app.transfer;

import org.jspecify.annotations.Nullable;

/// What came of a {@link SourceCommand}.
public sealed interface SourceResult {
  record Opened(int id) implements SourceResult {}

  record Unavailable(int id, AbandonReason reason) implements SourceResult {}

  record Filled(SendBlock block) implements SourceResult {}

  record Unread(SendBlock block, AbandonReason reason) implements SourceResult {}

  /// @param changed whether size or modification time differ from the offer, or from what they were when opened
  /// @param sha256 of the offered length, where it was asked for and all of it was read
  record Closed(int id, boolean changed, byte @Nullable [] sha256) implements SourceResult {}
}
