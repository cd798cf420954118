package sluice.app.sync;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.app.snapshots.SnapshotName;
import sluice.app.transfer.ErrorCode;
import sluice.app.transfer.FileName;
import sluice.app.transfer.Limits;

/// Messages of the `sync` channel as bytes (`docs/sync.md`, "Messages"). Big-endian.
///
/// ```text
/// 1 BEGIN     version (1)  device (8)
/// 2 PROBES    count (2), then for each: parent (4)  flags (1: digest)  length (1)  name  [digest (32)]
/// 3 VERDICTS  count (2), then for each: 0 same, 1 different, 2 absent
/// 4 COMPARED  0 nothing follows, 1 a transfer follows
/// 5 SENT      0 incomplete, 1 complete
/// 6 FINISHED  deletion (1)  deleted (8)  present (8)  length (1)  snapshot's name
/// 7 BYE
/// 8 FAILED    length (1)  code  length (2)  message
/// ```
public final class SyncCodec {
  /// Longest message.
  public static final int MESSAGE_BYTES = 60_000;

  static final int VERSION = 1;

  /// In place of a parent's number: the root has none.
  static final int NO_PARENT = -1;

  static final int MAX_PROBES_IN_MESSAGE = 4_096;

  /// Directories in one comparison.
  static final int MAX_PROBES = 2_000_000;

  static final int AROUND_PROBES = 3;
  static final int SNAPSHOT_BYTES = 64;

  private static final int MAX_CODE_BYTES = 64;
  private static final int DIGEST = 1;

  private SyncCodec() {}

  /// What a probe takes at most.
  static int probeBytes(FileName name) {
    return Integer.BYTES + 2 + name.length() + DirectoryDigest.BYTES;
  }

  public static ByteBuffer write(SyncMessage message) {
    ByteBuffer out = ByteBuffer.allocate(MESSAGE_BYTES);
    switch (message) {
      case SyncMessage.Begin(long device) -> out.put((byte) 1).put((byte) VERSION).putLong(device);
      case SyncMessage.Probes(List<SyncMessage.Probe> probes) -> {
        out.put((byte) 2).putShort((short) probes.size());
        probes.forEach(probe -> write(probe, out));
      }
      case SyncMessage.Verdicts(List<Verdict> verdicts) -> {
        out.put((byte) 3).putShort((short) verdicts.size());
        verdicts.forEach(verdict -> out.put((byte) verdict.ordinal()));
      }
      case SyncMessage.Compared(SyncMessage.Next next) ->
          out.put((byte) 4).put((byte) next.ordinal());
      case SyncMessage.Sent(SyncMessage.Listing listing) ->
          out.put((byte) 5).put((byte) listing.ordinal());
      case SyncMessage.Finished(SyncResult result) -> {
        out.put((byte) 6).put((byte) result.deletion().ordinal());
        out.putLong(result.deleted()).putLong(result.present());
        putShort(out, result.snapshot().getBytes(StandardCharsets.US_ASCII), SNAPSHOT_BYTES);
      }
      case SyncMessage.Bye() -> out.put((byte) 7);
      case SyncMessage.Failed(ErrorCode code, String text) -> {
        out.put((byte) 8);
        putShort(out, code.wireName().getBytes(StandardCharsets.US_ASCII), MAX_CODE_BYTES);
        String cut = text.substring(0, Math.min(text.length(), Limits.TEXT_CHARACTERS));
        byte[] bytes = cut.getBytes(StandardCharsets.UTF_8);
        out.putShort((short) bytes.length).put(bytes);
      }
    }
    return out.flip();
  }

  private static void write(SyncMessage.Probe probe, ByteBuffer out) {
    byte[] digest = probe.digest();
    out.putInt(probe.parent()).put((byte) (digest == null ? 0 : DIGEST));
    out.put((byte) probe.name().length()).put(probe.name().bytes());
    if (digest != null) {
      out.put(digest);
    }
  }

  private static void putShort(ByteBuffer out, byte[] bytes, int most) {
    if (bytes.length > most) {
      throw new IllegalStateException("a name of ours is too long");
    }
    out.put((byte) bytes.length).put(bytes);
  }

  /// What the other side sent, or null where it breaks a rule.
  public static @Nullable SyncMessage read(ByteBuffer in) {
    if (in.remaining() > MESSAGE_BYTES) {
      return null;
    }
    try {
      SyncMessage message = readKind(in);
      return in.hasRemaining() ? null : message;
    } catch (BufferUnderflowException e) {
      return null;
    }
  }

  private static @Nullable SyncMessage readKind(ByteBuffer in) {
    byte kind = in.get();
    switch (kind) {
      case 1 -> {
        if (in.get() == VERSION) {
          return new SyncMessage.Begin(in.getLong());
        }
      }
      case 2 -> {
        return readProbes(in);
      }
      case 3 -> {
        return readVerdicts(in);
      }
      case 4 -> {
        SyncMessage.Next next = constant(SyncMessage.Next.values(), in.get());
        if (next != null) {
          return new SyncMessage.Compared(next);
        }
      }
      case 5 -> {
        SyncMessage.Listing listing = constant(SyncMessage.Listing.values(), in.get());
        if (listing != null) {
          return new SyncMessage.Sent(listing);
        }
      }
      case 6 -> {
        return readFinished(in);
      }
      case 7 -> {
        return new SyncMessage.Bye();
      }
      case 8 -> {
        return readFailed(in);
      }
      default -> {}
    }
    return null;
  }

  private static <T> @Nullable T constant(T[] values, byte number) {
    return number >= 0 && number < values.length ? values[number] : null;
  }

  private static @Nullable SyncMessage readProbes(ByteBuffer in) {
    int count = Short.toUnsignedInt(in.getShort());
    if (count == 0 || count > MAX_PROBES_IN_MESSAGE) {
      return null;
    }
    List<SyncMessage.Probe> probes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int parent = in.getInt();
      byte flags = in.get();
      FileName name = FileName.ofBytes(bytes(in, Byte.toUnsignedInt(in.get())));
      if (parent < NO_PARENT
          || (flags & ~DIGEST) != 0
          || (name.length() == 0) != (parent == NO_PARENT)) {
        return null;
      }
      byte[] digest = (flags & DIGEST) == 0 ? null : bytes(in, DirectoryDigest.BYTES);
      probes.add(new SyncMessage.Probe(parent, name, digest));
    }
    return new SyncMessage.Probes(probes);
  }

  private static @Nullable SyncMessage readVerdicts(ByteBuffer in) {
    int count = Short.toUnsignedInt(in.getShort());
    if (count == 0 || count > MAX_PROBES_IN_MESSAGE) {
      return null;
    }
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Verdict verdict = constant(Verdict.values(), in.get());
      if (verdict == null) {
        return null;
      }
      verdicts.add(verdict);
    }
    return new SyncMessage.Verdicts(verdicts);
  }

  private static @Nullable SyncMessage readFinished(ByteBuffer in) {
    SyncResult.Deletion deletion = constant(SyncResult.Deletion.values(), in.get());
    long deleted = in.getLong();
    long present = in.getLong();
    int length = Byte.toUnsignedInt(in.get());
    if (deletion == null || deleted < 0 || present < 0 || length > SNAPSHOT_BYTES) {
      return null;
    }
    String snapshot = new String(bytes(in, length), StandardCharsets.US_ASCII);
    if (!snapshot.isEmpty() && SnapshotName.parse(snapshot).isEmpty()) {
      return null;
    }
    return new SyncMessage.Finished(new SyncResult(deletion, deleted, present, snapshot));
  }

  private static @Nullable SyncMessage readFailed(ByteBuffer in) {
    int codeLength = Byte.toUnsignedInt(in.get());
    if (codeLength > MAX_CODE_BYTES) {
      return null;
    }
    ErrorCode code = ErrorCode.of(new String(bytes(in, codeLength), StandardCharsets.US_ASCII));
    int length = Short.toUnsignedInt(in.getShort());
    String text = new String(bytes(in, length), StandardCharsets.UTF_8);
    return text.length() > Limits.TEXT_CHARACTERS ? null : new SyncMessage.Failed(code, text);
  }

  private static byte[] bytes(ByteBuffer in, int count) {
    if (count > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[count];
    in.get(bytes);
    return bytes;
  }
}
