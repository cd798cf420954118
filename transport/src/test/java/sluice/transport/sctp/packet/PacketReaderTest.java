package sluice.transport.sctp.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A packet is walked over in place.
class PacketReaderTest {
  private static final Chunk SMALL = new CookieAckChunk();

  private final PacketReader reader = new PacketReader();

  private List<Integer> types(ByteBuffer packet) {
    assertThat(reader.open(packet, ChecksumRule.CRC32C)).isNull();
    List<Integer> types = new ArrayList<>();
    while (reader.next()) {
      types.add(reader.type());
    }
    return types;
  }

  private static ByteBuffer sealed(ByteBuffer packet) {
    new PacketChecksum().seal(packet);
    return packet;
  }

  private static ByteBuffer withRawChunks(String hex) {
    ByteBuffer chunks = Samples.hex(hex);
    ByteBuffer packet = ByteBuffer.allocate(CommonHeader.BYTES + chunks.remaining());
    CommonHeader.write(packet, 5000, 5000, 1);
    return sealed(packet.put(chunks).flip());
  }

  @Test
  void givesHeaderAndChunksInTheirOrder() {
    ByteBuffer packet =
        Samples.written(ChecksumRule.CRC32C, SMALL, new ShutdownChunk(9), new PadChunk(3), SMALL);

    assertThat(types(packet)).isEqualTo(List.of(11, 7, 132, 11));
    assertThat(reader.sourcePort()).isEqualTo(5000);
    assertThat(reader.destinationPort()).isEqualTo(5001);
    assertThat(reader.verificationTag()).isEqualTo(0x89ABCDEF);
  }

  @Test
  void readsDataInPlace() {
    DataChunk data = new DataChunk(0x0F, -2, 0xFFFE, 0xFFFD, 0x80000033, Samples.bytes("hello"));
    ByteBuffer packet = Samples.written(ChecksumRule.CRC32C, SMALL, data);

    assertThat(reader.open(packet, ChecksumRule.CRC32C)).isNull();
    assertThat(reader.next()).isTrue();
    assertThat(reader.isFirst()).isTrue();
    assertThat(reader.next()).isTrue();
    assertThat(reader.isFirst()).isFalse();
    int at = reader.offset();
    assertThat(reader.flags()).isEqualTo(0x0F);
    assertThat(DataChunk.tsn(packet, at)).isEqualTo(-2);
    assertThat(DataChunk.streamId(packet, at)).isEqualTo(0xFFFE);
    assertThat(DataChunk.streamSequenceNumber(packet, at)).isEqualTo(0xFFFD);
    assertThat(DataChunk.payloadProtocolId(packet, at)).isEqualTo(0x80000033);
    assertThat(packet.slice(DataChunk.userDataOffset(at), DataChunk.userDataBytes(packet, at)))
        .isEqualTo(Samples.bytes("hello"));
    assertThat(reader.chunk()).isEqualTo(Parsed.value(data));
    assertThat(reader.next()).isFalse();
  }

  @Test
  void readsSackInPlace() {
    SackChunk sack =
        new SackChunk(
            -5,
            0xFFFFFFF0L,
            List.of(new SackChunk.GapBlock(2, 3), new SackChunk.GapBlock(0xFFF0, 0xFFFF)),
            List.of(-9, 77));
    ByteBuffer packet = Samples.written(ChecksumRule.CRC32C, sack);

    assertThat(reader.open(packet, ChecksumRule.CRC32C)).isNull();
    assertThat(reader.next()).isTrue();
    int at = reader.offset();
    assertThat(SackChunk.cumulativeTsnAck(packet, at)).isEqualTo(-5);
    assertThat(SackChunk.aRwnd(packet, at)).isEqualTo(0xFFFFFFF0L);
    assertThat(SackChunk.gapBlockCount(packet, at)).isEqualTo(2);
    assertThat(SackChunk.gapBlockStart(packet, at, 0)).isEqualTo(2);
    assertThat(SackChunk.gapBlockEnd(packet, at, 0)).isEqualTo(3);
    assertThat(SackChunk.gapBlockStart(packet, at, 1)).isEqualTo(0xFFF0);
    assertThat(SackChunk.gapBlockEnd(packet, at, 1)).isEqualTo(0xFFFF);
    assertThat(SackChunk.duplicateTsnCount(packet, at)).isEqualTo(2);
    assertThat(SackChunk.duplicateTsn(packet, at, 0)).isEqualTo(-9);
    assertThat(SackChunk.duplicateTsn(packet, at, 1)).isEqualTo(77);
  }

  @Test
  void aPacketWithoutAWholeChunkIsRefused() {
    for (int bytes = 0; bytes < 16; bytes++) {
      assertThat(reader.open(ByteBuffer.allocate(bytes), ChecksumRule.CRC32C))
          .isEqualTo(ParseError.TRUNCATED);
      assertThat(reader.next()).isFalse();
    }
    assertThat(reader.open(withRawChunks("0B 00 0008"), ChecksumRule.CRC32C))
        .isEqualTo(ParseError.LENGTH);
    assertThat(reader.open(withRawChunks("0B 00 0003"), ChecksumRule.CRC32C))
        .isEqualTo(ParseError.LENGTH);
  }

  @Test
  void aPartialChunkAtTheEndIsDropped() {
    assertThat(types(withRawChunks("0B000004 00030014 00000001 00010001"))).isEqualTo(List.of(11));
    assertThat(types(withRawChunks("0B000004 0B00"))).isEqualTo(List.of(11));
    assertThat(types(withRawChunks("0B000004 0B000000 0B000004"))).isEqualTo(List.of(11));
  }

  @Test
  void theLastChunkNeedsNoPadding() {
    assertThat(types(withRawChunks("0B000004 FE000005 FF"))).isEqualTo(List.of(11, 254));
  }

  @Test
  void dataAndSackThatContradictThemselvesArePassedOver() {
    assertThat(types(withRawChunks("0003000F 00000000 00000000 00000000 0B000004")))
        .isEqualTo(List.of(11));
    assertThat(types(withRawChunks("03000010 00000000 00000000 00010000 0B000004")))
        .isEqualTo(List.of(11));
    assertThat(types(withRawChunks("03000014 00000000 00000000 FFFFFFFF 00000000 0B000004")))
        .isEqualTo(List.of(11));
  }

  @Test
  void whatMustTravelAloneIsRefusedInCompany() {
    Chunk init = new InitChunk(1, 2, 3, 4, 5, List.of());
    Chunk initAck = new InitAckChunk(1, 2, 3, 4, 5, List.of());
    for (Chunk lone : List.of(init, initAck, new ShutdownCompleteChunk(false))) {
      assertThat(types(Samples.written(ChecksumRule.CRC32C, lone))).hasSize(1);
      assertThat(
              reader.open(Samples.written(ChecksumRule.CRC32C, lone, SMALL), ChecksumRule.CRC32C))
          .isEqualTo(ParseError.BUNDLING);
      assertThat(reader.next()).isFalse();
      assertThat(
              reader.open(Samples.written(ChecksumRule.CRC32C, SMALL, lone), ChecksumRule.CRC32C))
          .isEqualTo(ParseError.BUNDLING);
    }
  }

  @Test
  void readsNoMoreChunksThanItsLimit() {
    Chunk[] chunks = new Chunk[PacketReader.MAX_CHUNKS + 1];
    Arrays.fill(chunks, SMALL);
    assertThat(reader.open(Samples.written(ChecksumRule.CRC32C, chunks), ChecksumRule.CRC32C))
        .isEqualTo(ParseError.LIMIT);
    Chunk[] allowed = Arrays.copyOf(chunks, PacketReader.MAX_CHUNKS);
    assertThat(types(Samples.written(ChecksumRule.CRC32C, allowed))).hasSize(allowed.length);
  }

  @Test
  void theLimitLeavesRoomForTheSmallestDataChunks() {
    Chunk tiny = new DataChunk(DataChunk.BEGINNING, 1, 1, 1, 53, Samples.bytes("x"));
    Chunk[] full =
        IntStream.range(0, 65_507 / tiny.paddedBytes()).mapToObj(i -> tiny).toArray(Chunk[]::new);
    assertThat(types(Samples.written(ChecksumRule.CRC32C, full))).hasSize(full.length);
  }

  @Test
  void everyCutOfAPacketIsRefusedByItsChecksum() {
    ByteBuffer packet = Samples.written(ChecksumRule.CRC32C, SMALL, new ShutdownChunk(9));
    for (int bytes = 16; bytes < packet.limit(); bytes++) {
      assertThat(reader.open(packet.slice(0, bytes), ChecksumRule.CRC32C))
          .isEqualTo(ParseError.CHECKSUM);
    }
  }
}
