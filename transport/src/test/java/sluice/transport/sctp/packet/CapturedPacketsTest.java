package sluice.transport.sctp.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What libwebrtc and usrsctp send is read, and written again byte for byte.
class CapturedPacketsTest {

  @ParameterizedTest
  @EnumSource
  void areWrittenAgainByteForByte(Captures captures) {
    for (ByteBuffer packet : captures.packets()) {
      ByteBuffer again = ByteBuffer.allocate(packet.remaining());
      captures.read(packet).writeTo(again, captures.rule());
      assertThat(again.flip()).isEqualTo(packet);
    }
  }

  @Test
  void ofLibwebrtcHaveTheChunksOfAWholeAssociation() {
    Set<Class<?>> kinds =
        Captures.LIBWEBRTC.packets().stream()
            .flatMap(packet -> Captures.LIBWEBRTC.read(packet).chunks().stream())
            .map(Object::getClass)
            .collect(Collectors.toSet());
    assertThat(kinds)
        .isEqualTo(
            Set.of(
                InitChunk.class,
                InitAckChunk.class,
                CookieEchoChunk.class,
                DataChunk.class,
                SackChunk.class,
                ForwardTsnChunk.class,
                ReConfigChunk.class,
                HeartbeatChunk.class,
                HeartbeatAckChunk.class,
                AbortChunk.class));
  }

  @Test
  void ofLibwebrtcBeginWithAnInitThatOffersPartialReliabilityAndStreamReset() {
    Captures captures = Captures.LIBWEBRTC;
    assertThat(captures.read(captures.packets().getFirst()))
        .isEqualTo(
            new Packet(
                new CommonHeader(5000, 5000, 0),
                List.of(
                    new InitChunk(
                        -517181828,
                        5_242_880,
                        65_535,
                        65_535,
                        -927309290,
                        List.of(
                            new ForwardTsnSupportedParameter(),
                            new SupportedExtensionsParameter(List.of(130, 192)))))));
  }

  @Test
  void ofUsrsctpAgreeOnZeroChecksumsAndKeepThemWhereTheyMust() {
    List<ByteBuffer> packets = Captures.USRSCTP.packets();
    Packet init = Captures.USRSCTP.read(packets.getFirst());
    assertThat(((InitChunk) init.chunks().getFirst()).parameters())
        .contains(
            new ZeroChecksumAcceptableParameter(ZeroChecksumAcceptableParameter.EDMID_DTLS),
            new SupportedExtensionsParameter(List.of(192, 15, 193, 128, 130)));
    for (ByteBuffer packet : packets) {
      int firstType = ChunkHeader.type(packet, CommonHeader.BYTES);
      boolean keepsCrc = firstType == InitChunk.TYPE || firstType == CookieEchoChunk.TYPE;
      assertThat(PacketChecksum.field(packet) != 0).isEqualTo(keepsCrc);
    }
  }

  @ParameterizedTest
  @EnumSource
  void areReadInPlaceAsInRecords(Captures captures) {
    PacketReader reader = new PacketReader();
    for (ByteBuffer packet : captures.packets()) {
      assertThat(reader.open(packet, captures.rule())).isNull();
      for (Chunk chunk : captures.read(packet).chunks()) {
        assertThat(reader.next()).isTrue();
        assertThat(reader.chunk()).isEqualTo(Parsed.value(chunk));
        int at = reader.offset();
        switch (chunk) {
          case DataChunk data -> {
            assertThat(DataChunk.tsn(packet, at)).isEqualTo(data.tsn());
            assertThat(
                    packet.slice(DataChunk.userDataOffset(at), DataChunk.userDataBytes(packet, at)))
                .isEqualTo(data.userData());
          }
          case SackChunk sack -> {
            assertThat(SackChunk.cumulativeTsnAck(packet, at)).isEqualTo(sack.cumulativeTsnAck());
            assertThat(SackChunk.aRwnd(packet, at)).isEqualTo(sack.aRwnd());
            assertThat(SackChunk.gapBlockCount(packet, at)).isEqualTo(sack.gapBlocks().size());
          }
          default -> {}
        }
      }
      assertThat(reader.next()).isFalse();
    }
  }

  @Test
  void areRefusedWhereverTheyAreCut() {
    PacketReader reader = new PacketReader();
    for (ByteBuffer packet : Captures.LIBWEBRTC.packets()) {
      for (int bytes = 0; bytes < packet.limit(); bytes++) {
        assertThat(reader.open(packet.slice(0, bytes), ChecksumRule.CRC32C)).isNotNull();
      }
    }
  }
}
