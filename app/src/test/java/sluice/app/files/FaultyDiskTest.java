package sluice.app.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every single call on the receiver's disk fails in turn, once or for good: the transfer ends on both sides, what has
/// a final name is whole, no descriptor stays open.
class FaultyDiskTest {
  @TempDir Path root;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void eachCallInTurn(boolean lasting) throws Exception {
    Path from = Files.createDirectory(root.resolve("from"));
    Path large = Files.write(from.resolve("large"), new byte[1_200_000]);
    Path small = Files.write(from.resolve("small"), new byte[10]);
    boolean failed = true;
    int call = 0;
    List<Integer> exits = new ArrayList<>();
    while (failed) {
      Path to = Files.createDirectory(root.resolve("to-" + lasting + call));
      FaultyDirectory.Faults faults = new FaultyDirectory.Faults(call, lasting);
      DestinationTree tree =
          new DestinationTree(
              to.toString(),
              path -> new FaultyDirectory(Paths.open(path), faults),
              PathGuard.Rules.BYTES,
              DestinationOptions.PLAIN);
      RealTransfer transfer = RealTransfer.of(ReceivedFilesTest.sources(large, small), tree).run();
      failed = faults.hasFailed();
      int exit = transfer.receiverEnd().exitCode();
      exits.add(exit);
      assertThat(exit).as("call %d", call).isIn(0, 8);
      assertThat(transfer.senderEnd().exitCode()).as("call %d", call).isEqualTo(exit == 0 ? 0 : 9);
      assertThat(faults.open.values()).as("call %d", call).isEmpty();
      for (Path file : List.of(large, small)) {
        Path stored = to.resolve(file.getFileName());
        if (Files.exists(stored)) {
          assertThat(stored).hasSameBinaryContentAs(file);
        } else {
          assertThat(exit).isEqualTo(8);
        }
      }
      if (exit == 0 || call % 3 != 0) {
        call++;
        continue;
      }
      RealTransfer again =
          RealTransfer.of(
                  ReceivedFilesTest.sources(large, small), DestinationTree.of(to.toString()))
              .run();
      assertThat(again.receiverEnd().exitCode()).as("after call %d", call).isZero();
      assertThat(ReceivedFilesTest.names(to))
          .as("after call %d", call)
          .containsExactlyInAnyOrder("large", "small");
      for (Path file : List.of(large, small)) {
        assertThat(to.resolve(file.getFileName())).hasSameBinaryContentAs(file);
      }
      call++;
    }
    assertThat(exits).contains(8).endsWith(0);
    assertThat(call).isGreaterThan(25);
  }
}
