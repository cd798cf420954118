package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A whole SCTP packet as a record, for tests and for packets off the hot path.
public record Packet(CommonHeader header, List<Chunk> chunks) {

  public Packet {
    chunks = List.copyOf(chunks);
  }

  /// Reads the packet from the buffer's position to its limit; both stay. One malformed chunk
  /// makes the packet malformed; a partial one at its end is dropped, as [PacketReader] does.
  public static Parsed<Packet> parse(ByteBuffer packet, ChecksumRule rule) {
    PacketReader reader = new PacketReader();
    @Nullable ParseError error = reader.open(packet, rule);
    if (error != null) {
      return Parsed.malformed(error);
    }
    List<Chunk> chunks = new ArrayList<>();
    while (reader.next()) {
      switch (reader.chunk()) {
        case Parsed.Value<? extends Chunk>(Chunk chunk) -> chunks.add(chunk);
        case Parsed.Malformed<? extends Chunk>(ParseError inside) -> {
          return Parsed.malformed(inside);
        }
      }
    }
    CommonHeader header =
        new CommonHeader(reader.sourcePort(), reader.destinationPort(), reader.verificationTag());
    return Parsed.value(new Packet(header, chunks));
  }

  /// Size in bytes, padding counted.
  public int sizeBytes() {
    return CommonHeader.BYTES + chunks.stream().mapToInt(Chunk::paddedBytes).sum();
  }

  /// Writes the packet at the buffer's position, with the checksum that the rule asks for.
  public void writeTo(ByteBuffer to, ChecksumRule rule) {
    PacketWriter writer = new PacketWriter();
    writer.begin(to, header.sourcePort(), header.destinationPort(), header.verificationTag());
    chunks.forEach(writer::write);
    writer.finish(rule);
  }
}
