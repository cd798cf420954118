package sluice.app.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Either user cancels while both disks are at work: nothing half is left, and no descriptor stays open.
class CancelledOnDiskTest {
  @TempDir Path root;

  @Test
  void afterEachOfTheFirstCommands() throws Exception {
    Path from = Files.createDirectory(root.resolve("from"));
    Path large = Files.write(from.resolve("large"), new byte[9 << 20]);
    Path small = Files.write(from.resolve("small"), new byte[10]);
    int descriptors = openDescriptors();
    for (int command = 0; command < 60; command++) {
      Path to = Files.createDirectory(root.resolve("to" + command));
      RealTransfer transfer =
          RealTransfer.of(
              ReceivedFilesTest.sources(small, large), DestinationTree.of(to.toString()));
      int at = command;
      int[] count = {0};
      transfer.beforeDisk =
          disk -> {
            if (count[0]++ == at) {
              if (at % 2 == 0) {
                transfer.receiver.cancel();
              } else {
                transfer.sender.cancel();
              }
            }
          };
      transfer.run();
      boolean receiverCancelled = at % 2 == 0;
      if (count[0] > at && transfer.receiverEnd().exitCode() != 0) {
        assertThat(transfer.receiverEnd().exitCode()).isEqualTo(receiverCancelled ? 130 : 3);
        assertThat(transfer.senderEnd().exitCode()).isEqualTo(receiverCancelled ? 3 : 130);
      }
      assertLeftWhole(to, List.of(large, small));
      if (at % 5 != 0) {
        continue;
      }
      RealTransfer again =
          RealTransfer.of(
                  ReceivedFilesTest.sources(small, large), DestinationTree.of(to.toString()))
              .run();
      assertThat(again.receiverEnd().exitCode()).isZero();
      assertLeftWhole(to, List.of(large, small));
      assertThat(ReceivedFilesTest.names(to)).noneMatch(name -> name.startsWith(".sluice"));
    }
    assumeTrue(descriptors > 0, "no /proc/self/fd to count descriptors in");
    assertThat(openDescriptors()).isLessThanOrEqualTo(descriptors + 3);
  }

  private static void assertLeftWhole(Path to, List<Path> files) throws IOException {
    for (Path file : files) {
      Path stored = to.resolve(file.getFileName());
      if (Files.exists(stored)) {
        assertThat(stored).hasSameBinaryContentAs(file);
      }
    }
  }

  private static int openDescriptors() throws IOException {
    Path own = Path.of("/proc/self/fd");
    if (!Files.isDirectory(own)) {
      return 0;
    }
    try (Stream<Path> open = Files.list(own)) {
      return (int) open.count();
    }
  }
}
