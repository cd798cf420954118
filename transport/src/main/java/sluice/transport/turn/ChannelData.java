package sluice.transport.turn;

/// The header of a ChannelData message (RFC 8656, section 12.4).
///
/// ```
/// |         Channel Number        |            Length             |
/// ```
public final class ChannelData {
  public static final int HEADER_BYTES = 4;
  static final int FIRST_CHANNEL = 0x4000;
  static final int LAST_CHANNEL = 0x4FFF;

  private ChannelData() {}

  /// Whether a message that begins so is ChannelData.
  public static boolean is(byte first) {
    return (first & 0xF0) == 0x40;
  }

  static int channel(byte[] buffer, int offset) {
    return (buffer[offset] & 0xFF) << 8 | (buffer[offset + 1] & 0xFF);
  }

  static int length(byte[] buffer, int offset) {
    return (buffer[offset + 2] & 0xFF) << 8 | (buffer[offset + 3] & 0xFF);
  }

  /// Writes a header.
  ///
  /// @param length of the data alone
  public static void write(byte[] buffer, int offset, int channel, int length) {
    buffer[offset] = (byte) (channel >>> 8);
    buffer[offset + 1] = (byte) channel;
    buffer[offset + 2] = (byte) (length >>> 8);
    buffer[offset + 3] = (byte) length;
  }

  /// RFC 8656, section 12.5: over a stream, a message's length is rounded up to a multiple of four.
  public static int padded(int length) {
    return (length + 3) & ~3;
  }
}
