package sluice.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.ExitCode;
import sluice.app.files.SnapshotCheck;
import sluice.app.files.SyncTarget;
import sluice.app.relay.MeddlingRelay;
import sluice.app.snapshots.Schedule;
import sluice.app.transfer.FileName;

/// Runs in a row, each of which is kept as it was.
final class SnapshotRunsTest {
  private static final int FILES = 60;

  @TempDir Path directory;
  private final SplittableRandom random = new SplittableRandom(7);
  private Path source;
  private Path destination;
  private MeddlingRelay relay;

  @BeforeEach
  void prepare() throws Exception {
    relay = MeddlingRelay.honest();
    source = Files.createDirectories(directory.resolve("source"));
    destination = directory.resolve("destination");
    for (int i = 0; i < FILES; i++) {
      Path folder = Files.createDirectories(source.resolve("folder" + i % 6));
      byte[] content = new byte[random.nextInt(40_000)];
      random.nextBytes(content);
      Files.write(folder.resolve("file" + i), content);
    }
    Files.createSymbolicLink(source.resolve("link"), Path.of("folder1"));
  }

  @AfterEach
  void stop() {
    relay.close();
  }

  private SyncRun sync() {
    return new SyncRun(relay.uri(), source, destination, directory.resolve("state"))
        .keeping(new SyncTarget.Keeping.Snapshots(Schedule.EVERYTHING));
  }

  private List<Path> snapshots() throws Exception {
    try (Stream<Path> all = Files.list(destination)) {
      return all.filter(Files::isDirectory)
          .filter(path -> !path.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    }
  }

  private void change(int night) throws Exception {
    Files.writeString(source.resolve("folder0/file" + 6 * night), "night " + night);
    Files.setPosixFilePermissions(
        source.resolve("folder1/file" + (6 * night + 1)),
        PosixFilePermissions.fromString("rw-------"));
    Files.setLastModifiedTime(
        source.resolve("folder2/file" + (6 * night + 2)),
        FileTime.from(Instant.ofEpochSecond(1_000_000_000L + night)));
    Files.move(source.resolve("folder3/file" + (6 * night + 3)), source.resolve("moved" + night));
    Files.delete(source.resolve("folder4/file" + (6 * night + 4)));
  }

  @Test
  void everyNightIsKeptAsItWas() throws Exception {
    TreeMap<Path, String> asTheyWere = new TreeMap<>();
    for (int night = 0; night < 4; night++) {
      if (night > 0) {
        change(night);
      }
      SyncRun.Ended ended = sync().run();
      assertThat(ended.receiver()).as("%s", ended.events()).isEqualTo(ExitCode.DONE);
      List<Path> kept = snapshots();
      assertThat(kept).hasSize(night + 1);
      assertThat(kept.getLast()).hasFileName(ended.synced().snapshot());
      assertThat(TreeText.of(kept.getLast())).isEqualTo(TreeText.of(source));
      asTheyWere.put(kept.getLast(), TreeText.of(source));
      for (Path older : kept) {
        assertThat(TreeText.of(older)).isEqualTo(asTheyWere.get(older));
      }
    }
    assertThat(problems()).isEmpty();
    List<Path> kept = snapshots();
    assertThat(
            Files.isSameFile(
                kept.get(2).resolve("folder5/file5"), kept.get(3).resolve("folder5/file5")))
        .isTrue();
    Files.writeString(kept.get(1).resolve("folder5/file11"), "rotten");
    assertThat(problems()).hasSize(4).allMatch(problem -> problem.endsWith("file11 CHANGED"));
  }

  private List<String> problems() throws Exception {
    List<String> found = new ArrayList<>();
    new SnapshotCheck(
            new SnapshotCheck.Listener() {
              @Override
              public void begun(String snapshot) {}

              @Override
              public void problem(String snapshot, FileName path, SnapshotCheck.Problem problem) {
                found.add(path + " " + problem);
              }
            })
        .check(destination);
    return found;
  }
}
