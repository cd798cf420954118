package sluice.app.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The receiver's disk fails at any command: both sides end, each with its exit code, and nothing half is left.
class DiskFailureTest {
  private static final List<byte[]> FILES =
      List.of(
          SimulatedSource.contents(300_000, 1),
          SimulatedSource.contents(0, 2),
          SimulatedSource.contents(1_500_000, 3));

  private static final Set<ErrorCode> ABOUT_WHAT_WAS_SENT =
      Set.of(ErrorCode.UNSAFE_NAME, ErrorCode.DOTFILE, ErrorCode.HASH_MISMATCH, ErrorCode.PROTOCOL);

  @Test
  void atEachCommandInTurn() {
    boolean failedOnce = true;
    int commands = 0;
    while (failedOnce) {
      SimulatedTransfer transfer = new SimulatedTransfer(commands, FILES);
      transfer.destination.failAfter = commands;
      transfer.run();
      failedOnce = transfer.receiverExit() != 0;
      if (failedOnce) {
        assertThat(transfer.receiverExit()).as("at command %d", commands).isEqualTo(8);
        assertThat(transfer.senderExit()).as("at command %d", commands).isEqualTo(9);
        assertThat(transfer.destination.closed).isTrue();
        assertThat(transfer.destination.partCount()).isZero();
        assertStoredFilesAreWhole(transfer);
      }
      commands++;
    }
    assertThat(commands).isGreaterThan(15);
  }

  private static void assertStoredFilesAreWhole(SimulatedTransfer transfer) {
    TransferEnd end = transfer.receiverEnd;
    assertThat(end).isNotNull();
    assertThat(end.summary().filesStored()).isEqualTo(transfer.destination.stored.size());
    for (int id = 0; id < FILES.size(); id++) {
      byte[] stored = transfer.destination.stored.get(FileName.of("file " + id));
      if (stored != null) {
        assertThat(stored).isEqualTo(FILES.get(id));
      }
    }
  }

  private static String sentence(@Nullable TransferEnd end) {
    assertThat(end).isInstanceOf(TransferEnd.Failed.class);
    return ((TransferEnd.Failed) end).failure().sentence();
  }

  /// The receiver's sentence may name its folders; the sender hears the cause, and nothing of them.
  @Test
  void eachCauseHasItsExitCodes() {
    for (ErrorCode code : ErrorCode.values()) {
      SimulatedTransfer transfer = new SimulatedTransfer(1, FILES);
      transfer.destination.failAfter = 3;
      transfer.destination.failWith = code;
      transfer.run();
      assertThat(transfer.receiverExit()).as(code.name()).isEqualTo(code.exitHere().status());
      assertThat(transfer.senderExit()).as(code.name()).isEqualTo(code.exitThere().status());
      assertThat(transfer.senderExit()).isNotZero();
      assertThat(sentence(transfer.receiverEnd)).contains("injected");
      if (!ABOUT_WHAT_WAS_SENT.contains(code)) {
        assertThat(sentence(transfer.senderEnd)).as(code.name()).doesNotContain("injected");
      }
    }
  }
}
