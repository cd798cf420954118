package sluice.transport.ice;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Which of the pairs that work a controlling end nominates, and when: the best one that can be hoped for at once; anything
/// less only after a moment in which something better may still come.
final class Nomination {
  private static final long REFLEXIVE_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /// A direct pair through two NATs works only once checks have left from both ends, some of which were lost at closed
  /// ports: it comes behind the relayed ones.
  private static final long RELAYED_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1_200);

  private static final long FORWARDED_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(2_000);

  /// How long a nominated pair may take to confirm before the next best one gets its chance: longer than any round trip, or
  /// a path by satellites would never be confirmed.
  private static final long CONFIRMATION_NANOS = TimeUnit.SECONDS.toNanos(6);

  /// The best rank that can come.
  private final int hope;

  private final Set<CheckList.Pair> refused = new HashSet<>();
  private CheckList.@Nullable Pair best;
  private CheckList.@Nullable Pair nominated;
  private long dueNanos = Long.MAX_VALUE;

  /// @param hope the best rank that our own candidates allow
  Nomination(int hope) {
    this.hope = hope;
  }

  /// A check of ours succeeded on this pair.
  void onValid(CheckList.Pair pair, long nowNanos) {
    if (nominated != null || refused.contains(pair)) {
      return;
    }
    if (best == null || pair.rank() > best.rank()) {
      best = pair;
      dueNanos = Math.min(dueNanos, nowNanos + patience(pair));
    }
  }

  private long patience(CheckList.Pair pair) {
    if (pair.rank() >= hope) {
      return 0;
    }
    return switch (pair.rank()) {
      case Ranks.REFLEXIVE -> REFLEXIVE_PATIENCE_NANOS;
      case Ranks.RELAYED -> RELAYED_PATIENCE_NANOS;
      default -> FORWARDED_PATIENCE_NANOS;
    };
  }

  long deadlineNanos() {
    return dueNanos;
  }

  /// The pair to nominate now, or null.
  CheckList.@Nullable Pair poll(long nowNanos) {
    if (nominated != null || best == null || dueNanos > nowNanos) {
      return null;
    }
    nominated = best;
    dueNanos = nowNanos + CONFIRMATION_NANOS;
    return nominated;
  }

  /// Whether the nominated pair has not been confirmed in time; it is left out from then on.
  boolean expired(long nowNanos) {
    if (nominated == null || dueNanos > nowNanos) {
      return false;
    }
    refused.add(nominated);
    nominated = null;
    best = null;
    dueNanos = Long.MAX_VALUE;
    return true;
  }
}
