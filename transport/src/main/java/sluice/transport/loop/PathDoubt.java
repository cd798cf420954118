package sluice.transport.loop;

import java.util.concurrent.TimeUnit;

/// Whether the path is in doubt, and whether anybody has been told. A doubt that is dispelled soon is nobody's concern:
/// whoever wakes up hears the other end at once.
final class PathDoubt {
  static final long TELL_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  enum State {
    NONE,
    /// The path is in doubt, and nobody knows.
    FELT,
    TOLD
  }

  private State state = State.NONE;
  private long tellNanos = Long.MAX_VALUE;

  /// There is a reason to doubt.
  void begin(long nowNanos) {
    if (state == State.NONE) {
      state = State.FELT;
      tellNanos = nowNanos + TELL_NANOS;
    }
  }

  /// It is worse than a doubt, and told.
  void told() {
    state = State.TOLD;
    tellNanos = Long.MAX_VALUE;
  }

  /// Whether the doubt is to be told now; then it counts as told.
  boolean takeDue(long nowNanos) {
    boolean due = tellNanos <= nowNanos;
    if (due) {
      told();
    }
    return due;
  }

  /// The path is proven.
  ///
  /// @return how it stood before
  State end() {
    State before = state;
    state = State.NONE;
    tellNanos = Long.MAX_VALUE;
    return before;
  }

  long deadlineNanos() {
    return tellNanos;
  }
}
