package sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EscaperTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "report.pdf",
        "a b 'c' \"d\"",
        "Grüße",
        "写真.jpg",
        "🦦",
        "👩‍👩‍👧",
        "🏳️‍🌈",
        "e\u0301"
      })
  void ordinaryTextStaysAsItIs(String text) {
    assertThat(Escaper.escape(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0x1b, \\u{1b}",
    "0x07, \\u{7}",
    "0x0a, \\u{a}",
    "0x0d, \\u{d}",
    "0x7f, \\u{7f}",
    "0x9b, \\u{9b}",
    "0x202e, \\u{202e}",
    "0x2066, \\u{2066}",
    "0x200f, \\u{200f}",
    "0x2028, \\u{2028}",
    "0x200d, \\u{200d}",
    "0xfeff, \\u{feff}",
    "0xe0041, \\u{e0041}",
    "0xe000, \\u{e000}",
    "0xd800, \\u{d800}"
  })
  void whatCouldDeceiveBecomesVisible(String codePoint, String shown) {
    String hidden = Character.toString(Integer.decode(codePoint));
    assertThat(Escaper.escape("a" + hidden + "b")).isEqualTo("a" + shown + "b");
  }

  @Test
  void aLongTextIsCut() {
    assertThat(Escaper.escape("x".repeat(5000))).hasSize(Escaper.MAX_CODE_POINTS + 1).endsWith("…");
  }

  @Test
  void noTextWhateverReachesTheTerminalWithAControlCharacter() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 5000; round++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(40); length > 0; length--) {
        text.append((char) random.nextInt(random.nextBoolean() ? 0x100 : 0x10000));
      }
      assertThat(Escaper.escape(text.toString()).chars())
          .noneMatch(c -> Character.isISOControl(c) || c == 0x202e || c == 0x2028);
    }
  }
}
