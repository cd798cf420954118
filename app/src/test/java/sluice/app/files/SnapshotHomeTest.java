package sluice.app.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.snapshots.Schedule;

/// The folder of snapshots, as one run after another finds it.
final class SnapshotHomeTest {
  private static final Instant NOW = Instant.parse("2026-11-20T19:30:00Z");

  @TempDir Path home;

  private List<String> names() throws Exception {
    try (Stream<Path> all = Files.list(home)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private Path tree() {
    return SnapshotHome.tree(home);
  }

  private String complete(Instant now) throws Exception {
    try (SnapshotHome open = SnapshotHome.begin(home)) {
      return open.complete(now).text();
    }
  }

  private void first() throws Exception {
    try (SnapshotHome open = SnapshotHome.begin(home)) {
      Files.createDirectories(tree().resolve("folder"));
      Files.writeString(tree().resolve("folder/file"), "content");
      Files.createSymbolicLink(tree().resolve("link"), Path.of("folder"));
      Files.setLastModifiedTime(tree().resolve("folder"), FileTime.from(NOW));
      Files.setPosixFilePermissions(
          tree().resolve("folder"), PosixFilePermissions.fromString("r-xr-xr-x"));
      open.complete(NOW);
    }
  }

  @Test
  void theNextBeginsAsTheLastWithTheSameFiles() throws Exception {
    first();
    try (SnapshotHome open = SnapshotHome.begin(home)) {
      Path old = home.resolve("2026-11-20T193000Z-000001");
      assertThat(Files.isSameFile(tree().resolve("folder/file"), old.resolve("folder/file")))
          .isTrue();
      assertThat(Files.getLastModifiedTime(tree().resolve("folder"))).isEqualTo(FileTime.from(NOW));
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(tree().resolve("folder"))))
          .isEqualTo("r-xr-xr-x");
      assertThat(Files.readSymbolicLink(tree().resolve("link"))).isEqualTo(Path.of("folder"));
      assertThat(open.complete()).hasSize(1);
    }
  }

  @Test
  void aTreeHasNoNameBeforeItIsComplete() throws Exception {
    try (SnapshotHome open = SnapshotHome.begin(home)) {
      Files.writeString(tree().resolve("file"), "half");
      assertThat(names()).containsExactly(SnapshotHome.WORK);
      open.complete(NOW);
    }
    assertThat(names())
        .containsExactly(
            SnapshotHome.WORK, "2026-11-20T193000Z-000001", "2026-11-20T193000Z-000001.sha256");
    assertThat(Files.readString(home.resolve("2026-11-20T193000Z-000001.sha256")))
        .isEqualTo(sum("half") + "  file\n");
  }

  private static String sum(String text) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void anInterruptedOneIsTakenOver() throws Exception {
    first();
    SnapshotHome.begin(home).close();
    Files.writeString(tree().resolve("came"), "before the crash");
    try (SnapshotHome open = SnapshotHome.begin(home)) {
      assertThat(tree().resolve("came")).exists();
      assertThat(open.complete()).hasSize(1);
    }
  }

  @Test
  void oneThatWasNotPreparedToItsEndIsThrownAway() throws Exception {
    first();
    SnapshotHome.begin(home).close();
    Files.delete(home.resolve(SnapshotHome.WORK).resolve("base"));
    Files.writeString(tree().resolve("half"), "copied");
    try (SnapshotHome open = SnapshotHome.begin(home)) {
      assertThat(tree().resolve("half")).doesNotExist();
      assertThat(tree().resolve("folder/file")).exists();
      assertThat(open.complete()).hasSize(1);
    }
  }

  @Test
  void oneThatBeganAsAnOlderSnapshotIsThrownAway() throws Exception {
    first();
    SnapshotHome.begin(home).close();
    Files.writeString(tree().resolve("half"), "of a run from before");
    Path other = home.resolve("2026-11-21T193000Z-000002");
    Files.createDirectory(other);
    Files.writeString(other.resolve("newer"), "x");
    Files.writeString(home.resolve(other.getFileName() + ".sha256"), sum("x") + "  newer\n");
    try (SnapshotHome open = SnapshotHome.begin(home)) {
      assertThat(tree().resolve("half")).doesNotExist();
      assertThat(tree().resolve("newer")).exists();
      assertThat(open.complete()).hasSize(2);
    }
  }

  @Test
  void aTreeWithoutAManifestIsNoSnapshot() throws Exception {
    first();
    Files.delete(home.resolve("2026-11-20T193000Z-000001.sha256"));
    try (SnapshotHome open = SnapshotHome.begin(home)) {
      assertThat(open.complete()).isEmpty();
      assertThat(tree().resolve("folder")).doesNotExist();
    }
  }

  @Test
  void pruningTakesNameAndManifest() throws Exception {
    first();
    for (int day = 1; day < 6; day++) {
      complete(NOW.plusSeconds(86_400L * day));
    }
    try (SnapshotHome open = SnapshotHome.begin(home)) {
      assertThat(open.prune(Schedule.parse("daily:4"), NOW.plusSeconds(5 * 86_400L))).isEqualTo(2);
    }
    assertThat(names())
        .filteredOn(name -> !name.startsWith("."))
        .hasSize(8)
        .noneMatch(name -> name.contains("-000001") || name.contains("-000002"));
    assertThat(home.resolve("2026-11-23T193000Z-000004/folder/file")).exists();
  }

  @Test
  void numbersCountUpWhateverTheClockSays() throws Exception {
    first();
    assertThat(complete(NOW.minusSeconds(86_400))).isEqualTo("2026-11-19T193000Z-000002");
    assertThat(complete(NOW)).isEqualTo("2026-11-20T193000Z-000003");
  }

  @Test
  void partialFilesOfADeadTransferAreNoPartOfIt() throws Exception {
    try (SnapshotHome open = SnapshotHome.begin(home)) {
      Path left = Files.createDirectory(tree().resolve(".sluice-part-0123"));
      Files.writeString(left.resolve("1.part"), "half");
      Files.writeString(tree().resolve("file"), "x");
      open.complete(NOW);
    }
    Path named = home.resolve("2026-11-20T193000Z-000001");
    try (Stream<Path> all = Files.list(named)) {
      assertThat(all.toList()).containsExactly(named.resolve("file"));
    }
    assertThat(Files.exists(named, LinkOption.NOFOLLOW_LINKS)).isTrue();
  }
}
