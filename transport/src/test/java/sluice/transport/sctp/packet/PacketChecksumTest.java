package sluice.transport.sctp.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/// CRC32c, and zero where it was agreed (RFC 9653).
class PacketChecksumTest {
  private static final Chunk DATA =
      new DataChunk(DataChunk.BEGINNING, 1, 2, 3, 53, Samples.bytes("payload"));

  /// The CRC of a bit-by-bit division by the polynomial, as appendix A of RFC 9260 defines it.
  private static int slowCrc32c(ByteBuffer packet) {
    int crc = -1;
    for (int i = 0; i < packet.remaining(); i++) {
      int octet = i >= 8 && i < 12 ? 0 : packet.get(packet.position() + i) & 0xFF;
      crc ^= octet;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc >>> 1) ^ ((crc & 1) == 0 ? 0 : 0x82F63B78);
      }
    }
    return Integer.reverseBytes(~crc);
  }

  @Test
  void isTheCrcOfThePacketWithAZeroField() {
    for (Chunk chunk : Samples.chunks()) {
      ByteBuffer packet = Samples.written(ChecksumRule.CRC32C, chunk);
      assertThat(PacketChecksum.field(packet)).isEqualTo(slowCrc32c(packet));
    }
  }

  @Test
  void holdsForAPacketInTheMiddleOfABuffer() {
    ByteBuffer packet = Samples.written(ChecksumRule.CRC32C, DATA);
    ByteBuffer middle = ByteBuffer.allocate(packet.remaining() + 40);
    middle.position(20).put(packet.duplicate()).flip().position(20);

    assertThat(new PacketReader().open(middle, ChecksumRule.CRC32C)).isNull();
    assertThat(middle.position()).isEqualTo(20);
    assertThat(middle.limit()).isEqualTo(20 + packet.remaining());
  }

  @Test
  void anyFlippedBitIsSeen() {
    ByteBuffer packet = Samples.written(ChecksumRule.CRC32C, DATA);
    PacketReader reader = new PacketReader();
    for (int bit = 0; bit < 8 * packet.remaining(); bit++) {
      packet.put(bit / 8, (byte) (packet.get(bit / 8) ^ (1 << (bit % 8))));
      assertThat(reader.open(packet, ChecksumRule.CRC32C)).isEqualTo(ParseError.CHECKSUM);
      packet.put(bit / 8, (byte) (packet.get(bit / 8) ^ (1 << (bit % 8))));
    }
  }

  @Test
  void zeroIsRefusedWhereItWasNotAgreed() {
    ByteBuffer packet = Samples.written(ChecksumRule.ZERO_ACCEPTABLE, DATA);

    assertThat(PacketChecksum.field(packet)).isZero();
    assertThat(Packet.parse(packet, ChecksumRule.CRC32C))
        .isEqualTo(Parsed.malformed(ParseError.CHECKSUM));
  }

  @Test
  void zeroIsTakenWhereItWasAgreed() {
    ByteBuffer packet = Samples.written(ChecksumRule.ZERO_ACCEPTABLE, DATA);

    assertThat(Packet.parse(packet, ChecksumRule.ZERO_ACCEPTABLE))
        .isEqualTo(Parsed.value(new Packet(Samples.HEADER, List.of(DATA))));
  }

  @Test
  void aRightCrcIsTakenWhereZeroWasAgreed() {
    ByteBuffer packet = Samples.written(ChecksumRule.CRC32C, DATA);

    assertThat(Packet.parse(packet, ChecksumRule.ZERO_ACCEPTABLE)).isInstanceOf(Parsed.Value.class);
  }

  @Test
  void aWrongOneIsNot() {
    ByteBuffer packet = Samples.written(ChecksumRule.CRC32C, DATA);
    packet.put(9, (byte) (packet.get(9) + 1));

    assertThat(Packet.parse(packet, ChecksumRule.ZERO_ACCEPTABLE))
        .isEqualTo(Parsed.malformed(ParseError.CHECKSUM));
  }

  @Test
  void initAndCookieEchoKeepTheirCrc() {
    Chunk init = new InitChunk(1, 2, 3, 4, 5, List.of());
    Chunk cookieEcho = new CookieEchoChunk(Samples.bytes("cookie"));
    for (ByteBuffer packet :
        List.of(
            Samples.written(ChecksumRule.ZERO_ACCEPTABLE, init),
            Samples.written(ChecksumRule.ZERO_ACCEPTABLE, cookieEcho, DATA))) {
      assertThat(PacketChecksum.field(packet)).isEqualTo(slowCrc32c(packet));
      packet.putInt(8, 0);
      assertThat(Packet.parse(packet, ChecksumRule.ZERO_ACCEPTABLE))
          .isEqualTo(Parsed.malformed(ParseError.CHECKSUM));
    }
  }
}
