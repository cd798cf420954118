package sluice.app.transfer;

import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /// Announces the manifest; `files` entries with `bytes` in sum follow.
  record Offer(int files, long bytes, boolean sha256) implements ControlMessage {}

  record Entries(List<ManifestEntry> entries, boolean last) implements ControlMessage {}

  /// Limits since the beginning of the connection.
  record Credit(int entries, long bytes) implements ControlMessage {}

  record Accept(boolean sha256) implements ControlMessage {}

  record Decline(String message) implements ControlMessage {}

  record Skip(List<Integer> ids, String reason) implements ControlMessage {}

  /// Sums over all files.
  record Progress(long written, long durable) implements ControlMessage {}

  /// @param name where it is not the offered one
  record Stored(int id, long bytes, @Nullable FileName name) implements ControlMessage {}

  record Done(int files, long bytes) implements ControlMessage {}

  record Bye() implements ControlMessage {}

  /// @param id the file it is about, or -1
  record Failed(ErrorCode code, int id, String message) implements ControlMessage {}

  record Cancel() implements ControlMessage {}
}
