package sluice.app.session;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.FileName;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.Placed;
import sluice.app.transfer.SkipReason;
import sluice.app.transfer.Stall;
import sluice.app.transfer.Totals;
import sluice.app.transfer.TransferEnd;
import sluice.app.transfer.TransferEvent;
import sluice.app.ui.UiEvent;

/// Turns what an engine tells into what people and scripts are shown: progress at a bearable rate, a
/// stall named after a while, the sum at the end.
final class TransferMeter {
  /// Between two lines of progress.
  static final long PROGRESS_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /// Without progress for so long, what is waited for is told.
  static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(5);

  /// Between two looks. A longer pause means that this process itself was stopped, which is nobody's
  /// stall.
  static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long NEVER = Long.MAX_VALUE;

  private final Teller teller;
  private final RateMeter rate = new RateMeter();
  private long beganNanos = NEVER;
  private long shownNanos = Long.MIN_VALUE / 2;
  private long movedNanos = NEVER;
  private long lookedNanos;
  private TransferEvent.@Nullable Progress latest;
  private @Nullable Stall toldStall;

  TransferMeter(Teller teller) {
    this.teller = teller;
  }

  /// Shows an event that is the same at both ends.
  void tell(TransferEvent event, long nowNanos) {
    switch (event) {
      case TransferEvent.Accepted() -> beganNanos = nowNanos;
      case TransferEvent.Progress progress -> progress(progress, nowNanos);
      case TransferEvent.Skipped(Placed skipped, SkipReason reason) ->
          teller.tell(new UiEvent.Skipped(text(skipped.path()), reason.wireName()));
      case TransferEvent.Problem(var problem) ->
          teller.tell(new UiEvent.Warning(problem.sentence()));
      case TransferEvent.Warning(String sentence) -> teller.tell(new UiEvent.Warning(sentence));
      case TransferEvent.Saved _, TransferEvent.Offered _ ->
          throw new IllegalStateException("each side tells this in its own way");
    }
  }

  /// Looks whether anything moves.
  void watch(Stall waitingFor, long nowNanos) {
    if (movedNanos == NEVER || nowNanos - lookedNanos > 3 * LOOK_NANOS) {
      movedNanos = nowNanos;
    }
    lookedNanos = nowNanos;
    UiEvent.StalledBy reason = stalledBy(waitingFor);
    if (reason == null || nowNanos - movedNanos < STALL_NANOS || waitingFor == toldStall) {
      return;
    }
    toldStall = waitingFor;
    movedNanos = nowNanos;
    teller.tell(new UiEvent.Stalled(reason));
  }

  /// When {@link #watch} should look again, now that there is something to watch.
  long deadlineNanos() {
    return movedNanos == NEVER ? NEVER : lookedNanos + LOOK_NANOS;
  }

  /// Shows how it ended, if it ended well.
  void finish(TransferEnd end, long nowNanos) {
    if (end instanceof TransferEnd.Done(var summary)) {
      TransferEvent.Progress last = latest;
      if (last != null) {
        show(last, nowNanos);
      }
      long nanos = beganNanos == NEVER ? 0 : nowNanos - beganNanos;
      teller.tell(new UiEvent.Done(summary.bytesStored(), Duration.ofNanos(nanos)));
    }
  }

  /// What is offered: all of it where it is not too much to show.
  static UiEvent.Offer offer(List<Placed> first, Totals totals, UiEvent.Direction direction) {
    List<UiEvent.OfferedFile> files =
        first.stream()
            .filter(placed -> placed.hasContent())
            .map(placed -> new UiEvent.OfferedFile(text(placed.path()), placed.entry().sizeBytes()))
            .toList();
    List<String> hidden =
        first.stream()
            .filter(TransferMeter::isHidden)
            .map(placed -> text(placed.entry().name()))
            .toList();
    int count = Math.max(totals.files(), files.size());
    return new UiEvent.Offer(files, count, hidden, totals.bytes(), direction);
  }

  private static boolean isHidden(Placed placed) {
    return !(placed.entry() instanceof ManifestEntry.Leave)
        && placed.folder().isRoot()
        && placed.entry().name().isHidden();
  }

  /// A name as text: as it is, or escaped where its bytes are not UTF-8.
  static String text(FileName name) {
    String text = name.text();
    return text == null ? name.display() : text;
  }

  private void progress(TransferEvent.Progress progress, long nowNanos) {
    if (beganNanos == NEVER) {
      beganNanos = nowNanos;
    }
    TransferEvent.Progress before = latest;
    if (before == null || before.durableBytes() != progress.durableBytes()) {
      movedNanos = nowNanos;
      toldStall = null;
    }
    latest = progress;
    if (nowNanos - shownNanos >= PROGRESS_NANOS) {
      show(progress, nowNanos);
    }
  }

  private void show(TransferEvent.Progress progress, long nowNanos) {
    shownNanos = nowNanos;
    teller.tell(
        new UiEvent.Progress(
            progress.durableBytes(),
            progress.totalBytes(),
            rate.bytesPerSecond(progress.durableBytes(), nowNanos)));
  }

  private static UiEvent.@Nullable StalledBy stalledBy(Stall stall) {
    return switch (stall) {
      case NETWORK -> UiEvent.StalledBy.NETWORK;
      case LOCAL_DISK -> UiEvent.StalledBy.LOCAL_DISK;
      case REMOTE_DISK -> UiEvent.StalledBy.REMOTE_DISK;
      case REMOTE_USER -> UiEvent.StalledBy.REMOTE_USER;
      case NOTHING, LOCAL_USER -> null;
    };
  }
}
