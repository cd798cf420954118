package sluice.transport.ice;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// When to try other pairs than the one in use: never while a direct one works; now and then while a relayed one does, for
/// a direct one may appear; all of them in turn while the path is in doubt. Both ends do so, which opens the ports of NATs
/// on both sides.
final class Alternatives {
  /// Pairs tried in one round.
  static final int MAX_PAIRS = 48;

  /// RFC 8445, section 14.2: a pace between checks.
  private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final long FIRST_CALM_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long MOST_CALM_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long SUSPECT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long LOST_NANOS = TimeUnit.SECONDS.toNanos(1);

  /// Why they are tried.
  enum Mode {
    /// The path is as good as it gets.
    OFF,
    /// The path works, and one of another kind would be better.
    BETTER,
    SUSPECT,
    LOST
  }

  private final Supplier<List<CheckList.Pair>> pairs;
  private final Deque<CheckList.Pair> round = new ArrayDeque<>();
  private Mode mode = Mode.OFF;
  private long calmNanos = FIRST_CALM_NANOS;
  private long roundNanos = Long.MAX_VALUE;
  private long paceNanos;

  /// @param pairs all that there are, the best first; asked once a round
  Alternatives(Supplier<List<CheckList.Pair>> pairs) {
    this.pairs = pairs;
  }

  void mode(Mode wanted, long nowNanos) {
    if (wanted == mode) {
      return;
    }
    mode = wanted;
    round.clear();
    calmNanos = FIRST_CALM_NANOS;
    roundNanos =
        switch (wanted) {
          case OFF -> Long.MAX_VALUE;
          case BETTER -> nowNanos + calmNanos;
          case SUSPECT, LOST -> nowNanos;
        };
  }

  long deadlineNanos() {
    return round.isEmpty() ? roundNanos : paceNanos;
  }

  /// All pairs that might work, the best first.
  List<CheckList.Pair> all() {
    return pairs.get();
  }

  /// The type of our candidate that a wire stands for.
  Candidate.Type typeOf(IceWire wire) {
    for (CheckList.Pair pair : pairs.get()) {
      if (pair.wire().equals(wire)) {
        return pair.local();
      }
    }
    return Candidate.Type.HOST;
  }

  /// The pair to check now, or null.
  ///
  /// @param path the one in use
  CheckList.@Nullable Pair poll(IcePath path, long nowNanos) {
    if (round.isEmpty() && roundNanos <= nowNanos) {
      begin(path, nowNanos);
    }
    if (round.isEmpty() || paceNanos > nowNanos) {
      return null;
    }
    paceNanos = nowNanos + PACE_NANOS;
    return round.poll();
  }

  private void begin(IcePath path, long nowNanos) {
    for (CheckList.Pair pair : pairs.get()) {
      boolean other = !path.sameAddresses(pair.wire(), pair.remote());
      if (other
          && round.size() < MAX_PAIRS
          && (mode != Mode.BETTER || isBetter(pair.rank(), path.rank()))) {
        round.add(pair);
      }
    }
    roundNanos = nowNanos + interval();
  }

  private long interval() {
    return switch (mode) {
      case OFF -> throw new IllegalStateException("no round is due");
      case BETTER -> {
        calmNanos = Math.min(MOST_CALM_NANOS, 2 * calmNanos);
        yield calmNanos;
      }
      case SUSPECT -> SUSPECT_NANOS;
      case LOST -> LOST_NANOS;
    };
  }

  /// Whether a path that works is left for one of another rank: a relay costs somebody else, so it is left for a direct
  /// one, and the application's relay for any other. Between direct ones nothing is gained by moving.
  static boolean isBetter(int rank, int presentRank) {
    return presentRank <= Ranks.RELAYED && rank > presentRank;
  }
}
