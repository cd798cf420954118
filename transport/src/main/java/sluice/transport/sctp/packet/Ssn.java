package sluice.transport.sctp.packet;

/// Serial number arithmetic (RFC 1982) on 16 bits, for stream sequence numbers held in an `int`
/// from 0 to 65,535.
public final class Ssn {
  private Ssn() {}

  /// Whether `a` comes before `b`.
  public static boolean isBefore(int a, int b) {
    return (short) (a - b) < 0;
  }

  /// Whether `a` comes after `b`.
  public static boolean isAfter(int a, int b) {
    return (short) (b - a) < 0;
  }

  /// The number after `ssn`; 0 follows 65,535.
  public static int next(int ssn) {
    return (ssn + 1) & 0xFFFF;
  }
}
