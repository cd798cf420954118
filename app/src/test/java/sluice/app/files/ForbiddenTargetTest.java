package sluice.app.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.transfer.TransferEnd;

/// A target directory in which nobody may make files, not even root.
class ForbiddenTargetTest {
  @TempDir Path root;

  @Test
  void saysSoOnBothSides() throws Exception {
    Path target = Path.of("/sys/kernel");
    assumeTrue(Files.isDirectory(target), "no sysfs");
    Path source = Files.createFile(root.resolve("file"));
    RealTransfer transfer =
        RealTransfer.of(ReceivedFilesTest.sources(source), DestinationTree.of(target.toString()))
            .run();
    assertThat(transfer.receiverEnd().exitCode()).isEqualTo(8);
    assertThat(transfer.senderEnd().exitCode()).isEqualTo(9);
    assertThat(((TransferEnd.Failed) transfer.receiverEnd()).failure().sentence())
        .startsWith("Cannot store file: ")
        .contains("permitted");
  }
}
