package sluice.transport.sctp.packet;

/// Serial number arithmetic (RFC 1982) on 32 bits, for TSNs and request sequence numbers.
///
/// Two numbers exactly 2^31 apart have no order; here each is before the other. An association
/// never has so many TSNs in flight.
public final class Tsn {
  private Tsn() {}

  /// Whether `a` comes before `b`.
  public static boolean isBefore(int a, int b) {
    return a - b < 0;
  }

  /// Whether `a` comes after `b`.
  public static boolean isAfter(int a, int b) {
    return b - a < 0;
  }

  /// The later of the two.
  public static int latest(int a, int b) {
    return isAfter(a, b) ? a : b;
  }

  /// How many steps lead from `from` to `to`; negative when `to` comes first.
  public static int distance(int from, int to) {
    return to - from;
  }
}
