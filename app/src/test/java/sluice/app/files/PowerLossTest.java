package sluice.app.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.app.transfer.ConflictPolicy;
import sluice.app.transfer.Hashes;
import sluice.app.transfer.TransferEnd;

/// The power is lost after every single operation on the disk, which may have done any part of what was not synced: no
/// wrong file stands under a final name, and the next run completes the tree.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PowerLossTest {
  /// Of so many states one is gone on from: each takes a whole transfer.
  private static final int RESUMED = 5;

  @TempDir Path root;

  /// @param small more than a few are synced at once, a few one by one
  @ParameterizedTest
  @ValueSource(ints = {2, 12})
  void atAnyMoment(int small) throws Exception {
    Path from = Files.createDirectory(root.resolve("from"));
    Path target = Files.createDirectory(root.resolve("target"));
    SplittableRandom random = new SplittableRandom(small);
    Map<String, byte[]> expected = new TreeMap<>();
    for (int i = 0; i < small; i++) {
      write(from.resolve("d" + i % 2).resolve("s" + i), 100 + i, random, expected, from);
    }
    write(from.resolve("large"), 600_000, random, expected, from);
    CrashDisk disk = new CrashDisk();
    assertThat(receive(from, target, disk)).isZero();
    assertSame(disk, expected);
    int states = 0;
    for (int count = 0; count <= disk.log.size(); count++) {
      for (List<CrashDisk.Op> left : states(disk.log, count, random)) {
        assertNothingWrong(CrashDisk.of(left), expected, count);
        if (states++ % RESUMED == 0) {
          CrashDisk after = CrashDisk.of(left);
          assertThat(receive(from, target, after)).as("after %d operations", count).isZero();
          assertSame(after, expected);
          assertThat(after.hasParts()).isFalse();
        }
      }
    }
    assertThat(states).isGreaterThan(300);
  }

  private static void write(
      Path file, int size, SplittableRandom random, Map<String, byte[]> expected, Path from)
      throws Exception {
    byte[] content = new byte[size];
    random.nextBytes(content);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_500_000_000_123L));
    expected.put("/from/" + from.relativize(file), content);
  }

  private static int receive(Path from, Path target, CrashDisk disk) throws Exception {
    DestinationTree tree =
        new DestinationTree(
            target.toString(),
            path -> disk.root(),
            PathGuard.Rules.BYTES,
            DestinationOptions.PLAIN);
    TransferEnd end =
        new RealTransfer(ReceivedFilesTest.sources(from), tree, ConflictPolicy.FAIL, Hashes.RANGES)
            .run()
            .receiverEnd();
    if (end instanceof TransferEnd.Failed(var failure, _)) {
      throw new AssertionError(failure.sentence());
    }
    return end.exitCode();
  }

  /// What a crash after so many operations may leave.
  private static List<List<CrashDisk.Op>> states(
      List<CrashDisk.Op> log, int count, SplittableRandom random) {
    boolean[] durable = CrashDisk.durable(log, count);
    List<List<CrashDisk.Op>> states = new ArrayList<>();
    for (Loss loss : Loss.values()) {
      List<CrashDisk.Op> left = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        CrashDisk.Op op = durable[i] ? log.get(i) : loss.left(log.get(i), random);
        if (op != null) {
          left.add(op);
        }
      }
      states.add(left);
    }
    return states;
  }

  /// Which of the operations that were not synced are done all the same.
  private enum Loss {
    ALL,
    NOTHING,
    DATA,
    NAMES,
    /// The length of a file is on the disk, its bytes are not.
    CONTENT,
    SOME,
    OTHERS;

    CrashDisk.@org.jspecify.annotations.Nullable Op left(CrashDisk.Op op, SplittableRandom random) {
      boolean isData = op instanceof CrashDisk.Op.Write || op instanceof CrashDisk.Op.Truncate;
      return switch (this) {
        case ALL -> null;
        case NOTHING -> op;
        case DATA -> isData ? null : op;
        case NAMES -> isData ? op : null;
        case CONTENT ->
            op instanceof CrashDisk.Op.Write(int inode, int at, byte[] bytes)
                ? new CrashDisk.Op.Write(inode, at, new byte[bytes.length])
                : op;
        case SOME, OTHERS -> random.nextBoolean() ? op : null;
      };
    }
  }

  private static void assertNothingWrong(
      CrashDisk disk, Map<String, byte[]> expected, int operations) {
    disk.files()
        .forEach(
            (path, content) ->
                assertThat(Arrays.equals(content, expected.get(path)))
                    .as("%s after %d operations", path, operations)
                    .isTrue());
  }

  private static void assertSame(CrashDisk disk, Map<String, byte[]> expected) {
    Map<String, byte[]> files = disk.files();
    assertThat(files.keySet()).isEqualTo(expected.keySet());
    assertNothingWrong(disk, expected, -1);
  }
}
