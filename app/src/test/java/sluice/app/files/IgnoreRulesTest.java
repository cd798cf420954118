package sluice.app.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.app.transfer.FileName;

/// The cases of gitignore(5), and what follows from them.
class IgnoreRulesTest {
  private static boolean excludes(String path, String... lines) {
    FileStatus.Kind kind = path.endsWith("/") ? FileStatus.Kind.DIRECTORY : FileStatus.Kind.REGULAR;
    String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return IgnoreRules.of(List.of(lines)).excludes(FileName.of(bare), kind);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # pattern, path, excluded
          hello.*, hello.c, true
          hello.*, a/hello.java, true
          hello.*, hello, false
          /hello.*, hello.c, true
          /hello.*, a/hello.java, false
          foo/, foo/, true
          foo/, a/foo/, true
          foo/, foo, false
          doc/frotz, doc/frotz, true
          /doc/frotz, doc/frotz, true
          doc/frotz, a/doc/frotz, false
          doc/frotz/, doc/frotz/, true
          foo/*, foo/test.json, true
          foo/*, foo/bar/, true
          foo/*, foo/bar/hello.c, false
          **/foo, foo, true
          **/foo, a/b/foo, true
          **/foo/bar, a/foo/bar, true
          **/foo/bar, a/foo/x/bar, false
          abc/**, abc/x, true
          abc/**, abc/x/y, true
          abc/**, abc/, false
          a/**/b, a/b, true
          a/**/b, a/x/b, true
          a/**/b, a/x/y/b, true
          a/**/b, a/x/y/bc, false
          a**b, axxb, true
          a**b, a/b, false
          ?.txt, a.txt, true
          ?.txt, ab.txt, false
          [a-c]x, bx, true
          [!a-c]x, bx, false
          [^a-c]x, dx, true
          [[:digit:]]x, 5x, true
          []]x, ]x, true
          [a, [a, true
          \\#x, #x, true
          \\!x, !x, true
          a\\*b, a*b, true
          a\\*b, axb, false
          *, anything, true
          *a*b*c, xaybzc, true
          *a*b*c, xaybz, false
          *.o, a/b/c.o, true
          """)
  void onePattern(String pattern, String path, boolean excluded) {
    assertThat(excludes(path, pattern)).isEqualTo(excluded);
  }

  @Test
  void commentsEmptyLinesAndSpaces() {
    assertThat(excludes("x", "", "#x", "   ")).isFalse();
    assertThat(excludes("x", "x   ")).isTrue();
    assertThat(excludes("x ", "x\\ ")).isTrue();
    assertThat(excludes("x", "x\r")).isTrue();
  }

  @Test
  void theLastMatchDecides() {
    assertThat(excludes("a.log", "*.log", "!a.log")).isFalse();
    assertThat(excludes("b.log", "*.log", "!a.log")).isTrue();
    assertThat(excludes("a.log", "!a.log", "*.log")).isTrue();
    assertThat(excludes("foo/bar/", "/*", "!/foo", "/foo/*", "!/foo/bar")).isFalse();
    assertThat(excludes("foo/baz", "/*", "!/foo", "/foo/*", "!/foo/bar")).isTrue();
  }

  @Test
  void namesThatAreNotText() {
    FileName name = FileName.ofBytes(new byte[] {'a', (byte) 0xff, 'b'});
    assertThat(IgnoreRules.of(List.of("a?b")).excludes(name, FileStatus.Kind.REGULAR)).isTrue();
    assertThat(
            IgnoreRules.of(List.of("caf\u00e9"))
                .excludes(FileName.of("caf\u00e9"), FileStatus.Kind.REGULAR))
        .isTrue();
  }
}
