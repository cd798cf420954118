package sluice.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.ExitCode;
import sluice.app.ui.Ending;
import sluice.signaling.Code;

/// The file of a code destroys nothing and stays no longer than the code.
final class CodeFileTest {
  private static final Code CODE = code("4711-pelican-violin");

  @TempDir Path folder;

  private static Code code(String text) {
    return ((Code.Reading.Valid) Code.read(text)).code();
  }

  @Test
  void whatIsNoCodeStays() throws Exception {
    Path diary = Files.writeString(folder.resolve("diary"), "dear diary");
    Ending problem = new CodeFile(diary).write(CODE);
    assertThat(problem).isNotNull();
    assertThat(problem.exit()).isEqualTo(ExitCode.CONFLICT);
    assertThat(diary).hasContent("dear diary");
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void aLinkIsNotFollowed() throws Exception {
    Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "4712-pelican-violin");
    Path link = Files.createSymbolicLink(folder.resolve("link"), elsewhere);
    assertThat(new CodeFile(link).write(CODE)).isNotNull();
    assertThat(elsewhere).hasContent("4712-pelican-violin");
  }

  @Test
  void theCodeOfAKilledRunGivesWay() throws Exception {
    Path file = Files.writeString(folder.resolve("code"), "4712-pelican-violin\n");
    assertThat(new CodeFile(file).write(CODE)).isNull();
    assertThat(file).hasContent("4711-pelican-violin");
  }

  @Test
  void itIsRemovedUnlessAnotherRunHasWrittenThere() throws Exception {
    Path file = folder.resolve("code");
    CodeFile first = new CodeFile(file);
    first.write(CODE);
    CodeFile second = new CodeFile(file);
    second.write(code("4712-pelican-violin"));
    first.remove();
    assertThat(file).hasContent("4712-pelican-violin");
    second.remove();
    assertThat(file).doesNotExist();
  }

  @Test
  void aFolderThatIsNotThereIsToldAsALocalError() {
    Ending problem = new CodeFile(folder.resolve("no/such/code")).write(CODE);
    assertThat(problem).isNotNull();
    assertThat(problem.exit()).isEqualTo(ExitCode.LOCAL_FILE);
  }

  private List<Path> leftovers() throws Exception {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> path.getFileName().toString().startsWith(".")).toList();
    }
  }
}
