package sluice.transport.dtls;

import java.time.Duration;

/// An alert that came in clear during the handshake. Anybody can send such a one to end it, so none is believed at once. But
/// an honest peer that refuses our certificate says so in this way alone.
final class AlertInClear {
  /// How long the handshake may go on to prove it forged.
  static final Duration GRACE = Duration.ofSeconds(3);

  private static final long NEVER = Long.MAX_VALUE;

  private int description;
  private long deadlineNanos = NEVER;

  /// Takes a record of type 21 and epoch 0.
  ///
  /// @return whether it is an alert
  boolean receive(byte[] datagram, int offset, int length, long nowNanos) {
    if (length != RecordProtection.HEADER_BYTES + Alert.SIZE_BYTES) {
      return false;
    }
    Alert alert = Alert.read(datagram, offset + RecordProtection.HEADER_BYTES);
    if ((alert.isFatal() || alert.isCloseNotify()) && deadlineNanos == NEVER) {
      description = alert.description();
      deadlineNanos = nowNanos + GRACE.toNanos();
    }
    return true;
  }

  /// When it counts, `Long.MAX_VALUE` where there is none.
  long deadlineNanos() {
    return deadlineNanos;
  }

  /// The number of the alert, which is forgotten.
  int take() {
    forget();
    return description;
  }

  void forget() {
    deadlineNanos = NEVER;
  }
}
