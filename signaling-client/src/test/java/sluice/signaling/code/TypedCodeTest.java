package sluice.signaling.code;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.signaling.Code;

class TypedCodeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "42-pelican-violin",
        " 42-pelican-violin\n",
        "42-Pelican-VIOLIN",
        "42 pelican violin",
        "42 - pelican - violin",
        "42-pel-vio",
        "42-peli-violin",
        "42-pelican–violin",
        "42-pelican-violin-",
      })
  void oneCodeInManySpellings(String typed) {
    assertThat(code(typed).text()).isEqualTo("42-pelican-violin");
  }

  @ParameterizedTest
  @CsvSource({
    "42-yo-yo-zebra, 42-yoyo-zebra",
    "42-yoyo-zebra, 42-yoyo-zebra",
    "42-zebra-yo-yo, 42-zebra-yoyo",
    "42-yoy-yo-yo, 42-yoyo-yoyo",
    "7-zeb-zeb-zeb, 7-zebra-zebra-zebra",
    "123456789-zebra-yoyo, 123456789-zebra-yoyo",
    "42-k3jf9w0x2m1q, 42-k3jf9w0x2m1q",
    "42-K3JF9W0X2M1Q, 42-k3jf9w0x2m1q",
    "42-my own phrase 9, 42-my-own-phrase-9",
    "42-zebra-tiger@relay.example, 42-zebra-tiger@relay.example",
    "42-zebra-tiger@Relay.Example:8443, 42-zebra-tiger@relay.example:8443",
    "42-zebra-tiger@[2001:db8::1]:443, 42-zebra-tiger@[2001:db8::1]:443",
  })
  void canonicalForms(String typed, String canonical) {
    assertThat(code(typed).text()).isEqualTo(canonical);
    assertThat(code(canonical)).isEqualTo(code(typed));
  }

  @ParameterizedTest
  @CsvSource({
    "42-pelican-vilion, 'Word 2, \"vilion\", is not in the word list; did you mean violin?'",
    "42-pelicam-violin, 'Word 1, \"pelicam\", is not in the word list; did you mean pelican?'",
    "42-otter-maple, 'Word 1, \"otter\", is not in the word list.'",
    "42-zebra-qqqqq, 'Word 2, \"qqqqq\", is not in the word list.'",
    "42-zebra-qqqqqqqqqqqqqqqqq, 'Word 2, \"qqqqqqqqqqqqqqqqq\", is not in the word list.'",
    "42-zebra-ti, 'Word 2, \"ti\", is too short: type three letters.'",
    "42-zebra, 'One word (zebra) is not enough: a code has two or more, or 12 characters.'",
    "42-, The words are missing after 42-; a code looks like 42-pelican-violin.",
    "42, The words are missing after 42-; a code looks like 42-pelican-violin.",
    "'', No code was given; a code looks like 42-pelican-violin.",
    "zebra-tiger, 'A code begins with its number and a dash, like 42-pelican-violin.'",
    "0-zebra-tiger, 'The number of a code has 1 to 9 digits and no 0 in front, unlike 0.'",
    "042-zebra-tiger, 'The number of a code has 1 to 9 digits and no 0 in front, unlike 042.'",
    "42-zebra-tiger@, 'What follows the @ must be a relay''s host name, perhaps with :port, not"
        + " \"\".'",
    "42-zebra-tiger@a/b, 'What follows the @ must be a relay''s host name, perhaps with :port, not"
        + " \"a/b\".'",
    "42-zebra-tiger@a:70000, 'What follows the @ must be a relay''s host name, perhaps with :port,"
        + " not \"a:70000\".'",
  })
  void whatIsWrongIsSaid(String typed, String sentence) {
    assertThat(Code.read(typed))
        .isInstanceOfSatisfying(
            Code.Reading.Invalid.class,
            invalid -> assertThat(invalid.problem().sentence()).isEqualTo(sentence));
  }

  @Test
  void controlCharactersAreNoText() {
    assertThat(Code.read("42-zebra\u001b[31m-tiger"))
        .isEqualTo(new Code.Reading.Invalid(new CodeProblem.NotText()));
  }

  @Test
  void tooLongIsNoText() {
    assertThat(Code.read("42-" + "x".repeat(129)))
        .isEqualTo(new Code.Reading.Invalid(new CodeProblem.NotText()));
    assertThat(Code.read("4".repeat(600)))
        .isEqualTo(new Code.Reading.Invalid(new CodeProblem.NotText()));
  }

  @Test
  void sixteenWordsAreTheMost() {
    String sixteen = "42" + "-yoyo".repeat(16);
    assertThat(code(sixteen).text()).isEqualTo(sixteen);
    assertThat(Code.read(sixteen + "-yoyo"))
        .isEqualTo(new Code.Reading.Invalid(new CodeProblem.TooManyWords()));
  }

  @Test
  void aCodeDoesNotShowItsSecretInALog() {
    assertThat(code("42-pelican-violin").toString()).doesNotContain("pelican");
  }

  private static Code code(String typed) {
    return switch (Code.read(typed)) {
      case Code.Reading.Valid valid -> valid.code();
      case Code.Reading.Invalid invalid -> throw new AssertionError(invalid.problem().sentence());
    };
  }
}
