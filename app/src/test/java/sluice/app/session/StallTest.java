package sluice.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.Stall;
import sluice.app.transfer.Totals;
import sluice.app.transfer.TransferEvent;
import sluice.app.ui.UiEvent;

final class StallTest {
  private final RecordingView view = new RecordingView();
  private final TransferMeter meter = new TransferMeter(new Teller(view), Endings.Side.SENDER);
  private long nowNanos;

  /// Lets seconds pass as a session does: it looks when it is due.
  private void pass(int seconds, Stall stall) {
    long endNanos = nowNanos + TimeUnit.SECONDS.toNanos(seconds);
    meter.watch(stall, nowNanos);
    while (meter.deadlineNanos() <= endNanos) {
      nowNanos = meter.deadlineNanos();
      meter.watch(stall, nowNanos);
    }
    nowNanos = endNanos;
  }

  @Test
  void whatIsWaitedForIsToldOnceAfterFiveSeconds() {
    pass(4, Stall.NETWORK);
    assertThat(view.events()).isEmpty();
    pass(100, Stall.NETWORK);
    assertThat(view.events()).containsExactly(new UiEvent.Stalled(UiEvent.StalledBy.NETWORK));
  }

  /// A stream has no disk: its source or its reader is waited for.
  @Test
  void ofAStreamItsEndsAreNamed() {
    TransferMeter receiving = new TransferMeter(new Teller(view), Endings.Side.RECEIVER);
    receiving.offered(new Totals(1, 1, 1, ManifestEntry.UNKNOWN_SIZE));
    meter.offered(new Totals(1, 1, 1, ManifestEntry.UNKNOWN_SIZE));
    for (TransferMeter each : List.of(meter, receiving)) {
      each.watch(Stall.LOCAL_DISK, 0);
      for (int second = 0; second <= 10; second++) {
        each.watch(
            second < 6 ? Stall.LOCAL_DISK : Stall.REMOTE_DISK, TimeUnit.SECONDS.toNanos(second));
      }
      each.tell(new TransferEvent.Progress(5, -1), TimeUnit.SECONDS.toNanos(10));
      for (int second = 10; second <= 16; second++) {
        each.watch(Stall.NETWORK, TimeUnit.SECONDS.toNanos(second));
      }
    }
    assertThat(view.events())
        .filteredOn(UiEvent.Stalled.class::isInstance)
        .containsExactly(
            new UiEvent.Stalled(UiEvent.StalledBy.LOCAL_SOURCE),
            new UiEvent.Stalled(UiEvent.StalledBy.REMOTE_READER),
            new UiEvent.Stalled(UiEvent.StalledBy.NETWORK),
            new UiEvent.Stalled(UiEvent.StalledBy.LOCAL_READER),
            new UiEvent.Stalled(UiEvent.StalledBy.REMOTE_READER),
            new UiEvent.Stalled(UiEvent.StalledBy.REMOTE_SOURCE));
  }

  @Test
  void whatAPersonTookToAnswerIsNobodysStall() {
    pass(60, Stall.LOCAL_USER);
    pass(4, Stall.LOCAL_DISK);
    assertThat(view.events()).isEmpty();
    pass(4, Stall.LOCAL_DISK);
    assertThat(view.events()).containsExactly(new UiEvent.Stalled(UiEvent.StalledBy.LOCAL_DISK));
  }

  /// Whatever the engine waits for: nothing comes through.
  @Test
  void whileThePathIsLostItIsTheNetwork() {
    Teller teller = new Teller(view);
    TransferMeter sending = new TransferMeter(teller, Endings.Side.SENDER);
    teller.tell(new UiEvent.Reconnecting());
    for (int second = 0; second <= 6; second++) {
      sending.watch(Stall.REMOTE_DISK, TimeUnit.SECONDS.toNanos(second));
    }
    teller.tell(new UiEvent.Resumed(5));
    sending.tell(new TransferEvent.Progress(5, 10), TimeUnit.SECONDS.toNanos(6));
    for (int second = 6; second <= 12; second++) {
      sending.watch(Stall.REMOTE_DISK, TimeUnit.SECONDS.toNanos(second));
    }
    assertThat(view.events())
        .filteredOn(UiEvent.Stalled.class::isInstance)
        .containsExactly(
            new UiEvent.Stalled(UiEvent.StalledBy.NETWORK),
            new UiEvent.Stalled(UiEvent.StalledBy.REMOTE_DISK));
  }

  @Test
  void itIsToldAgainAfterSomethingMoved() {
    pass(6, Stall.NETWORK);
    meter.tell(new TransferEvent.Progress(5, 10), nowNanos);
    pass(6, Stall.NETWORK);
    assertThat(view.events()).filteredOn(UiEvent.Stalled.class::isInstance).hasSize(2);
  }

  @Test
  void whoWasStoppedHimselfBlamesNobody() {
    pass(2, Stall.NETWORK);
    nowNanos += TimeUnit.SECONDS.toNanos(20);
    meter.watch(Stall.LOCAL_DISK, nowNanos);
    meter.watch(Stall.NETWORK, nowNanos);
    assertThat(view.events()).isEmpty();
  }

  @Test
  void reasonsThatAlternateAreNotToldInABurst() {
    pass(5, Stall.NETWORK);
    meter.watch(Stall.LOCAL_DISK, nowNanos);
    meter.watch(Stall.NETWORK, nowNanos);
    meter.watch(Stall.REMOTE_DISK, nowNanos);
    assertThat(view.events()).hasSize(1);
  }
}
