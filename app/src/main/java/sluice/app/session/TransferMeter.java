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
import sluice.app.transfer.TransferSummary;
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
  private static final int OWNER_EXECUTES = 0100;

  private final Teller teller;
  private final Endings.Side side;
  private final RateMeter rate = new RateMeter();
  private long beganNanos = NEVER;
  private long shownNanos = Long.MIN_VALUE / 2;
  private long movedNanos = NEVER;
  private long lookedNanos;
  private TransferEvent.@Nullable Progress latest;
  private @Nullable Stall toldStall;
  private Medium medium = Medium.FILES;

  /// What a transfer is about.
  private enum Medium {
    FILES,
    STREAM
  }

  TransferMeter(Teller teller, Endings.Side side) {
    this.teller = teller;
    this.side = side;
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

  /// What comes is known.
  void offered(Totals totals) {
    medium = totals.bytes() == ManifestEntry.UNKNOWN_SIZE ? Medium.STREAM : Medium.FILES;
  }

  /// Looks whether anything moves.
  void watch(Stall waitingFor, long nowNanos) {
    if (movedNanos == NEVER || nowNanos - lookedNanos > 3 * LOOK_NANOS) {
      movedNanos = nowNanos;
    }
    lookedNanos = nowNanos;
    UiEvent.StalledBy reason =
        teller.isPathLost() ? UiEvent.StalledBy.NETWORK : stalledBy(waitingFor);
    if (reason == null) {
      // While a person thinks nothing stalls, nor at once when the answer is there.
      movedNanos = nowNanos;
      return;
    }
    if (nowNanos - movedNanos < STALL_NANOS || waitingFor == toldStall) {
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

  /// Shows how it ended, and what became of what was accepted.
  void finish(TransferEnd end, long nowNanos) {
    TransferSummary summary = end.summary();
    UiEvent.Tally tally =
        new UiEvent.Tally(summary.filesStored(), summary.filesSkipped(), summary.problemCount());
    switch (end) {
      case TransferEnd.Done _ -> {
        TransferEvent.Progress last = latest;
        if (last != null) {
          show(last, nowNanos);
        }
        long nanos = beganNanos == NEVER ? 0 : nowNanos - beganNanos;
        teller.tell(new UiEvent.Done(summary.bytesStored(), Duration.ofNanos(nanos), tally));
      }
      case TransferEnd.Failed _ -> {
        if (beganNanos != NEVER) {
          teller.tell(new UiEvent.Summary(summary.bytesStored(), tally, summary.keptBytes()));
        }
      }
    }
  }

  /// What is offered: all of it where it is not too much to show.
  static UiEvent.Offer offer(List<Placed> first, Totals totals, UiEvent.Direction direction) {
    List<UiEvent.OfferedFile> files =
        first.stream().filter(placed -> placed.hasContent()).map(placed -> shown(placed)).toList();
    List<String> hidden =
        first.stream()
            .filter(TransferMeter::isHidden)
            .map(placed -> text(placed.entry().name()))
            .toList();
    int count = Math.max(totals.files(), files.size());
    return new UiEvent.Offer(files, count, hidden, totals.bytes(), direction);
  }

  private static UiEvent.OfferedFile shown(Placed placed) {
    ManifestEntry entry = placed.entry();
    return shown(placed.path(), entry.sizeBytes(), entry.mode());
  }

  /// @param mode permission bits, or {@link ManifestEntry#NO_MODE}
  static UiEvent.OfferedFile shown(FileName path, long sizeBytes, int mode) {
    boolean executable = mode != ManifestEntry.NO_MODE && (mode & OWNER_EXECUTES) != 0;
    return new UiEvent.OfferedFile(text(path), sizeBytes, executable);
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

  private UiEvent.@Nullable StalledBy stalledBy(Stall stall) {
    boolean isStream = medium == Medium.STREAM;
    return switch (stall) {
      case NETWORK -> isStream ? source() : UiEvent.StalledBy.NETWORK;
      case LOCAL_DISK -> isStream ? here() : UiEvent.StalledBy.LOCAL_DISK;
      case REMOTE_DISK ->
          isStream ? UiEvent.StalledBy.REMOTE_READER : UiEvent.StalledBy.REMOTE_DISK;
      case REMOTE_USER -> UiEvent.StalledBy.REMOTE_USER;
      case NOTHING, LOCAL_USER -> null;
    };
  }

  /// A receiver cannot tell a source that is idle from a network that is.
  private UiEvent.StalledBy source() {
    return switch (side) {
      case SENDER -> UiEvent.StalledBy.NETWORK;
      case RECEIVER -> UiEvent.StalledBy.REMOTE_SOURCE;
    };
  }

  private UiEvent.StalledBy here() {
    return switch (side) {
      case SENDER -> UiEvent.StalledBy.LOCAL_SOURCE;
      case RECEIVER -> UiEvent.StalledBy.LOCAL_READER;
    };
  }
}
