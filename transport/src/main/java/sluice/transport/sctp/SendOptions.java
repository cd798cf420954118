package sluice.transport.sctp;

/// How one message is to be delivered.
///
/// @param ordering within its stream
/// @param maxRetransmissions after which the message is given up (RFC 7496, section 3.1), or {@link #UNLIMITED}
/// @param lifetimeNanos after which it is given up, counted from handing it over (RFC 7496, section 3.1), or {@link
///     #FOREVER}
public record SendOptions(Ordering ordering, int maxRetransmissions, long lifetimeNanos) {
  public static final int UNLIMITED = Integer.MAX_VALUE;
  public static final long FOREVER = Long.MAX_VALUE;

  /// Ordered and reliable.
  public static final SendOptions RELIABLE = new SendOptions(Ordering.ORDERED, UNLIMITED, FOREVER);

  /// Unordered and reliable.
  public static final SendOptions UNORDERED =
      new SendOptions(Ordering.UNORDERED, UNLIMITED, FOREVER);

  /// Whether messages of a stream arrive in the order of sending.
  public enum Ordering {
    ORDERED,
    UNORDERED
  }

  public SendOptions {
    if (maxRetransmissions < 0 || lifetimeNanos < 0) {
      throw new IllegalArgumentException("negative limit");
    }
  }
}
