package sluice.app.transfer;

import java.nio.ByteBuffer;

/// A piece of a file on its way from the `data` channel to the disk: bytes of one file that follow each other. The
/// disk's thread has it between {@link DestinationCommand.Write} and the result, and only reads it.
public final class WriteBlock {
  private final byte[] bytes;
  private long offset;
  private int length;
  private long cost;

  WriteBlock(int capacity) {
    this.bytes = new byte[capacity];
  }

  void begin(long offset) {
    this.offset = offset;
    this.length = 0;
    this.cost = 0;
  }

  /// Takes as much as fits; the buffer's position moves on.
  void fill(ByteBuffer from) {
    int taken = Math.min(from.remaining(), bytes.length - length);
    from.get(bytes, length, taken);
    length += taken;
  }

  boolean isFull() {
    return length == bytes.length;
  }

  int capacity() {
    return bytes.length;
  }

  void charge(long messageCost) {
    cost += messageCost;
  }

  /// Credit to return to the sender once this is written.
  long cost() {
    return cost;
  }

  /// The array; bytes 0 to {@link #length} count.
  public byte[] array() {
    return bytes;
  }

  public long offset() {
    return offset;
  }

  public int length() {
    return length;
  }
}
