package sluice.app.transfer;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// A piece of a source file on its way from the disk to the `data` channel: a few messages side by side in one array,
/// each with room for its header before its payload, so that the bytes are not moved again. Reused. The disk's thread
/// has it between {@link SourceCommand.Read} and the result; it fills the payloads and tells the hashes of the ranges
/// that end in them.
public final class SendBlock {
  /// Messages in a full block.
  static final int MESSAGES = 4;

  /// Ranges that may end in one block: one that a gap before it ends, a whole one, and the file's last.
  private static final int HASHES = 3;

  private final int messageBytes;
  private final byte[] bytes;
  private final ByteBuffer[] messages = new ByteBuffer[MESSAGES];
  private final SendCommand.SendData[] commands = new SendCommand.SendData[MESSAGES];
  private final long[] hashes = new long[2 * HASHES];
  private final long[] rangeStarts = new long[HASHES];
  private final long[] dataEnds = new long[HASHES];
  private final SendPlan.Payloads payloads;
  private final int[] packedBytes = new int[MESSAGES];
  private int hashCount;
  private int id;
  private long offset;
  private int length;

  SendBlock(int messageBytes, SendPlan.Payloads payloads) {
    this.messageBytes = messageBytes;
    this.payloads = payloads;
    this.bytes = new byte[messageBytes * MESSAGES];
    for (int i = 0; i < MESSAGES; i++) {
      messages[i] = ByteBuffer.wrap(bytes, i * messageBytes, messageBytes).slice();
      commands[i] = new SendCommand.SendData(messages[i]);
    }
  }

  /// Bytes of a file that a block holds at most.
  static int capacity(int messageBytes) {
    return (messageBytes - DataHeader.BYTES) * MESSAGES;
  }

  void assign(int id, long offset, int length) {
    this.id = id;
    this.offset = offset;
    this.length = length;
    this.hashCount = 0;
    Arrays.fill(packedBytes, 0);
  }

  /// A piece of a stream came: its offset, and how long it is; 0 at the stream's end.
  public void came(long offset, int length) {
    this.offset = offset;
    this.length = length;
  }

  public int id() {
    return id;
  }

  /// Where the block begins in its file.
  public long offset() {
    return offset;
  }

  /// Bytes of the file in this block, over all payloads.
  public int length() {
    return length;
  }

  /// The array that all payloads lie in.
  public byte[] array() {
    return bytes;
  }

  public int payloads() {
    int payloadBytes = messageBytes - DataHeader.BYTES;
    return (length + payloadBytes - 1) / payloadBytes;
  }

  /// Where a payload begins in the array. Payloads follow each other in the file.
  public int payloadAt(int index) {
    return index * messageBytes + DataHeader.BYTES;
  }

  public int payloadLength(int index) {
    int payloadBytes = messageBytes - DataHeader.BYTES;
    return Math.min(payloadBytes, length - index * payloadBytes);
  }

  /// Packs what shrinks; the last thing before the block is handed back. Offsets, lengths and hashes stay those of
  /// the unpacked bytes.
  public void pack(PayloadPacker packer) {
    if (payloads == SendPlan.Payloads.PLAIN) {
      return;
    }
    for (int i = 0; i < payloads(); i++) {
      packedBytes[i] = packer.pack(bytes, payloadAt(i), payloadLength(i));
    }
  }

  /// Bytes of the message with this payload, with its header.
  int messageBytes(int index) {
    int packed = packedBytes[index];
    return DataHeader.BYTES + (packed == 0 ? payloadLength(index) : packed);
  }

  /// What this payload unpacks to, or 0 if it is not packed.
  int unpackedBytes(int index) {
    return packedBytes[index] == 0 ? 0 : payloadLength(index);
  }

  /// Tells the hash of the next range that ends in this block, or at its end.
  ///
  /// @param rangeStart where the range begins in the file
  /// @param dataEnd behind the last byte that the hash covers
  /// @throws IllegalStateException if more ranges are told than can end here
  public void rangeEnds(long rangeStart, long dataEnd, long hashHigh, long hashLow) {
    if (hashCount == HASHES) {
      throw new IllegalStateException(
          "a block of " + length + " bytes ends more than three ranges");
    }
    hashes[2 * hashCount] = hashHigh;
    hashes[2 * hashCount + 1] = hashLow;
    rangeStarts[hashCount] = rangeStart;
    dataEnds[hashCount] = dataEnd;
    hashCount++;
  }

  long rangeStart(int index) {
    return rangeStarts[index];
  }

  /// How many bytes of this block come before a hash.
  long bytesBefore(int index) {
    return dataEnds[index] - offset;
  }

  int hashCount() {
    return hashCount;
  }

  long hashHigh(int index) {
    return hashes[2 * index];
  }

  long hashLow(int index) {
    return hashes[2 * index + 1];
  }

  long payloadOffset(int index) {
    return offset + (long) index * (messageBytes - DataHeader.BYTES);
  }

  /// The finished message with this payload.
  SendCommand.SendData message(int index) {
    ByteBuffer message = messages[index].clear();
    int end = messageBytes(index);
    int flags = packedBytes[index] == 0 ? 0 : DataHeader.COMPRESSED;
    DataHeader.write(
        message, DataHeader.BYTES_OF_FILE, flags, id, payloadOffset(index), end - DataHeader.BYTES);
    message.position(0).limit(end);
    return commands[index];
  }
}
