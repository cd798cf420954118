package sluice.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The manual pages in `dist/man` are those that the program's help makes. After a change of the help,
/// run this with `-Dman.write=true` to write them anew.
final class ManPageTest {
  /// Surefire runs in the module's own folder.
  private static final Path PAGES = Path.of("..", "dist", "man");

  private static Map<String, String> made() {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return new CommandLineProgram(new Surroundings(_ -> null, nowhere, nowhere)).manPages();
  }

  @Test
  void thePagesAreCurrent() throws Exception {
    Map<String, String> pages = made();
    if (Boolean.getBoolean("man.write")) {
      for (Map.Entry<String, String> page : pages.entrySet()) {
        Files.writeString(PAGES.resolve(page.getKey()), page.getValue());
      }
    }
    for (Map.Entry<String, String> page : pages.entrySet()) {
      assertThat(PAGES.resolve(page.getKey()))
          .as("written anew with -Dtest=ManPageTest -Dman.write=true")
          .hasContent(page.getValue());
    }
    try (Stream<Path> files = Files.list(PAGES)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(pages.keySet());
    }
  }

  @Test
  void noLineBeginsWithARequestThatIsNone() {
    made()
        .forEach(
            (name, page) ->
                assertThat(page.lines().filter(line -> line.startsWith(".")))
                    .as(name)
                    .allMatch(line -> line.matches("\\.(TH|SH|TP|PP|nf|fi|\\\\\")( .*)?")));
  }
}
