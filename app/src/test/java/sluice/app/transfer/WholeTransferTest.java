package sluice.app.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Files arrive whole, whatever the order in which disks and channels move.
class WholeTransferTest {
  private static final int[] SIZES = {
    0,
    1,
    65_515,
    65_516,
    65_517,
    Limits.RANGE_BYTES - 1,
    Limits.RANGE_BYTES,
    Limits.RANGE_BYTES + 1,
    3 * Limits.RANGE_BYTES + 4_711
  };

  private static List<byte[]> files() {
    List<byte[]> files = new ArrayList<>();
    for (int size : SIZES) {
      files.add(SimulatedSource.contents(size, size));
    }
    return files;
  }

  private static void assertAllStored(SimulatedTransfer transfer, List<byte[]> files) {
    assertThat(transfer.senderExit()).isZero();
    assertThat(transfer.receiverExit()).isZero();
    assertThat(transfer.destination.stored).hasSize(files.size());
    for (int id = 0; id < files.size(); id++) {
      FileName name = SimulatedSource.name(id, files.size());
      assertThat(transfer.destination.stored.get(name)).isEqualTo(files.get(id));
    }
    assertThat(transfer.destination.partCount()).isZero();
  }

  @Test
  void everySizeInAnyOrderOfEvents() {
    List<byte[]> files = files();
    for (long seed = 0; seed < 60; seed++) {
      SimulatedTransfer transfer = new SimulatedTransfer(seed, files);
      transfer.run();
      assertAllStored(transfer, files);
      assertThat(transfer.mostDataQueued).isLessThanOrEqualTo(256 << 10);
    }
  }

  @Test
  void smallMessagesWhereThePeerTakesNoLarger() {
    List<byte[]> files = files();
    for (int messageBytes : new int[] {Limits.MIN_MESSAGE_BYTES, 1_200, 16_384, 64_460}) {
      SimulatedTransfer transfer =
          new SimulatedTransfer(
              1,
              files,
              new SendOptions(messageBytes, Hashes.RANGES),
              new ReceiveOptions(ConflictPolicy.FAIL, Hashes.RANGES));
      List<Integer> lengths = new ArrayList<>();
      transfer.tap =
          message -> {
            lengths.add(message.remaining());
            return message;
          };
      transfer.run();
      assertAllStored(transfer, files);
      assertThat(lengths).allMatch(length -> length <= messageBytes).contains(messageBytes);
    }
  }

  @Test
  void sha256IsShownOnBothSidesWhoeverAsks() {
    List<byte[]> files = files();
    for (boolean senderAsks : new boolean[] {true, false}) {
      Hashes send = senderAsks ? Hashes.SHA256 : Hashes.RANGES;
      Hashes receive = senderAsks ? Hashes.RANGES : Hashes.SHA256;
      SimulatedTransfer transfer =
          new SimulatedTransfer(
              2,
              files,
              new SendOptions(Limits.MESSAGE_BYTES, send),
              new ReceiveOptions(ConflictPolicy.FAIL, receive));
      transfer.run();
      assertAllStored(transfer, files);
      for (List<TransferEvent> events : List.of(transfer.senderEvents, transfer.receiverEvents)) {
        List<TransferEvent.Saved> saved = only(TransferEvent.Saved.class, events);
        assertThat(saved).hasSize(files.size());
        for (TransferEvent.Saved file : saved) {
          assertThat(file.sha256()).isEqualTo(SimulatedSource.sha256(files.get(file.entry().id())));
        }
      }
    }
  }

  @Test
  void progressCountsWhatIsDurableAndEndsAtTheTotal() {
    List<byte[]> files = List.of(SimulatedSource.contents(20 << 20, 3));
    SimulatedTransfer transfer = new SimulatedTransfer(3, files);
    transfer.run();
    for (List<TransferEvent> events : List.of(transfer.senderEvents, transfer.receiverEvents)) {
      List<TransferEvent.Progress> progress = only(TransferEvent.Progress.class, events);
      assertThat(progress.getFirst().durableBytes()).isZero();
      assertThat(progress.getLast()).isEqualTo(new TransferEvent.Progress(20 << 20, 20 << 20));
      assertThat(progress).hasSizeGreaterThan(2);
    }
  }

  @Test
  void aThousandSmallFilesInOneGo() {
    List<byte[]> files = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      files.add(SimulatedSource.contents(i % 50, i));
    }
    SimulatedTransfer transfer = new SimulatedTransfer(4, files);
    transfer.run();
    assertAllStored(transfer, files);
  }

  static <T extends TransferEvent> List<T> only(Class<T> type, List<TransferEvent> events) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
