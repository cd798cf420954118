package sluice.transport.channel;

import java.nio.ByteBuffer;
import java.util.Optional;

/// A message of the Data Channel Establishment Protocol (RFC 8832, section 5).
public sealed interface DcepMessage permits DataChannelAck, DataChannelOpen {

  /// The message as it is sent, under the payload protocol identifier 50.
  ByteBuffer toBuffer();

  /// Reads a message. Empty if it is malformed or of an unknown type.
  static Optional<? extends DcepMessage> parse(ByteBuffer message) {
    if (!message.hasRemaining()) {
      return Optional.empty();
    }
    return switch (message.get(message.position()) & 0xFF) {
      case DataChannelOpen.MESSAGE_TYPE -> DataChannelOpen.parse(message);
      case DataChannelAck.MESSAGE_TYPE -> Optional.of(new DataChannelAck());
      default -> Optional.empty();
    };
  }
}
