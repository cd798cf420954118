package sluice.signaling.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sluice.signaling.Mutations;

class HostileTextTest {
  private static final int ROUNDS = 30_000;

  @Test
  void noTextThrowsAndWhatIsReadIsWithinTheLimits() {
    List<byte[]> good =
        Stream.concat(
                WireRoundTripTest.clientMessages().stream()
                    .map(WireWriter::text)
                    .filter(text -> text.length() < 1_000),
                WireRoundTripTest.relayMessages().stream().map(WireWriter::text))
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .toList();
    Mutations mutations = new Mutations(1, good);
    int valid = 0;
    for (int i = 0; i < ROUNDS; i++) {
      byte[] bytes = mutations.next();
      String text =
          new String(bytes, i % 2 == 0 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
      if (WireReader.clientMessage(text) instanceof Decoded.Valid<ClientMessage>(ClientMessage m)) {
        valid++;
        assertThat(WireReader.clientMessage(WireWriter.text(m))).isEqualTo(new Decoded.Valid<>(m));
      }
      if (WireReader.relayMessage(text) instanceof Decoded.Valid<RelayMessage>(RelayMessage m)) {
        valid++;
        assertThat(WireReader.relayMessage(WireWriter.text(m))).isEqualTo(new Decoded.Valid<>(m));
      }
    }
    assertThat(valid).isGreaterThan(100);
  }

  @Test
  void deepAndLongTextsAreRefusedQuickly() {
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      String piece =
          switch (random.nextInt(5)) {
            case 0 -> "[";
            case 1 -> "{\"a\":";
            case 2 -> "\"a\\u0000";
            case 3 -> "9";
            default -> "{\"type\":\"send\",";
          };
      String text =
          "{\"type\":\"leave\",\"x\":" + piece.repeat(random.nextInt(1, 200_000 / piece.length()));
      assertThat(WireReader.clientMessage(text)).isInstanceOf(Decoded.Malformed.class);
    }
  }
}
