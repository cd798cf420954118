package sluice.app.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.files.posix.Posix;
import sluice.app.transfer.TransferEnd;

/// Target directories in which no file may be made.
class ForbiddenTargetTest {
  @TempDir Path root;

  /// Not even root may, which shows only when the first file is made.
  @Test
  void seenWhenTheFirstFileIsMade() throws Exception {
    Path target = Path.of("/sys/kernel");
    assumeTrue(Files.isDirectory(target), "no sysfs");
    Path source = Files.createFile(root.resolve("file"));
    assertRefused(source, target);
  }

  @Test
  void seenBeforehand() throws Exception {
    assumeTrue(Posix.isAvailable(), "not Linux on amd64 or aarch64");
    Path source = Files.createFile(root.resolve("file"));
    Path target = Files.createDirectory(root.resolve("target"));
    Files.setAttribute(target, "unix:mode", 0555);
    // Root may write there all the same; the read-only file system below is the same check for
    // root.
    if (!Files.isWritable(target)) {
      assertRefused(source, target);
    }
    assertThat(target).isEmptyDirectory();
  }

  private static void assertRefused(Path source, Path target) throws Exception {
    RealTransfer transfer =
        RealTransfer.of(ReceivedFilesTest.sources(source), DestinationTree.of(target.toString()))
            .run();
    assertThat(transfer.receiverEnd().exitCode()).isEqualTo(8);
    assertThat(transfer.senderEnd().exitCode()).isEqualTo(9);
    assertThat(((TransferEnd.Failed) transfer.receiverEnd()).failure().sentence())
        .startsWith("Cannot store ")
        .contains("permitted");
    assertThat(((TransferEnd.Failed) transfer.senderEnd()).failure().sentence())
        .contains("permitted")
        .doesNotContain(target.toString());
  }

  /// In a mount namespace of its own.
  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void aReadOnlyFileSystem() throws Exception {
    assumeTrue(FullDiskTest.mayMount(), "no permission for a mount namespace (unshare -rm)");
    Path source = Files.write(root.resolve("file"), new byte[10]);
    Path target = Files.createDirectory(root.resolve("target"));
    List<String> command =
        new ArrayList<>(
            List.of(
                "unshare",
                "-rm",
                "sh",
                "-c",
                "mount -t tmpfs -o ro tmpfs \"$0\" && \"$@\"",
                target.toString()));
    command.addAll(ReceiverProcess.command(source, target, "run"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(output).contains("receiver 8 sender 9").contains("read-only");
  }
}
