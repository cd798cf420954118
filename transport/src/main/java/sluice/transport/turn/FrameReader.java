package sluice.transport.turn;

import java.util.Arrays;

/// Cuts the stream from a server into messages (RFC 8656, section 2.1): STUN messages, and ChannelData padded to four
/// bytes.
public final class FrameReader {
  /// The longest of both: a STUN message with a length of 16 bits.
  static final int MAX_FRAME_BYTES = 65_555;

  private static final int STUN_HEADER_BYTES = 20;

  /// Takes one message.
  @FunctionalInterface
  public interface Sink {
    /// The array is valid during the call only.
    void onFrame(byte[] buffer, int offset, int length);
  }

  private byte[] rest = new byte[4_096];
  private int restBytes;
  private boolean broken;

  /// Takes what came.
  ///
  /// @return false when it was not what a TURN server sends: the stream is of no use any more
  public boolean receive(byte[] chunk, int offset, int length, Sink sink) {
    if (broken) {
      return false;
    }
    if (restBytes == 0) {
      int used = cut(chunk, offset, length, sink);
      keep(chunk, offset + used, length - used);
    } else {
      keep(chunk, offset, length);
      int used = cut(rest, 0, restBytes, sink);
      System.arraycopy(rest, used, rest, 0, restBytes - used);
      restBytes -= used;
    }
    return !broken;
  }

  private void keep(byte[] chunk, int offset, int length) {
    if (restBytes + length > rest.length) {
      rest = Arrays.copyOf(rest, Math.max(restBytes + length, 2 * rest.length));
    }
    System.arraycopy(chunk, offset, rest, restBytes, length);
    restBytes += length;
  }

  /// @return how many bytes whole messages took
  private int cut(byte[] bytes, int offset, int length, Sink sink) {
    int at = 0;
    while (length - at >= ChannelData.HEADER_BYTES) {
      int frameBytes = frameBytes(bytes, offset + at);
      if (frameBytes < 0) {
        broken = true;
        return length;
      }
      if (frameBytes > length - at) {
        break;
      }
      sink.onFrame(bytes, offset + at, frameBytes);
      at += frameBytes;
    }
    return at;
  }

  private static int frameBytes(byte[] bytes, int at) {
    int length = ChannelData.length(bytes, at);
    if (ChannelData.is(bytes[at])) {
      return ChannelData.padded(ChannelData.HEADER_BYTES + length);
    }
    boolean stun = (bytes[at] & 0xC0) == 0 && length % 4 == 0;
    return stun ? STUN_HEADER_BYTES + length : -1;
  }
}
