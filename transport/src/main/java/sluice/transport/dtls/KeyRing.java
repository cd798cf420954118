package sluice.transport.dtls;

import org.jspecify.annotations.Nullable;

/// The keys of one session, by the epoch that each record names: those that seal, and those that still or already open.
/// Epoch 1 comes from the first handshake, each renewal counts one on.
final class KeyRing {
  private final long units;
  private RecordProtection current;
  private @Nullable RecordProtection next;
  private @Nullable RecordProtection previous;
  private long rejectedBefore;

  KeyRing(SessionKeys first, long units) {
    this.units = units;
    current = new RecordProtection(first, 1, new KeyBudget(units, 0));
  }

  /// Those that seal.
  RecordProtection current() {
    return current;
  }

  /// Those that open records of this epoch, or null.
  @Nullable RecordProtection of(int epoch) {
    if (epoch == current.epoch()) {
      return current;
    }
    if (next != null && epoch == next.epoch()) {
      return next;
    }
    return previous != null && epoch == previous.epoch() ? previous : null;
  }

  /// A handshake left new keys: they open from now on, and seal after [#turn].
  void prepare(SessionKeys keys) {
    next = new RecordProtection(keys, current.epoch() + 1, new KeyBudget(units, 0));
  }

  /// The handshake that left them came to nothing at the other end.
  void dropPrepared() {
    if (next != null) {
      rejectedBefore += next.rejectedRecords();
      next = null;
    }
  }

  boolean isPrepared() {
    return next != null;
  }

  /// Whether an epoch is that of the keys that wait for their turn.
  boolean isNext(int epoch) {
    return next != null && epoch == next.epoch();
  }

  /// The other end has the new keys too: they seal from now on.
  void turn() {
    RecordProtection fresh = next;
    if (fresh == null) {
      throw new IllegalStateException("no keys to turn to");
    }
    forgetPrevious();
    previous = current;
    current = fresh;
    next = null;
  }

  /// What was sealed under the keys before has come, or will not.
  void forgetPrevious() {
    if (previous != null) {
      rejectedBefore += previous.rejectedRecords();
      previous = null;
    }
  }

  long rejectedRecords() {
    return rejectedBefore
        + current.rejectedRecords()
        + (next == null ? 0 : next.rejectedRecords())
        + (previous == null ? 0 : previous.rejectedRecords());
  }
}
