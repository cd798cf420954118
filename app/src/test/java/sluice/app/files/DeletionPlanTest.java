package sluice.app.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.transfer.FileName;

/// What is found at a real destination, and what becomes of it.
final class DeletionPlanTest {
  @TempDir Path root;

  private Path file(String path) throws Exception {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, path);
  }

  private List<String> left() throws Exception {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(path -> !path.equals(root))
          .map(path -> root.relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  /// As after a manifest that names nothing at the top but what is the same.
  private long delete(IgnoreRules excluded, Map<FileName, Long> same, Runnable between)
      throws Exception {
    try (Directory directory = Paths.open(root.toString())) {
      DeletionPlan plan = new DeletionPlan(directory, excluded);
      plan.keep(same);
      plan.complete();
      between.run();
      return plan.execute();
    }
  }

  @Test
  void everythingThatIsNotOfferedGoesFromBelow() throws Exception {
    file("a/b/c");
    file("d");
    Files.createSymbolicLink(root.resolve("link"), Path.of("/etc"));
    assertThat(delete(IgnoreRules.NONE, Map.of(), () -> {})).isEqualTo(5);
    assertThat(left()).isEmpty();
    assertThat(Path.of("/etc")).isNotEmptyDirectory();
  }

  @Test
  void whatIsTheSameStays() throws Exception {
    file("same/inner/x");
    file("other/y");
    assertThat(delete(IgnoreRules.NONE, Map.of(FileName.of("same"), 2L), () -> {})).isEqualTo(2);
    assertThat(left()).containsExactly("same", "same/inner", "same/inner/x");
  }

  @Test
  void whatIsExcludedStaysWithWhatItLiesIn() throws Exception {
    file("a/keep.tmp");
    file("a/go");
    file("b/go");
    assertThat(delete(IgnoreRules.of(List.of("*.tmp")), Map.of(), () -> {})).isEqualTo(3);
    assertThat(left()).containsExactly("a", "a/keep.tmp");
  }

  @Test
  void namesOfOursStay() throws Exception {
    file(".sluice-part-snapshot/tree/x");
    file("y");
    assertThat(delete(IgnoreRules.NONE, Map.of(), () -> {})).isEqualTo(1);
    assertThat(left()).contains(".sluice-part-snapshot/tree/x");
  }

  @Test
  void whatWasWrittenSinceStays() throws Exception {
    Path replaced = file("replaced");
    file("folder/in");
    file("gone");
    long deleted =
        delete(
            IgnoreRules.NONE,
            Map.of(),
            () -> {
              try {
                Path fresh = Files.writeString(root.resolve("fresh"), "new");
                Files.move(fresh, replaced, StandardCopyOption.REPLACE_EXISTING);
                Files.writeString(root.resolve("folder/came"), "new");
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    assertThat(deleted).isEqualTo(2);
    assertThat(left()).containsExactly("folder", "folder/came", "replaced");
  }
}
