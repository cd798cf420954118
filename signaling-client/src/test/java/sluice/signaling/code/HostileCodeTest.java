package sluice.signaling.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sluice.signaling.Code;
import sluice.signaling.Mutations;

class HostileCodeTest {
  @Test
  void noTextThrowsAndEachCodeReadsBackAsItself() {
    List<byte[]> good =
        Stream.of(
                "42-pelican-violin",
                "42-yo-yo-zebra",
                "7-tiger-tiger-tiger@relay.example:8443",
                "999-k3jf9w0x2m1q",
                "42-größe-und-länge-ß",
                "42 İstanbul şehri güzel",
                "42-zebra-tiger@[2001:db8::1]:443")
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .toList();
    Mutations mutations = new Mutations(2, good);
    int valid = 0;
    for (int i = 0; i < 10_000; i++) {
      String typed = new String(mutations.next(), StandardCharsets.UTF_8);
      switch (Code.read(typed)) {
        case Code.Reading.Valid(Code code) -> {
          valid++;
          assertThat(Code.read(code.text())).isEqualTo(new Code.Reading.Valid(code));
          assertThat(code.secret().text().length()).isBetween(7, Secret.MAX_CHARACTERS);
        }
        case Code.Reading.Invalid invalid -> assertThat(invalid.problem().sentence()).isNotBlank();
      }
      CodeCompletion.complete(typed).forEach(text -> assertThat(text).isNotBlank());
    }
    assertThat(valid).isGreaterThan(100);
  }
}
