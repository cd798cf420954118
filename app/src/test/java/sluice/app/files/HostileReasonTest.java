package sluice.app.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;
import sluice.app.transfer.FileName;

/// A system's reason may hold a path, and a path anything.
final class HostileReasonTest {
  @Test
  void noControlCharacterPasses() {
    IOException hostile = new FileSystemException("a\u001b[2Jb", null, "went\u0007wrong");
    String reading =
        new EntryMaker(SourceOptions.PLAIN).unreadable(FileName.of("name"), hostile).sentence();
    assertThat(reading).contains("wrong").matches("\\P{Cntrl}*");
    assertThat(DiskProblem.words(hostile)).contains("wrong").matches("\\P{Cntrl}*");
  }
}
