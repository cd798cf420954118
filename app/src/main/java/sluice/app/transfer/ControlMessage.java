package sluice.app.transfer;

import java.util.List;

/// A message of the `control` channel. {@link ControlCodec} reads and writes them; what it returns is within all
/// limits.
public sealed interface ControlMessage {
  /// Which end of the transfer one is.
  enum Role {
    SENDER,
    RECEIVER
  }

  record Hello(
      Role role, List<Integer> versions, List<String> features, int maxEntries, int maxMessageBytes)
      implements ControlMessage {}

  /// Announces the manifest.
  record Offer(boolean sha256) implements ControlMessage {}

  record Counted(Totals totals) implements ControlMessage {}

  record Entries(List<ManifestEntry> entries, boolean last) implements ControlMessage {}

  /// Limits since the beginning of the connection.
  record Credit(int entries, long bytes) implements ControlMessage {}

  record Accept(boolean sha256) implements ControlMessage {}

  record Decline(String message) implements ControlMessage {}

  record Skip(List<IdRange> ranges, SkipReason reason) implements ControlMessage {}

  /// Every entry below this id may be sent, but for those that were skipped.
  record Judged(int entries) implements ControlMessage {}

  /// Pieces that the receiver has of a file.
  ///
  /// @param average how long they are, as {@link PieceCutter} takes it
  /// @param last whether these are all
  record Have(int id, Base base, int average, List<Piece> pieces, boolean last)
      implements ControlMessage {}

  /// Sums over all files.
  record Progress(long written, long durable) implements ControlMessage {}

  /// @param renamed those of them whose name is not the offered one
  record Stored(List<IdRange> ranges, List<Renamed> renamed) implements ControlMessage {}

  record Renamed(int id, FileName name) {}

  /// @param entries that were stored, of every kind
  record Done(int entries, long bytes) implements ControlMessage {}

  record Bye() implements ControlMessage {}

  /// @param id the file it is about, or -1
  record Failed(ErrorCode code, int id, String message) implements ControlMessage {}

  record Cancel() implements ControlMessage {}
}
