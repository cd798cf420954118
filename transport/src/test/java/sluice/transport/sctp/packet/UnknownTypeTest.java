package sluice.transport.sctp.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The two highest bits of an unknown type say what becomes of it and of what follows.
class UnknownTypeTest {

  @Test
  void theBitsOfAChunkTypeAreTheRule() {
    assertThat(UnknownTypeRule.ofChunkType(0x3F)).isEqualTo(UnknownTypeRule.STOP);
    assertThat(UnknownTypeRule.ofChunkType(0x7F)).isEqualTo(UnknownTypeRule.STOP_AND_REPORT);
    assertThat(UnknownTypeRule.ofChunkType(0xBF)).isEqualTo(UnknownTypeRule.SKIP);
    assertThat(UnknownTypeRule.ofChunkType(0xFF)).isEqualTo(UnknownTypeRule.SKIP_AND_REPORT);
  }

  @Test
  void theBitsOfAParameterTypeAreTheRule() {
    assertThat(UnknownTypeRule.ofParameterType(0x3FFF)).isEqualTo(UnknownTypeRule.STOP);
    assertThat(UnknownTypeRule.ofParameterType(0x4000)).isEqualTo(UnknownTypeRule.STOP_AND_REPORT);
    assertThat(UnknownTypeRule.ofParameterType(0x8000)).isEqualTo(UnknownTypeRule.SKIP);
    assertThat(UnknownTypeRule.ofParameterType(0xC001)).isEqualTo(UnknownTypeRule.SKIP_AND_REPORT);
  }

  @Test
  void nothingIsReadAfterAParameterThatStops() {
    Parameter stop = new UnknownParameter(0x3001, ByteBuffer.allocate(0));
    Parameter report = new UnknownParameter(0x7001, ByteBuffer.allocate(0));
    Parameter known = new ForwardTsnSupportedParameter();

    assertThat(read(List.of(known, stop, known))).isEqualTo(List.of(known, stop));
    assertThat(read(List.of(known, report, known))).isEqualTo(List.of(known, report));
  }

  @Test
  void garbageAfterAParameterThatStopsIsNotLookedAt() {
    ByteBuffer wire = Samples.hex("01 00 0019 00000001 00000000 0001 0001 00000001 3001 0004 FF");
    assertThat(Chunk.parse(wire))
        .isEqualTo(
            Parsed.value(
                new InitChunk(
                    1, 0, 1, 1, 1, List.of(new UnknownParameter(0x3001, ByteBuffer.allocate(0))))));
  }

  @Test
  void theOthersAreSkipped() {
    Parameter skip = new UnknownParameter(0x8777, Samples.bytes("xyz"));
    Parameter report = new UnknownParameter(0xC777, Samples.bytes("x"));
    Parameter known = new ForwardTsnSupportedParameter();

    assertThat(read(List.of(skip, report, known))).isEqualTo(List.of(skip, report, known));
  }

  private static List<Parameter> read(List<Parameter> parameters) {
    InitChunk init = new InitChunk(1, 2, 3, 4, 5, parameters);
    return switch (InitChunk.parse(Samples.written(init))) {
      case Parsed.Value<InitChunk>(InitChunk chunk) -> chunk.parameters();
      case Parsed.Malformed<InitChunk>(ParseError error) -> throw new AssertionError(error);
    };
  }
}
