package sluice.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConnectMessageTest {
  private static final List<ConnectMessage> ALL =
      List.of(
          new ConnectMessage.Offer("v=0\r\n"),
          new ConnectMessage.Answer("v=0\r\n\u00e9"),
          new ConnectMessage.Candidate("1 1 udp 1 192.0.2.1 9 typ host"),
          new ConnectMessage.CandidatesComplete(),
          new ConnectMessage.Restart());

  @Test
  void whatIsWrittenIsRead() {
    for (ConnectMessage message : ALL) {
      assertThat(ConnectMessage.read(ConnectMessage.write(message))).contains(message);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"type\":\"offer\"}",
        "{\"type\":\"offer\",\"sdp\":5}",
        "{\"type\":\"offer\",\"type\":\"offer\",\"sdp\":\"x\"}",
        "{\"type\":\"candidates-complete\"}x",
        "{\"type\":\"later-version\"}",
        "{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":1}}}},\"type\":\"candidates-complete\"}"
      })
  void whatIsNoneIsNotRead(String text) {
    assertThat(ConnectMessage.read(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))))
        .isEmpty();
  }

  @Test
  void fieldsOfLaterVersionsAreIgnored() {
    String text = "{\"new\":[1,{}],\"type\":\"answer\",\"sdp\":\"x\",\"n\":1}";
    assertThat(ConnectMessage.read(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))))
        .contains(new ConnectMessage.Answer("x"));
  }

  @Test
  void mutatedMessagesNeverThrow() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 20_000; round++) {
      ByteBuffer written = ConnectMessage.write(ALL.get(random.nextInt(ALL.size())));
      byte[] bytes = new byte[random.nextInt(written.remaining() + 1)];
      written.get(bytes);
      for (int change = random.nextInt(4); change > 0 && bytes.length > 0; change--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      assertThat(ConnectMessage.read(ByteBuffer.wrap(bytes))).isNotNull();
    }
  }
}
