package sluice.transport.simulation;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import sluice.transport.sctp.packet.ChecksumRule;
import sluice.transport.sctp.packet.Chunk;
import sluice.transport.sctp.packet.CommonHeader;
import sluice.transport.sctp.packet.Packet;
import sluice.transport.sctp.packet.Parsed;

/// Looks into packets, and makes them.
public final class Packets {
  private Packets() {}

  public static List<Chunk> chunks(byte[] packet) {
    return switch (Packet.parse(ByteBuffer.wrap(packet), ChecksumRule.ZERO_ACCEPTABLE)) {
      case Parsed.Value<Packet>(Packet(CommonHeader header, List<Chunk> chunks)) -> chunks;
      case Parsed.Malformed<Packet> malformed ->
          throw new IllegalStateException("one of ours is malformed: " + malformed.error());
    };
  }

  public static boolean has(byte[] packet, Class<? extends Chunk> type) {
    return chunks(packet).stream().anyMatch(type::isInstance);
  }

  public static int tag(byte[] packet) {
    return CommonHeader.verificationTag(ByteBuffer.wrap(packet), 0);
  }

  /// A packet between the usual ports, with a right checksum.
  public static byte[] packet(int tag, Chunk... chunks) {
    ByteBuffer out = ByteBuffer.allocate(65_536);
    new Packet(new CommonHeader(5000, 5000, tag), List.of(chunks))
        .writeTo(out, ChecksumRule.CRC32C);
    return Arrays.copyOf(out.array(), out.position());
  }

  /// A filter for a link that drops the first so many packets that hold such a chunk.
  public static Predicate<byte[]> dropFirst(int count, Class<? extends Chunk> type) {
    int[] left = {count};
    return packet -> {
      if (left[0] > 0 && has(packet, type)) {
        left[0]--;
        return false;
      }
      return true;
    };
  }

  /// A filter that collects chunks of a type and drops nothing.
  public static <T extends Chunk> Predicate<byte[]> collect(Class<T> type, List<T> into) {
    return packet -> {
      chunks(packet).stream().filter(type::isInstance).map(type::cast).forEach(into::add);
      return true;
    };
  }
}
