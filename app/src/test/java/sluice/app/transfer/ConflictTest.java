package sluice.app.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// The target exists: before anything is accepted, or only when a file is complete.
class ConflictTest {
  private static final FileName NAME = FileName.of("file 1");
  private static final byte[] THERE = {1, 2, 3};
  private static final List<byte[]> FILES =
      List.of(
          SimulatedSource.contents(100, 1),
          SimulatedSource.contents(500_000, 2),
          SimulatedSource.contents(100, 3));

  private static SimulatedTransfer transfer(ConflictPolicy policy) {
    return new SimulatedTransfer(
        policy.ordinal(),
        FILES,
        new SendOptions(Limits.MESSAGE_BYTES, Hashes.RANGES),
        new ReceiveOptions(policy, Hashes.RANGES));
  }

  private static SimulatedTransfer early(ConflictPolicy policy, ConflictPolicy answer) {
    SimulatedTransfer transfer = transfer(policy);
    transfer.answer = answer;
    transfer.destination.stored.put(NAME, THERE);
    transfer.run();
    return transfer;
  }

  /// The target appears when the first byte of its file arrives.
  private static SimulatedTransfer late(ConflictPolicy policy, ConflictPolicy answer) {
    SimulatedTransfer transfer = transfer(policy);
    transfer.answer = answer;
    transfer.tap =
        message -> {
          if (DataHeader.kind(message) != DataHeader.FILES && DataHeader.id(message) == 1) {
            transfer.destination.stored.putIfAbsent(NAME, THERE);
          }
          return message;
        };
    transfer.run();
    return transfer;
  }

  private static void assertFailed(SimulatedTransfer transfer) {
    assertThat(transfer.receiverExit()).isEqualTo(10);
    assertThat(transfer.senderExit()).isEqualTo(10);
    assertThat(transfer.destination.stored.get(NAME)).isEqualTo(THERE);
    assertThat(transfer.destination.partCount()).isZero();
  }

  private static void assertSkipped(SimulatedTransfer transfer) {
    assertThat(transfer.receiverExit()).isZero();
    assertThat(transfer.senderExit()).isZero();
    assertThat(transfer.destination.stored.get(NAME)).isEqualTo(THERE);
    assertThat(transfer.destination.stored).hasSize(3);
    assertThat(transfer.destination.partCount()).isZero();
    Placed placed = new Placed(transfer.source.manifest().get(1), Folder.ROOT, null);
    TransferEvent.Skipped skipped = new TransferEvent.Skipped(placed, SkipReason.EXISTS);
    assertThat(transfer.senderEvents).contains(skipped);
    assertThat(transfer.receiverEvents).contains(skipped);
    TransferEnd end = transfer.senderEnd;
    assertThat(end).isNotNull();
    assertThat(end.summary().filesSkipped()).isEqualTo(1);
  }

  private static void assertRenamed(SimulatedTransfer transfer) {
    assertThat(transfer.receiverExit()).isZero();
    assertThat(transfer.senderExit()).isZero();
    assertThat(transfer.destination.stored.get(NAME)).isEqualTo(THERE);
    FileName other = FileName.of("file 1 (1)");
    assertThat(transfer.destination.stored.get(other)).isEqualTo(FILES.get(1));
    List<TransferEvent.Saved> saved =
        WholeTransferTest.only(TransferEvent.Saved.class, transfer.senderEvents);
    assertThat(saved).anyMatch(file -> file.path().equals(other));
  }

  private static void assertReplaced(SimulatedTransfer transfer) {
    assertThat(transfer.receiverExit()).isZero();
    assertThat(transfer.senderExit()).isZero();
    assertThat(transfer.destination.stored.get(NAME)).isEqualTo(FILES.get(1));
    assertThat(transfer.destination.stored).hasSize(3);
  }

  @Test
  void failEndsWithoutAnyData() {
    SimulatedTransfer transfer = early(ConflictPolicy.FAIL, ConflictPolicy.FAIL);
    assertFailed(transfer);
    assertThat(transfer.offer).isNull();
    assertThat(transfer.destination.stored).hasSize(1);
    assertFailed(late(ConflictPolicy.FAIL, ConflictPolicy.FAIL));
  }

  @Test
  void skipKeepsWhatIsThere() {
    assertSkipped(early(ConflictPolicy.SKIP, ConflictPolicy.FAIL));
    assertSkipped(late(ConflictPolicy.SKIP, ConflictPolicy.FAIL));
  }

  @Test
  void renameTakesAnotherName() {
    assertRenamed(early(ConflictPolicy.RENAME, ConflictPolicy.FAIL));
    assertRenamed(late(ConflictPolicy.RENAME, ConflictPolicy.FAIL));
  }

  @Test
  void overwriteReplaces() {
    assertReplaced(early(ConflictPolicy.OVERWRITE, ConflictPolicy.FAIL));
    assertReplaced(late(ConflictPolicy.OVERWRITE, ConflictPolicy.FAIL));
  }

  @Test
  void theUserIsAsked() {
    for (boolean late : new boolean[] {false, true}) {
      SimulatedTransfer skipped = asked(late, ConflictPolicy.SKIP);
      assertThat(skipped.questions)
          .containsExactly(new Placed(skipped.source.manifest().get(1), Folder.ROOT, null));
      assertSkipped(skipped);
      assertRenamed(asked(late, ConflictPolicy.RENAME));
      assertReplaced(asked(late, ConflictPolicy.OVERWRITE));
      assertFailed(asked(late, ConflictPolicy.FAIL));
    }
  }

  private static SimulatedTransfer asked(boolean late, ConflictPolicy answer) {
    return late ? late(ConflictPolicy.ASK, answer) : early(ConflictPolicy.ASK, answer);
  }

  @Test
  void everythingIsThereAlready() {
    SimulatedTransfer transfer = transfer(ConflictPolicy.SKIP);
    for (int id = 0; id < FILES.size(); id++) {
      transfer.destination.stored.put(FileName.of("file " + id), THERE);
    }
    transfer.run();
    assertThat(transfer.senderExit()).isZero();
    assertThat(transfer.receiverExit()).isZero();
    assertThat(transfer.destination.stored.values()).containsOnly(THERE);
  }

  @Test
  void theUserDeclines() {
    SimulatedTransfer transfer = transfer(ConflictPolicy.FAIL);
    transfer.accepting = false;
    transfer.run();
    assertThat(transfer.senderExit()).isEqualTo(3);
    assertThat(transfer.receiverExit()).isEqualTo(3);
    assertThat(transfer.destination.stored).isEmpty();
    TransferEnd end = transfer.senderEnd;
    assertThat(end).isInstanceOf(TransferEnd.Failed.class);
    assertThat(((TransferEnd.Failed) end).failure().sentence()).contains("not today");
  }
}
