package sluice.transport.dtls;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// An established session: its keys, and their renewal where both ends can.
final class SecureSession {
  private final KeyRing keys;
  private final @Nullable Renewal renewal;
  private boolean wearingOutTold;

  /// What [#seal] left to do.
  enum Wear {
    NONE,
    /// Time to end in order. Told once.
    WEARS_OUT,
    /// Nothing may be sealed any more.
    EXHAUSTED
  }

  /// @param handshakes makes the handshakes of renewals
  SecureSession(
      SessionKeys first, DtlsRole role, KeyPolicy policy, Supplier<Handshake> handshakes) {
    keys = new KeyRing(first, policy.units());
    renewal =
        switch (policy.renewal()) {
          case AGREED -> new Renewal(role, handshakes, keys);
          case UNKNOWN_TO_PEER -> null;
        };
  }

  /// The keys that open records of this epoch, or null.
  @Nullable RecordProtection keysOf(int epoch) {
    return keys.of(epoch);
  }

  /// Whether a renewal that runs will bring this epoch's keys.
  boolean mayBring(int epoch) {
    return renewal != null && renewal.mayBring(epoch);
  }

  /// A record of this epoch was authentic.
  void onAuthentic(int epoch, long nowNanos) {
    if (renewal != null) {
      renewal.onAuthentic(epoch, nowNanos);
    }
  }

  /// Takes the plaintext of a record of type 22.
  ///
  /// @param number of the record
  void receiveRenewal(int epoch, long number, byte[] plaintext, int length, long nowNanos) {
    if (renewal != null) {
      renewal.receive(epoch, number, plaintext, length, nowNanos);
    }
  }

  /// As [RecordProtection#seal].
  int seal(byte type, byte[] plaintext, int offset, int length, byte[] record, int recordOffset) {
    return keys.current().seal(type, plaintext, offset, length, record, recordOffset);
  }

  /// What the last [#seal] means for the keys.
  Wear wear(int recordBytes, long nowNanos) {
    RecordProtection present = keys.current();
    if (recordBytes == 0) {
      return Wear.EXHAUSTED;
    }
    if (renewal != null && present.isRenewalDue()) {
      renewal.onDue(nowNanos);
    }
    if (renewal == null && !wearingOutTold && present.isWearingOut()) {
      wearingOutTold = true;
      return Wear.WEARS_OUT;
    }
    return Wear.NONE;
  }

  /// The plaintext of the next record of type 22, or null.
  byte @Nullable [] pollRenewal(long nowNanos) {
    return renewal == null ? null : renewal.poll(nowNanos);
  }

  /// Why a renewal ends the session, or null.
  @Nullable DtlsFailure failure() {
    return renewal == null ? null : renewal.failure();
  }

  long renewals() {
    return renewal == null ? 0 : renewal.renewals();
  }

  long rejectedRecords() {
    return keys.rejectedRecords();
  }

  long deadlineNanos() {
    return renewal == null ? Long.MAX_VALUE : renewal.deadlineNanos();
  }

  void onTimeout(long nowNanos) {
    if (renewal != null) {
      renewal.onTimeout(nowNanos);
    }
  }

  /// Ends the renewal that may run.
  void close() {
    if (renewal != null) {
      renewal.close();
    }
  }
}
