package sluice.app.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.transfer.DestinationCommand;
import sluice.app.transfer.SourceProblem;

/// Sources on a real disk that vanish, grow, shrink or change while they are sent.
class MovingSourceTest {
  private interface Change {
    void apply() throws IOException;
  }

  /// More than is read ahead.
  private static final int LARGE = 32 << 20;

  @TempDir Path directory;
  private Path large;
  private Path small;
  private Path to;

  @BeforeEach
  void makeFiles() throws IOException {
    Path from = Files.createDirectory(directory.resolve("from"));
    to = Files.createDirectory(directory.resolve("to"));
    large = Files.write(from.resolve("large"), new byte[LARGE]);
    small = Files.write(from.resolve("small"), new byte[1_000]);
  }

  /// Makes the change when the first block of the large file is about to be written.
  private RealTransfer transfer(Change change) throws Exception {
    RealTransfer transfer =
        RealTransfer.of(ReceivedFilesTest.sources(large, small), DestinationTree.of(to.toString()));
    boolean[] changed = {false};
    transfer.beforeDisk =
        disk -> {
          if (disk.command() instanceof DestinationCommand.Write && !changed[0]) {
            changed[0] = true;
            try {
              change.apply();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };
    return transfer.run();
  }

  private static void assertProblem(RealTransfer transfer, String name, String words) {
    assertThat(transfer.senderEnd().exitCode()).isEqualTo(13);
    assertThat(transfer.receiverEnd().exitCode()).isEqualTo(13);
    SourceProblem problem = transfer.senderEnd().summary().problems().getFirst();
    assertThat(problem.sentence()).startsWith(name + " ").contains(words);
    assertThat(transfer.receiverEnd().summary().problems()).containsExactly(problem);
  }

  @Test
  void vanished() throws Exception {
    RealTransfer transfer = transfer(() -> Files.delete(small));
    assertProblem(transfer, "small", "no longer there");
    assertThat(ReceivedFilesTest.names(to)).containsExactly("large");
  }

  @Test
  void replacedByADirectory() throws Exception {
    RealTransfer transfer =
        transfer(
            () -> {
              Files.delete(small);
              Files.createDirectory(small);
            });
    assertProblem(transfer, "small", "no longer a regular file");
  }

  @Test
  void shrunkInTheMiddle() throws Exception {
    RealTransfer transfer =
        transfer(
            () -> {
              try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
                file.setLength(20 << 20);
              }
            });
    assertProblem(transfer, "large", "shorter");
    assertThat(ReceivedFilesTest.names(to)).containsExactly("small");
  }

  @Test
  void anotherOneBeforeItWasOpened() throws Exception {
    RealTransfer transfer = transfer(() -> Files.write(small, new byte[999]));
    assertThat(transfer.senderEnd().exitCode()).isZero();
    assertThat(to.resolve("small")).hasSize(999);
  }

  @Test
  void grown() throws Exception {
    RealTransfer transfer =
        transfer(() -> Files.write(large, new byte[5], StandardOpenOption.APPEND));
    assertProblem(transfer, "large", "changed");
    assertThat(to.resolve("large")).hasSize(LARGE);
  }

  @Test
  void touched() throws Exception {
    RealTransfer transfer =
        transfer(() -> Files.setLastModifiedTime(large, FileTime.fromMillis(5)));
    assertProblem(transfer, "large", "changed");
    assertThat(to.resolve("large")).hasSize(LARGE);
  }
}
