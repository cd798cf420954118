package sluice.app.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.transfer.ConflictPolicy;
import sluice.app.transfer.DestinationCommand;
import sluice.app.transfer.Hashes;

/// A target that appears after the check and just before a file is published is not replaced unless that was wanted.
class TargetAppearsTest {
  @TempDir Path directory;

  private RealTransfer race(ConflictPolicy policy, ConflictPolicy answer) throws Exception {
    Path from = Files.createDirectory(directory.resolve("from-" + policy + answer));
    Path to = Files.createDirectory(directory.resolve("to-" + policy + answer));
    Path file = Files.write(from.resolve("a"), new byte[100_000]);
    RealTransfer transfer =
        new RealTransfer(
            ReceivedFilesTest.sources(file),
            DestinationTree.of(to.toString()),
            policy,
            Hashes.RANGES);
    transfer.answer = answer;
    transfer.beforeDisk =
        disk -> {
          if (disk.command() instanceof DestinationCommand.Finish
              || disk.command() instanceof DestinationCommand.WriteFiles) {
            try {
              Files.writeString(to.resolve("a"), "mine");
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };
    transfer.run();
    if (policy != ConflictPolicy.OVERWRITE && answer != ConflictPolicy.OVERWRITE) {
      assertThat(to.resolve("a")).hasContent("mine");
    }
    if (transfer.receiverEnd().exitCode() == 0) {
      assertThat(ReceivedFilesTest.names(to)).noneMatch(name -> name.startsWith(".sluice"));
    }
    return transfer;
  }

  @Test
  void failEndsWithAConflict() throws Exception {
    RealTransfer transfer = race(ConflictPolicy.FAIL, ConflictPolicy.FAIL);
    assertThat(transfer.receiverEnd().exitCode()).isEqualTo(10);
    assertThat(transfer.senderEnd().exitCode()).isEqualTo(10);
  }

  @Test
  void skipAndRenameAndOverwrite() throws Exception {
    RealTransfer skipped = race(ConflictPolicy.SKIP, ConflictPolicy.FAIL);
    assertThat(skipped.receiverEnd().exitCode()).isZero();
    assertThat(skipped.senderEnd().summary().filesSkipped()).isEqualTo(1);
    RealTransfer renamed = race(ConflictPolicy.RENAME, ConflictPolicy.FAIL);
    assertThat(renamed.savedPaths().getFirst().display()).endsWith("/a (1)");
    RealTransfer replaced = race(ConflictPolicy.OVERWRITE, ConflictPolicy.FAIL);
    assertThat(replaced.savedPaths().getFirst().display()).endsWith("/a");
    assertThat(Path.of(replaced.savedPaths().getFirst().display())).hasSize(100_000);
  }

  @Test
  void askAsksThen() throws Exception {
    RealTransfer transfer = race(ConflictPolicy.ASK, ConflictPolicy.RENAME);
    assertThat(transfer.questions).hasSize(1);
    assertThat(transfer.receiverEnd().exitCode()).isZero();
    assertThat(transfer.savedPaths().getFirst().display()).endsWith("/a (1)");
    assertThat(race(ConflictPolicy.ASK, ConflictPolicy.FAIL).receiverEnd().exitCode())
        .isEqualTo(10);
    assertThat(race(ConflictPolicy.ASK, ConflictPolicy.OVERWRITE).receiverEnd().exitCode())
        .isZero();
  }
}
