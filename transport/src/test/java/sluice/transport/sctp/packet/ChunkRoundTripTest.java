package sluice.transport.sctp.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is written is read again, and what is cut short is refused.
class ChunkRoundTripTest {

  static Stream<Chunk> chunks() {
    return Samples.chunks().stream();
  }

  @Test
  void everyChunkHasASample() {
    assertThat(kinds(Samples.chunks().stream())).isEqualTo(permitted(Chunk.class));
  }

  @Test
  void everyParameterHasASample() {
    Stream<Parameter> all =
        Stream.concat(Samples.parameters().stream(), Samples.reConfigParameters().stream());
    assertThat(kinds(all)).isEqualTo(permitted(Parameter.class));
  }

  @Test
  void everyCauseHasASample() {
    assertThat(kinds(Samples.causes().stream())).isEqualTo(permitted(ErrorCause.class));
  }

  private static Set<Class<?>> kinds(Stream<?> values) {
    return values.map(Object::getClass).collect(Collectors.toSet());
  }

  private static Set<Class<?>> permitted(Class<?> sealedType) {
    return Stream.of(sealedType.getPermittedSubclasses())
        .flatMap(type -> type.isInterface() ? permitted(type).stream() : Stream.of(type))
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @MethodSource("chunks")
  void isReadAsItWasWritten(Chunk chunk) {
    ByteBuffer wire = Samples.written(chunk);

    assertThat(wire.remaining() % 4).isZero();
    assertThat(ChunkHeader.lengthBytes(wire, 0)).isEqualTo(chunk.lengthBytes());
    assertThat(Chunk.parse(wire)).isEqualTo(Parsed.value(chunk));
    assertThat(wire.position()).isZero();
  }

  @ParameterizedTest
  @MethodSource("chunks")
  void isReadAtAnyPosition(Chunk chunk) {
    ByteBuffer shifted = ByteBuffer.allocate(chunk.paddedBytes() + 16).position(12);
    chunk.writeTo(shifted);
    shifted.position(12);

    assertThat(Chunk.parse(shifted)).isEqualTo(Parsed.value(chunk));
  }

  @ParameterizedTest
  @MethodSource("chunks")
  void isRefusedWhereverItIsCut(Chunk chunk) {
    ByteBuffer wire = Samples.written(chunk);
    for (int bytes = 0; bytes < chunk.lengthBytes(); bytes++) {
      assertThat(Chunk.parse(wire.slice(0, bytes)))
          .isEqualTo(Parsed.malformed(ParseError.TRUNCATED));
    }
  }

  @ParameterizedTest
  @MethodSource("chunks")
  void survivesEveryLengthInItsHeader(Chunk chunk) {
    ByteBuffer wire = Samples.written(chunk);
    for (int length = 0; length < 4; length++) {
      wire.putShort(2, (short) length);
      assertThat(Chunk.parse(wire)).isEqualTo(Parsed.malformed(ParseError.LENGTH));
    }
    for (int length = 4; length <= wire.remaining(); length++) {
      wire.putShort(2, (short) length);
      switch (Chunk.parse(wire)) {
        case Parsed.Malformed<? extends Chunk>(ParseError error) -> assertThat(error).isNotNull();
        case Parsed.Value<? extends Chunk>(Chunk shorter) ->
            assertThat(shorter.lengthBytes()).isLessThanOrEqualTo(length);
      }
    }
  }

  @Test
  void eachParserRefusesOtherTypes() {
    ByteBuffer cookieAck = Samples.written(new CookieAckChunk());
    assertThat(ShutdownAckChunk.parse(cookieAck)).isEqualTo(Parsed.malformed(ParseError.TYPE));
    assertThat(DataChunk.parse(cookieAck)).isEqualTo(Parsed.malformed(ParseError.TYPE));
    assertThat(InitChunk.parse(cookieAck)).isEqualTo(Parsed.malformed(ParseError.TYPE));
  }

  @Test
  void laysOutDataAsTheRfcDraws() {
    Chunk data =
        new DataChunk(
            DataChunk.BEGINNING | DataChunk.ENDING,
            0x01020304,
            0x0506,
            0x0708,
            51,
            Samples.bytes("hello"));
    assertThat(Samples.written(data))
        .isEqualTo(Samples.hex("00 03 0015 01020304 0506 0708 00000033 68656c6c6f 000000"));
  }

  @Test
  void laysOutSackAsTheRfcDraws() {
    Chunk sack =
        new SackChunk(0x0A0B0C0D, 0x20000, List.of(new SackChunk.GapBlock(2, 9)), List.of(5));
    assertThat(Samples.written(sack))
        .isEqualTo(Samples.hex("03 00 0018 0A0B0C0D 00020000 0001 0001 0002 0009 00000005"));
  }

  @Test
  void laysOutAResetRequestAsTheRfcDraws() {
    Chunk reset =
        new ReConfigChunk(List.of(new OutgoingSsnResetRequestParameter(1, 2, 3, List.of(6))));
    assertThat(Samples.written(reset))
        .isEqualTo(Samples.hex("82 00 0016 000D 0012 00000001 00000002 00000003 0006 0000"));
  }

  @Test
  void anAbortWithBrokenCausesIsAnAbort() {
    ByteBuffer wire = Samples.hex("06 00 0010 0003 0007 00000000 000C FFFF");
    assertThat(Chunk.parse(wire))
        .isEqualTo(
            Parsed.value(
                new AbortChunk(false, List.of(new UnknownCause(3, ByteBuffer.wrap(new byte[3]))))));
  }

  @Test
  void keepsToItsLimits() {
    List<Parameter> tooMany =
        IntStream.rangeClosed(0, Parameter.MAX_PARAMETERS)
            .<Parameter>mapToObj(i -> new ForwardTsnSupportedParameter())
            .toList();
    assertThat(Chunk.parse(Samples.written(new InitChunk(1, 2, 3, 4, 5, tooMany))))
        .isEqualTo(Parsed.malformed(ParseError.LIMIT));

    List<Integer> streams =
        IntStream.rangeClosed(0, ReConfigParameter.MAX_STREAMS).boxed().toList();
    assertThat(
            Chunk.parse(
                Samples.written(
                    new ReConfigChunk(List.of(new IncomingSsnResetRequestParameter(1, streams))))))
        .isEqualTo(Parsed.malformed(ParseError.LIMIT));

    List<ForwardTsnChunk.SkippedStream> skipped =
        IntStream.rangeClosed(0, ForwardTsnChunk.MAX_SKIPPED_STREAMS)
            .mapToObj(stream -> new ForwardTsnChunk.SkippedStream(stream, 0))
            .toList();
    assertThat(Chunk.parse(Samples.written(new ForwardTsnChunk(1, skipped))))
        .isEqualTo(Parsed.malformed(ParseError.LIMIT));

    List<SackChunk.GapBlock> blocks =
        IntStream.rangeClosed(0, SackChunk.MAX_ENTRIES)
            .mapToObj(i -> new SackChunk.GapBlock(2 * i + 2, 2 * i + 2))
            .toList();
    assertThat(Chunk.parse(Samples.written(new SackChunk(1, 2, blocks, List.of()))))
        .isEqualTo(Parsed.malformed(ParseError.LIMIT));
  }
}
