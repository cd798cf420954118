package sluice.app.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Sources that vanish, shrink, cannot be read or change while they are sent.
class ChangingSourceTest {
  private static final List<byte[]> FILES =
      List.of(
          SimulatedSource.contents(700_000, 1),
          SimulatedSource.contents(2_500_000, 2),
          SimulatedSource.contents(300_000, 3));

  @Test
  void oneThatCannotBeReadIsLeftOutAndToldOnBothSides() {
    for (AbandonReason reason : AbandonReason.values()) {
      for (long offset : new long[] {-1, 0, 1_200_000}) {
        if (reason == AbandonReason.SKIPPED || reason == AbandonReason.SOURCE_FAILED) {
          continue;
        }
        for (int id = 0; id < FILES.size(); id++) {
          SimulatedTransfer transfer = new SimulatedTransfer(id, FILES);
          long at = Math.min(offset, FILES.get(id).length - 1);
          transfer.source.fail(id, reason, at);
          transfer.run();
          assertThat(transfer.senderExit()).isEqualTo(13);
          assertThat(transfer.receiverExit()).isEqualTo(13);
          assertThat(transfer.destination.stored)
              .hasSize(2)
              .doesNotContainKey(FileName.of("file " + id));
          assertProblem(transfer, SourceProblem.abandoned(FileName.of("file " + id), reason));
        }
      }
    }
  }

  private static void assertProblem(SimulatedTransfer transfer, SourceProblem problem) {
    assertThat(transfer.senderEvents).contains(new TransferEvent.Problem(problem));
    assertThat(transfer.receiverEvents).contains(new TransferEvent.Problem(problem));
    TransferEnd sender = transfer.senderEnd;
    assertThat(sender).isNotNull();
    assertThat(sender.summary().problems()).containsExactly(problem);
    assertThat(problem.sentence()).contains(problem.path().display());
  }

  @Test
  void oneThatChangedIsStoredAsItWasReadAndTold() {
    SimulatedTransfer transfer = new SimulatedTransfer(1, FILES);
    transfer.source.change(1);
    transfer.run();
    assertThat(transfer.senderExit()).isEqualTo(13);
    assertThat(transfer.receiverExit()).isEqualTo(13);
    assertThat(transfer.destination.stored).hasSize(3);
    assertProblem(transfer, SourceProblem.changed(FileName.of("file 1")));
  }

  @Test
  void noneCanBeRead() {
    SimulatedTransfer transfer = new SimulatedTransfer(1, FILES);
    for (int id = 0; id < FILES.size(); id++) {
      transfer.source.fail(id, AbandonReason.NOT_FOUND, id - 1);
    }
    transfer.run();
    assertThat(transfer.senderExit()).isEqualTo(8);
    assertThat(transfer.receiverExit()).isEqualTo(9);
    assertThat(transfer.destination.stored).isEmpty();
    assertThat(transfer.destination.partCount()).isZero();
  }
}
