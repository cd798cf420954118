package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The list of 16-bit stream numbers that ends a reset request (RFC 6525, sections 4.1 and 4.2).
final class StreamNumbers {
  private static final int ENTRY_BYTES = 2;

  private StreamNumbers() {}

  static Parsed<List<Integer>> parse(ByteBuffer value) {
    if (value.remaining() % ENTRY_BYTES != 0) {
      return Parsed.malformed(ParseError.LENGTH);
    }
    if (value.remaining() / ENTRY_BYTES > ReConfigParameter.MAX_STREAMS) {
      return Parsed.malformed(ParseError.LIMIT);
    }
    List<Integer> streams = new ArrayList<>(value.remaining() / ENTRY_BYTES);
    while (value.hasRemaining()) {
      streams.add(value.getShort() & 0xFFFF);
    }
    return Parsed.value(streams);
  }

  static int lengthBytes(List<Integer> streams) {
    return ENTRY_BYTES * streams.size();
  }

  static void write(List<Integer> streams, ByteBuffer to) {
    for (int stream : streams) {
      to.putShort((short) stream);
    }
  }
}
