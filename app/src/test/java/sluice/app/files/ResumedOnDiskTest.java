package sluice.app.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.transfer.ConflictPolicy;
import sluice.app.transfer.DestinationCommand;
import sluice.app.transfer.Hashes;
import sluice.app.transfer.ReceiveCommand;
import sluice.app.transfer.SkipReason;
import sluice.app.transfer.TransferEvent;

/// An interrupted run is gone on with by a new one, on a real disk.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ResumedOnDiskTest {
  private static final int SIZE = 40 << 20;

  @TempDir Path root;
  private Path from;
  private Path to;
  private Path large;

  @BeforeEach
  void makeFiles() throws IOException {
    from = Files.createDirectory(root.resolve("from"));
    to = Files.createDirectory(root.resolve("to"));
    byte[] content = new byte[SIZE];
    new SplittableRandom(1).nextBytes(content);
    large = Files.write(from.resolve("large"), content);
    Files.writeString(from.resolve("small"), "small");
    settle(large);
    settle(from.resolve("small"));
  }

  /// As if it had not changed for long.
  private static void settle(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_600_000_000_123L));
  }

  private RealTransfer transfer(ConflictPolicy conflicts, Hashes hashes) throws Exception {
    return new RealTransfer(
        ReceivedFilesTest.sources(from), DestinationTree.of(to.toString()), conflicts, hashes);
  }

  /// Runs until so many blocks were to be written: of more than the credit, the first ones were then.
  private RealTransfer interrupt(int writes, Hashes hashes) throws Exception {
    RealTransfer transfer = transfer(ConflictPolicy.FAIL, hashes);
    int[] count = {0};
    transfer.beforeDisk =
        (ReceiveCommand.Disk disk) -> {
          if (disk.command() instanceof DestinationCommand.Write && count[0]++ == writes) {
            transfer.receiver.cancel();
          }
        };
    transfer.run();
    assertThat(transfer.receiverEnd().exitCode()).isEqualTo(130);
    assertThat(transfer.receiverEnd().summary().keptBytes()).isPositive();
    return transfer;
  }

  private static long kept(RealTransfer transfer) {
    long[] bytes = {0};
    var before = transfer.beforeDisk;
    transfer.beforeDisk =
        disk -> {
          if (disk.command() instanceof DestinationCommand.Keep keep) {
            bytes[0] += keep.length();
          }
          before.accept(disk);
        };
    try {
      transfer.run();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    assertThat(transfer.receiverEnd().exitCode())
        .as(String.valueOf(transfer.receiverEnd()))
        .isZero();
    assertThat(transfer.senderEnd().exitCode()).isZero();
    return bytes[0];
  }

  private void assertSame() throws IOException {
    assertThat(ReceivedFilesTest.names(to)).containsExactly("from");
    assertThat(to.resolve("from/large")).hasSameBinaryContentAs(large);
    assertThat(to.resolve("from/small")).hasContent("small");
    assertThat(Files.getLastModifiedTime(to.resolve("from/large")))
        .isEqualTo(Files.getLastModifiedTime(large));
    assertThat(Files.getPosixFilePermissions(to.resolve("from")))
        .isEqualTo(Files.getPosixFilePermissions(from));
    assertThat(Files.getLastModifiedTime(to.resolve("from")))
        .isEqualTo(Files.getLastModifiedTime(from));
  }

  @Test
  void aFileInTheMiddle() throws Exception {
    interrupt(150, Hashes.RANGES);
    assertThat(kept(transfer(ConflictPolicy.FAIL, Hashes.RANGES))).isGreaterThan(3 << 20);
    assertSame();
  }

  @Test
  void withSha256AndTwice() throws Exception {
    interrupt(140, Hashes.SHA256);
    interrupt(5, Hashes.SHA256);
    assertThat(kept(transfer(ConflictPolicy.FAIL, Hashes.SHA256))).isGreaterThan(3 << 20);
    assertSame();
  }

  /// Whoever alters what is kept only makes it come again.
  @Test
  void partsThatWereAltered() throws Exception {
    interrupt(150, Hashes.RANGES);
    try (Stream<Path> all = Files.walk(to)) {
      for (Path part : all.filter(path -> path.toString().endsWith(".part")).toList()) {
        try (RandomAccessFile file = new RandomAccessFile(part.toFile(), "rw")) {
          for (long at = 0; at + 1 < file.length(); at += 3 << 20) {
            file.seek(at);
            file.write(77);
            file.write(78);
          }
        }
      }
    }
    assertThat(kept(transfer(ConflictPolicy.FAIL, Hashes.RANGES))).isPositive();
    assertSame();
  }

  @Test
  void aSourceThatChangedMeanwhile() throws Exception {
    interrupt(150, Hashes.RANGES);
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.seek(1 << 20);
      file.write("changed".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    assertThat(kept(transfer(ConflictPolicy.FAIL, Hashes.RANGES))).isGreaterThan(3 << 20);
    assertSame();
  }

  @Test
  void allOfItIsThere() throws Exception {
    assertThat(kept(transfer(ConflictPolicy.FAIL, Hashes.RANGES))).isZero();
    settle(to.resolve("from/large"));
    RealTransfer again = transfer(ConflictPolicy.FAIL, Hashes.RANGES);
    assertThat(kept(again)).isZero();
    assertThat(again.receiverEvents)
        .filteredOn(TransferEvent.Skipped.class::isInstance)
        .extracting(event -> ((TransferEvent.Skipped) event).reason())
        .containsExactly(SkipReason.IDENTICAL, SkipReason.IDENTICAL);
    assertSame();
  }

  /// The time says nothing, so the bytes have to.
  @Test
  void aFileStoredRightAfterItWasChanged() throws Exception {
    Files.setLastModifiedTime(large, FileTime.fromMillis(System.currentTimeMillis()));
    kept(transfer(ConflictPolicy.FAIL, Hashes.RANGES));
    RealTransfer again = transfer(ConflictPolicy.FAIL, Hashes.RANGES);
    assertThat(kept(again)).isEqualTo(SIZE);
    assertThat(again.senderEnd().summary().filesSkipped()).isEqualTo(2);
    assertSame();
  }

  @Test
  void aChangedFileSendsItsChanges() throws Exception {
    kept(transfer(ConflictPolicy.FAIL, Hashes.RANGES));
    byte[] content = Files.readAllBytes(large);
    byte[] longer = new byte[content.length + 3];
    System.arraycopy(content, 0, longer, 0, 5 << 20);
    System.arraycopy(content, 5 << 20, longer, (5 << 20) + 3, content.length - (5 << 20));
    Files.write(large, longer);
    RealTransfer again = transfer(ConflictPolicy.OVERWRITE, Hashes.SHA256);
    assertThat(kept(again)).isGreaterThan(SIZE - (1 << 20));
    assertSame();
  }

  /// The bytes have to tell, and their further names wait for that.
  @Test
  void hardLinksWhereOnlyTheBytesTell() throws Exception {
    Files.createLink(from.resolve("twin"), large);
    for (int run = 0; run < 2; run++) {
      DestinationOptions byBytes =
          DestinationOptions.PLAIN.with(DestinationOptions.Comparison.SHA256);
      RealTransfer transfer =
          new RealTransfer(
              ReceivedFilesTest.sources(from),
              DestinationTree.of(to.toString(), byBytes),
              ConflictPolicy.FAIL,
              Hashes.RANGES);
      kept(transfer);
      assertThat(transfer.receiverEnd().summary().problemCount()).isZero();
      assertThat(Files.isSameFile(to.resolve("from/large"), to.resolve("from/twin"))).isTrue();
    }
  }
}
