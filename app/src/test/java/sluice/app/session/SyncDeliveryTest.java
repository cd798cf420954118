package sluice.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.ExitCode;
import sluice.app.relay.MeddlingRelay;

/// A folder becomes like another one over the whole stack, again and again.
final class SyncDeliveryTest {
  @TempDir Path directory;
  private Path source;
  private Path destination;
  private MeddlingRelay relay;

  @BeforeEach
  void prepare() throws Exception {
    relay = MeddlingRelay.honest();
    source = Files.createDirectories(directory.resolve("source"));
    destination = directory.resolve("destination");
    for (int i = 0; i < 30; i++) {
      Path folder = Files.createDirectories(source.resolve("folder" + i % 5).resolve("inner"));
      Files.writeString(folder.resolve("file" + i), "content " + i);
    }
    Files.writeString(source.resolve("top"), "at the top");
    Files.createSymbolicLink(source.resolve("link"), Path.of("folder1/inner"));
  }

  @AfterEach
  void stop() {
    relay.close();
  }

  private static void remove(Path tree) throws Exception {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path gone : all.toList().reversed()) {
        Files.delete(gone);
      }
    }
  }

  private SyncRun sync() {
    return new SyncRun(relay.uri(), source, destination, directory.resolve("state"));
  }

  private SyncRun.Ended runWell() throws Exception {
    SyncRun.Ended ended = sync().run();
    assertThat(ended.receiver()).as("%s", ended.events()).isEqualTo(ExitCode.DONE);
    assertThat(ended.sender()).isEqualTo(ExitCode.DONE);
    assertThat(TreeText.of(destination)).isEqualTo(TreeText.of(source));
    return ended;
  }

  @Test
  void theDestinationBecomesLikeTheSource() throws Exception {
    assertThat(runWell().synced().files()).isEqualTo(31);
    assertThat(runWell().synced().files()).isZero();
  }

  @Test
  void changesOfEveryKindArrive() throws Exception {
    runWell();
    Files.writeString(source.resolve("folder0/inner/file0"), "another content");
    Files.setPosixFilePermissions(
        source.resolve("folder1/inner/file1"), PosixFilePermissions.fromString("rw-r-----"));
    Files.setLastModifiedTime(
        source.resolve("folder2/inner/file2"),
        FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
    Files.move(source.resolve("folder3/inner/file3"), source.resolve("folder3/renamed"));
    Files.move(
        source.resolve("folder4"),
        source.resolve("folder-renamed"),
        StandardCopyOption.ATOMIC_MOVE);
    Files.delete(source.resolve("folder0/inner/file5"));
    Files.delete(source.resolve("link"));
    SyncRun.Ended ended = sync().maxDelete(100).run();
    assertThat(ended.receiver()).as("%s", ended.events()).isEqualTo(ExitCode.DONE);
    assertThat(TreeText.of(destination)).isEqualTo(TreeText.of(source));
  }

  @Test
  void whatHasBecomeSomethingElseArrives() throws Exception {
    runWell();
    Files.delete(source.resolve("top"));
    Files.createDirectory(source.resolve("top"));
    Files.writeString(source.resolve("top/within"), "a folder now");
    remove(source.resolve("folder4"));
    Files.writeString(source.resolve("folder4"), "a file now");
    runWell();
  }

  @Test
  void anEmptySourceDeletesNothing() throws Exception {
    runWell();
    String before = TreeText.of(destination);
    remove(source);
    Files.createDirectory(source);
    SyncRun.Ended ended = sync().run();
    assertThat(ended.receiver()).isEqualTo(ExitCode.SAFETY_LIMIT);
    assertThat(ended.sender()).isEqualTo(ExitCode.SAFETY_LIMIT);
    assertThat(TreeText.of(destination)).isEqualTo(before);
  }
}
