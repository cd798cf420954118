package sluice.app.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;
import sluice.app.transfer.FileName;

/// A system's reason may hold a path, and a path anything.
final class HostileReasonTest {
  private static final IOException HOSTILE =
      new FileSystemException("a\u001b[2Jb", null, "went\u0007wrong");

  @Test
  void noControlCharacterPasses() {
    String reading =
        new EntryMaker(SourceOptions.PLAIN).unreadable(FileName.of("name"), HOSTILE).sentence();
    assertThat(reading).contains("wrong").matches("\\P{Cntrl}*");
    assertThat(DiskProblem.words(HOSTILE)).contains("wrong").matches("\\P{Cntrl}*");
  }
}
