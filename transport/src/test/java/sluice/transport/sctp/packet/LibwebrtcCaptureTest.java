package sluice.transport.sctp.packet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What libwebrtc sends is read, and written again byte for byte.
class LibwebrtcCaptureTest {
  private final List<ByteBuffer> packets = captured();

  private static List<ByteBuffer> captured() {
    try (InputStream in = LibwebrtcCaptureTest.class.getResourceAsStream("libwebrtc.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(Samples::hex)
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Packet read(ByteBuffer packet) {
    return switch (Packet.parse(packet, ChecksumRule.CRC32C)) {
      case Parsed.Value<Packet>(Packet value) -> value;
      case Parsed.Malformed<Packet>(ParseError error) -> throw new AssertionError(error);
    };
  }

  @Test
  void isWrittenAgainByteForByte() {
    assertThat(packets).hasSize(43);
    for (ByteBuffer packet : packets) {
      ByteBuffer again = ByteBuffer.allocate(packet.remaining());
      read(packet).writeTo(again, ChecksumRule.CRC32C);
      assertThat(again.flip()).isEqualTo(packet);
    }
  }

  @Test
  void hasTheChunksOfAWholeAssociation() {
    Set<Class<?>> kinds =
        packets.stream()
            .flatMap(packet -> read(packet).chunks().stream())
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
  void beginsWithAnInitThatOffersPartialReliabilityAndStreamReset() {
    assertThat(read(packets.getFirst()))
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
  void isReadInPlaceAsInRecords() {
    PacketReader reader = new PacketReader();
    for (ByteBuffer packet : packets) {
      assertThat(reader.open(packet, ChecksumRule.CRC32C)).isNull();
      for (Chunk chunk : read(packet).chunks()) {
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
  void isRefusedWhereverItIsCut() {
    PacketReader reader = new PacketReader();
    for (ByteBuffer packet : packets) {
      for (int bytes = 0; bytes < packet.limit(); bytes++) {
        assertThat(reader.open(packet.slice(0, bytes), ChecksumRule.CRC32C)).isNotNull();
      }
    }
  }
}
