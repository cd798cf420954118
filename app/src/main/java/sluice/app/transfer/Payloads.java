package sluice.app.transfer;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import sluice.app.compression.Unpacker;

/// What the messages of the other side carry, unpacked within bounds. Closing gives back what lies in native memory.
final class Payloads implements AutoCloseable {
  private final @Nullable Unpacker unpacker;

  private Payloads(@Nullable Unpacker unpacker) {
    this.unpacker = unpacker;
  }

  /// @param inForce what both sides have announced
  static Payloads of(Features inForce) {
    return new Payloads(inForce.compression() ? new Unpacker() : null);
  }

  @Override
  public void close() {
    Unpacker own = unpacker;
    if (own != null) {
      own.close();
    }
  }

  static boolean isPacked(ByteBuffer message) {
    return (DataHeader.flags(message) & DataHeader.COMPRESSED) != 0;
  }

  /// The payload of a message of the kinds that may be packed, valid until the next call.
  ByteBuffer of(ByteBuffer message) throws MalformedMessageException {
    int at = message.position() + DataHeader.BYTES;
    if (!isPacked(message)) {
      return message.position(at);
    }
    Unpacker own = unpacker;
    if (own == null) {
      throw new MalformedMessageException("a packed payload, which was not agreed on");
    }
    try {
      int from = message.arrayOffset() + at;
      int length = own.unpack(message.array(), from, DataHeader.length(message));
      return ByteBuffer.wrap(own.array(), 0, length);
    } catch (Unpacker.RefusedException refused) {
      throw new MalformedMessageException(String.valueOf(refused.getMessage()));
    }
  }
}
