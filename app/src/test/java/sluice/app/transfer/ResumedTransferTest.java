package sluice.app.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A receiver that has something of a file is sent only the rest of it.
class ResumedTransferTest {
  private static final int SIZE = 5_000_000;

  /// Bytes of files that went over the wire.
  private static final class Counter implements SimulatedTransfer.Tap {
    long bytes;

    @Override
    public java.nio.ByteBuffer data(java.nio.ByteBuffer message) {
      if (DataHeader.kind(message) == DataHeader.BYTES_OF_FILE) {
        bytes += DataHeader.length(message);
      }
      return message;
    }
  }

  private static SimulatedTransfer transfer(long seed, byte[] file, Hashes hashes) {
    return new SimulatedTransfer(
        seed,
        List.of(SimulatedSource.contents(100, 3), file, SimulatedSource.contents(70_000, 4)),
        new SendOptions(Limits.MESSAGE_BYTES, Hashes.RANGES),
        new ReceiveOptions(ConflictPolicy.OVERWRITE, hashes));
  }

  private static long sent(SimulatedTransfer transfer, byte[] file) {
    Counter counter = new Counter();
    transfer.tap = counter;
    transfer.run();
    assertThat(transfer.receiverExit()).isZero();
    assertThat(transfer.senderExit()).isZero();
    assertThat(transfer.destination.stored.get(SimulatedSource.name(1, 3))).isEqualTo(file);
    return counter.bytes - 70_000;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatIsThereOfTheVeryFileIsKept(long seed) {
    byte[] file = SimulatedSource.contents(SIZE, 9);
    SimulatedTransfer transfer =
        transfer(seed, file, seed % 2 == 0 ? Hashes.SHA256 : Hashes.RANGES);
    transfer.destination.bases.put(SimulatedSource.name(1, 3), Arrays.copyOf(file, SIZE / 2));
    assertThat(sent(transfer, file)).isBetween(SIZE / 2L, SIZE / 2L + 70_000);
    assertThat(transfer.destination.kept).isGreaterThan(SIZE / 2L - 70_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void ofASourceThatChangedTheChangedPartIsSent(long seed) {
    byte[] file = SimulatedSource.contents(SIZE, 9);
    byte[] before = file.clone();
    before[SIZE / 3] ^= 1;
    SimulatedTransfer transfer = transfer(seed, file, Hashes.RANGES);
    transfer.destination.bases.put(SimulatedSource.name(1, 3), before);
    assertThat(sent(transfer, file)).isBetween(1L, 140_000L);
  }

  /// Nothing of it is right: all of it comes.
  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void ofAnotherFileNothingIsKept(long seed) {
    byte[] file = SimulatedSource.contents(SIZE, 9);
    SimulatedTransfer transfer = transfer(seed, file, Hashes.SHA256);
    transfer.destination.bases.put(SimulatedSource.name(1, 3), SimulatedSource.contents(SIZE, 10));
    assertThat(sent(transfer, file)).isEqualTo(SIZE);
    assertThat(transfer.destination.kept).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void ofAnOldFileOnlyTheChangesAreSent(long seed) {
    byte[] old = SimulatedSource.contents(SIZE, 9);
    byte[] file = new byte[SIZE + 10];
    System.arraycopy(old, 0, file, 0, 1_000_000);
    System.arraycopy(old, 1_000_000, file, 1_000_010, SIZE - 1_000_000);
    SimulatedTransfer transfer = transfer(seed, file, Hashes.SHA256);
    transfer.destination.base = Base.OLD;
    transfer.destination.bases.put(SimulatedSource.name(1, 3), old);
    assertThat(sent(transfer, file)).isBetween(10L, 140_000L);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void anOldFileThatIsTheSameIsSkipped(long seed) {
    byte[] file = SimulatedSource.contents(SIZE, 9);
    SimulatedTransfer transfer = transfer(seed, file, Hashes.RANGES);
    transfer.destination.base = Base.OLD;
    transfer.destination.likely = true;
    transfer.destination.bases.put(SimulatedSource.name(1, 3), file);
    transfer.run();
    assertThat(transfer.receiverExit()).isZero();
    assertThat(transfer.senderExit()).isZero();
    assertThat(transfer.senderEvents)
        .filteredOn(TransferEvent.Skipped.class::isInstance)
        .singleElement()
        .extracting(event -> ((TransferEvent.Skipped) event).reason())
        .isEqualTo(SkipReason.IDENTICAL);
    assertThat(transfer.destination.stored).hasSize(2);
  }
}
