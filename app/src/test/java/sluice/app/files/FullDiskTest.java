package sluice.app.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.transfer.TransferEnd;

/// The disk cannot take the files: seen before anything is accepted, or in the middle.
class FullDiskTest {
  @TempDir Path root;

  @Test
  void tooLittleSpaceIsSeenBeforehand() throws Exception {
    Path source = root.resolve("huge");
    try (RandomAccessFile file = new RandomAccessFile(source.toFile(), "rw")) {
      file.setLength(Files.getFileStore(root).getUsableSpace() + (1L << 40));
    } catch (IOException e) {
      assumeTrue(false, "this file system has no sparse files of that size");
    }
    Path target = Files.createDirectory(root.resolve("target"));
    RealTransfer transfer =
        RealTransfer.of(ReceivedFilesTest.sources(source), DestinationTree.of(target.toString()))
            .run();
    assertThat(transfer.receiverEnd().exitCode()).isEqualTo(8);
    assertThat(transfer.senderEnd().exitCode()).isEqualTo(9);
    assertThat(((TransferEnd.Failed) transfer.receiverEnd()).failure().sentence())
        .contains("not enough space");
    assertThat(target).isEmptyDirectory();
  }

  /// On a small file system of its own, within a namespace of its own.
  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void fullInTheMiddle() throws Exception {
    assumeTrue(mayMount(), "no permission for a mount namespace (unshare -rm)");
    Path source = Files.write(root.resolve("file"), new byte[6 << 20]);
    Path target = Files.createDirectory(root.resolve("target"));
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            "unshare",
            "-rm",
            "sh",
            "-c",
            "mount -t tmpfs -o size=8m tmpfs \"$0\" && \"$@\" && ls -A \"$0\"",
            target.toString()));
    command.addAll(ReceiverProcess.command(source, target, "fill"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(output).contains("filled").contains("receiver 8 sender 9").contains("disk is full");
    assertThat(output.lines().toList().getLast()).as(output).isEqualTo("filler");
  }

  static boolean mayMount() throws InterruptedException {
    try {
      return new ProcessBuilder("unshare", "-rm", "true").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
