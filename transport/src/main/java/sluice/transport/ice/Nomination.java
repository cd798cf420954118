package sluice.transport.ice;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Which of the pairs that work a controlling end nominates, and when: a direct one between two host candidates at once;
/// anything less only after a moment in which something better may still come.
final class Nomination {
  private static final long REFLEXIVE_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long RELAYED_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(600);

  /// How long a nominated pair may take to confirm before the next best one gets its chance.
  private static final long CONFIRMATION_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Set<CheckList.Pair> refused = new HashSet<>();
  private CheckList.@Nullable Pair best;
  private CheckList.@Nullable Pair nominated;
  private long dueNanos = Long.MAX_VALUE;

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

  private static long patience(CheckList.Pair pair) {
    return switch (pair.rank()) {
      case CheckList.Pair.BETWEEN_HOSTS -> 0;
      case CheckList.Pair.REFLEXIVE -> REFLEXIVE_PATIENCE_NANOS;
      default -> RELAYED_PATIENCE_NANOS;
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
