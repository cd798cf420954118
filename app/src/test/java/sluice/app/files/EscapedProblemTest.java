package sluice.app.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import sluice.app.transfer.FileName;

/// The system's words about a file may hold its name, which may hold anything.
final class EscapedProblemTest {
  private final IOException problem = new IOException("/x/\u001b[2J: broken");

  @Test
  void atBothEnds() {
    assertThat(DiskProblem.words(problem)).contains("broken").doesNotContain("\u001b");
    assertThat(new EntryMaker(SourceOptions.PLAIN).unreadable(FileName.of("x"), problem).sentence())
        .contains("broken")
        .doesNotContain("\u001b");
  }
}
