package sluice.app.transfer;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Small files on their way from the disk to the `data` channel, as the records of one `FILES` message. Reused. The
/// disk's thread has it between {@link SourceCommand.ReadFiles} and the result, and adds a record for each member.
public final class SendBatch {
  /// The longest that a record gets without its content.
  static final int RECORD_BYTES =
      FileRecord.FIXED_BYTES
          + FileRecord.TIME_BYTES
          + DataHeader.RANGE_HASH_BYTES
          + DataHeader.SHA256_BYTES;

  private final ByteBuffer message;
  private final SendCommand.SendData command;
  private final List<Placed> members = new ArrayList<>();
  private final List<Outcome> outcomes = new ArrayList<>();
  private final SendPlan.Payloads payloads;
  private int unpacked;
  private int planned;

  /// What became of a member.
  ///
  /// @param renewed as it is now, where that is not as it was offered
  /// @param reason why it is not in the batch, or null where it is
  record Outcome(
      Placed member,
      int lengthBytes,
      boolean changed,
      @Nullable ModificationTime renewed,
      byte @Nullable [] sha256,
      @Nullable AbandonReason reason) {}

  SendBatch(int messageBytes, SendPlan.Payloads payloads) {
    this.payloads = payloads;
    this.message = ByteBuffer.allocate(messageBytes);
    this.command = new SendCommand.SendData(message);
  }

  void clear() {
    members.clear();
    outcomes.clear();
    message.clear().position(DataHeader.BYTES);
    planned = DataHeader.BYTES;
    unpacked = 0;
  }

  /// Packs the records, if they shrink; the last thing before the batch is handed back.
  public void pack(PayloadPacker packer) {
    int length = message.position() - DataHeader.BYTES;
    if (payloads == SendPlan.Payloads.PLAIN || length == 0) {
      return;
    }
    int packed = packer.pack(message.array(), DataHeader.BYTES, length);
    if (packed > 0) {
      unpacked = length;
      message.position(DataHeader.BYTES + packed);
    }
  }

  /// What the records unpack to, or 0 if they are not packed.
  int unpackedBytes() {
    return unpacked;
  }

  /// Whether a file of this size still fits.
  boolean fits(long sizeBytes) {
    return planned + RECORD_BYTES + sizeBytes <= message.capacity();
  }

  void plan(Placed member) {
    members.add(member);
    planned += (int) (RECORD_BYTES + member.entry().sizeBytes());
  }

  boolean isEmpty() {
    return members.isEmpty();
  }

  /// What to read, in this order.
  public List<Placed> members() {
    return members;
  }

  /// Adds the record of a file that was read.
  ///
  /// @param content bytes 0 to `lengthBytes` count; at most as many as were offered
  /// @param held whether it stood still while it was read
  /// @param renewed its time now, where size or time are not as offered
  public void add(
      Placed member,
      byte[] content,
      int lengthBytes,
      FileHashes hashes,
      Held held,
      @Nullable ModificationTime renewed) {
    byte[] sha256 = hashes.sha256();
    boolean changed = held == Held.MOVED;
    int flags =
        (changed ? DataHeader.CHANGED : 0)
            | (sha256 == null ? 0 : DataHeader.WITH_SHA256)
            | (renewed == null ? 0 : FileRecord.RENEWED);
    FileRecord.writeFixed(message, member.id(), flags, lengthBytes);
    if (renewed != null) {
      message.putLong(renewed.seconds()).putInt(renewed.nanos());
    }
    if (lengthBytes > 0) {
      message.putLong(hashes.high()).putLong(hashes.low());
    }
    if (sha256 != null) {
      message.put(sha256);
    }
    message.put(content, 0, lengthBytes);
    outcomes.add(new Outcome(member, lengthBytes, changed, renewed, sha256, null));
  }

  /// Adds the record of a file that could not be read.
  public void abandon(Placed member, AbandonReason reason) {
    FileRecord.writeFixed(message, member.id(), FileRecord.ABANDONED, 1);
    message.put((byte) reason.wireCode());
    outcomes.add(new Outcome(member, 0, false, null, null, reason));
  }

  /// Whether a file stood still while it was read.
  public enum Held {
    STILL,
    MOVED
  }

  /// @param sha256 of the content, where it is wanted
  public record FileHashes(long high, long low, byte @Nullable [] sha256) {}

  List<Outcome> outcomes() {
    return outcomes;
  }

  /// Bytes of the message, with its header.
  int messageBytes() {
    return message.position();
  }

  /// The finished message; once.
  SendCommand.SendData message() {
    int length = message.position() - DataHeader.BYTES;
    message.flip();
    int flags = unpacked == 0 ? 0 : DataHeader.COMPRESSED;
    DataHeader.write(message, DataHeader.FILES, flags, members.getFirst().id(), 0, length);
    message.position(0);
    return command;
  }
}
