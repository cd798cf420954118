package sluice.app.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.app.transfer.FileName;

/// The permanent corpus of hostile names, and of odd ones that are fine.
class PathGuardTest {
  static final String EMOJI_255 = "\ud83d\ude00".repeat(63) + "\u00e9!";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "/",
        "/etc/passwd",
        "../up",
        "a/b",
        "a/",
        "nul\u0000byte",
        "line\nbreak",
        "return\r",
        "tab\t",
        "\u001b[2Jclear",
        "delete\u007f",
        "c1\u009b31m",
        "line\u2028separator",
        "paragraph\u2029separator",
        "gpj.\u202eexe.txt",
        "\u202aembedding",
        "\u2066isolate",
        ".sluice-part-",
        ".sluice-part-00000000000000000000000000000000",
        ".SLUICE-part-x"
      })
  void refusedEverywhere(String name) {
    for (PathGuard.Rules rules : PathGuard.Rules.values()) {
      assertThat(PathGuard.objection(FileName.of(name), rules)).isNotNull();
    }
  }

  @Test
  void refusedByLength() {
    for (String name : List.of("x".repeat(256), EMOJI_255 + "x", "\ud83d\ude00".repeat(64))) {
      assertThat(PathGuard.objection(FileName.of(name), PathGuard.Rules.BYTES)).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "...",
        ".bashrc",
        "-rf",
        "~",
        " leading and trailing ",
        "quote's \"double\" `back` $HOME ; & | < > * ? !",
        "back\\slash",
        "CON",
        "nul.txt",
        "COM1",
        "ends.",
        "C:stream",
        "\u05e9\u05dc\u05d5\u05dd \u200f\u0645\u0644\u0641",
        "e\u0301 combining",
        "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67"
      })
  void fineOnLinux(String name) {
    assertThat(PathGuard.objection(FileName.of(name), PathGuard.Rules.BYTES)).isNull();
  }

  @Test
  void aName255BytesLongIsFine() {
    assertThat(FileName.of(EMOJI_255).length()).isEqualTo(255);
    for (PathGuard.Rules rules : PathGuard.Rules.values()) {
      assertThat(PathGuard.objection(FileName.of(EMOJI_255), rules)).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "back\\slash",
        "C:stream",
        "a*b",
        "a?b",
        "a\"b",
        "a<b",
        "a>b",
        "a|b",
        "ends.",
        "ends ",
        "CON",
        "con.txt",
        "Nul.tar.gz",
        "aux",
        "PRN .x",
        "COM1",
        "lpt9.log",
        "COM\u00b9",
        "CONIN$"
      })
  void refusedOnWindows(String name) {
    assertThat(PathGuard.objection(FileName.of(name), PathGuard.Rules.WINDOWS)).isNotNull();
    assertThat(PathGuard.objection(FileName.of("COM10"), PathGuard.Rules.WINDOWS)).isNull();
    assertThat(PathGuard.objection(FileName.of("console"), PathGuard.Rules.WINDOWS)).isNull();
  }

  @Test
  void bytesThatAreNotUtf8() {
    FileName name = FileName.ofBytes(new byte[] {'a', (byte) 0xff, (byte) 0x9b});
    assertThat(PathGuard.objection(name, PathGuard.Rules.BYTES)).isNull();
    assertThat(PathGuard.objection(name, PathGuard.Rules.UNICODE)).isNotNull();
    assertThat(PathGuard.objection(name, PathGuard.Rules.WINDOWS)).isNotNull();
    assertThat(name.display()).isEqualTo("a\\xff\\x9b");
    for (byte bad : new byte[] {0, '/', '\n', 0x1b, 0x7f}) {
      FileName hostile = FileName.ofBytes(new byte[] {(byte) 0xff, bad});
      assertThat(PathGuard.objection(hostile, PathGuard.Rules.BYTES)).isNotNull();
    }
  }

  @Test
  void symlinksThatStayInside() {
    for (String target :
        new String[] {"a", "a/b", "./a", "../a", "../../a/b", ".", "a//b", "..x"}) {
      assertThat(PathGuard.staysInside(FileName.of(target), 2, PathGuard.Rules.BYTES))
          .as(target)
          .isTrue();
    }
    for (String target :
        new String[] {
          "", "/", "/etc/passwd", "../../..", "../../../a", "a/..", "a/../../b", "./a/.."
        }) {
      assertThat(PathGuard.staysInside(FileName.of(target), 2, PathGuard.Rules.BYTES))
          .as(target)
          .isFalse();
    }
    assertThat(PathGuard.staysInside(FileName.of(".."), 0, PathGuard.Rules.BYTES)).isFalse();
    assertThat(PathGuard.staysInside(FileName.of("C:\\x"), 2, PathGuard.Rules.WINDOWS)).isFalse();
    assertThat(PathGuard.staysInside(FileName.of("..\\..\\x"), 1, PathGuard.Rules.WINDOWS))
        .isFalse();
  }

  @Test
  void numberedNamesKeepTheExtensionAndTheLimit() {
    assertThat(PathGuard.numbered(FileName.of("a.txt"), 1)).isEqualTo(FileName.of("a (1).txt"));
    assertThat(PathGuard.numbered(FileName.of("a"), 12)).isEqualTo(FileName.of("a (12)"));
    assertThat(PathGuard.numbered(FileName.of(".rc"), 1)).isEqualTo(FileName.of(".rc (1)"));
    FileName shortened = PathGuard.numbered(FileName.of(EMOJI_255), 1);
    assertThat(shortened.length()).isBetween(250, 255);
    assertThat(shortened.text()).endsWith("\ud83d\ude00 (1)");
    String dotted = "x".repeat(100) + "." + "y".repeat(154);
    FileName plain = PathGuard.numbered(FileName.of(dotted), 3);
    assertThat(plain.length()).isEqualTo(255);
    assertThat(new String(plain.bytes(), StandardCharsets.UTF_8)).endsWith("y (3)");
  }
}
