package sluice.app.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Either user interrupts, or the connection breaks, after any step.
class InterruptionTest {
  private static final List<byte[]> FILES =
      List.of(SimulatedSource.contents(400_000, 1), SimulatedSource.contents(100_000, 2));

  private static int stepsOfAll() {
    SimulatedTransfer whole = new SimulatedTransfer(5, FILES);
    whole.run();
    return whole.steps;
  }

  private static SimulatedTransfer stoppedAfter(int steps) {
    SimulatedTransfer transfer = new SimulatedTransfer(5, FILES);
    transfer.run(steps);
    return transfer;
  }

  @Test
  void theSenderCancels() {
    for (int steps = 0; steps < stepsOfAll(); steps++) {
      SimulatedTransfer transfer = stoppedAfter(steps);
      boolean over = transfer.senderEnd != null;
      transfer.sender.cancel();
      transfer.run();
      assertThat(transfer.senderExit()).isEqualTo(over ? 0 : 130);
      // Once the receiver has said that all is stored, it is.
      assertThat(transfer.receiverExit()).isIn(over ? List.of(0) : List.of(0, 3));
      assertThat(transfer.destination.partCount()).isZero();
    }
  }

  @Test
  void theReceiverCancels() {
    for (int steps = 0; steps < stepsOfAll(); steps++) {
      SimulatedTransfer transfer = stoppedAfter(steps);
      transfer.receiver.cancel();
      transfer.run();
      int exit = transfer.receiverExit();
      assertThat(exit).isIn(0, 130);
      assertThat(transfer.senderExit()).isEqualTo(exit == 0 ? 0 : 3);
      assertThat(transfer.destination.partCount()).isZero();
    }
  }

  @Test
  void theConnectionBreaks() {
    List<List<Integer>> exits = new ArrayList<>();
    for (int steps = 0; steps < stepsOfAll(); steps++) {
      SimulatedTransfer transfer = stoppedAfter(steps);
      transfer.cut();
      transfer.run();
      exits.add(List.of(transfer.senderExit(), transfer.receiverExit()));
      assertThat(transfer.destination.partCount()).isZero();
      if (transfer.senderExit() == 0) {
        assertThat(transfer.destination.stored).hasSize(2);
      }
    }
    // A receiver that has said "done" has succeeded, whatever becomes of the sender's last word.
    assertThat(exits).contains(List.of(7, 7), List.of(7, 0)).doesNotContain(List.of(0, 7));
  }

  @Test
  void whatWasStoredBeforeIsTold() {
    SimulatedTransfer transfer = new SimulatedTransfer(5, FILES);
    for (int steps = 0; transfer.destination.stored.isEmpty(); steps++) {
      transfer.run(steps);
    }
    transfer.run(transfer.steps + 4);
    transfer.cut();
    transfer.run();
    TransferEnd end = transfer.receiverEnd;
    assertThat(end).isInstanceOf(TransferEnd.Failed.class);
    assertThat(end.summary().filesStored()).isEqualTo(1);
    assertThat(end.summary().bytesStored()).isEqualTo(400_000);
  }
}
