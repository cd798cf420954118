package sluice.transport;

import java.time.Duration;

/// How a channel treats its messages (RFC 8832, section 5.1).
///
/// @param protocol the subprotocol's name, empty for none
public record ChannelOptions(Ordering ordering, Reliability reliability, String protocol) {
  /// Ordered and reliable, as a file transfer needs it.
  public static final ChannelOptions RELIABLE =
      new ChannelOptions(Ordering.ORDERED, new Reliability.Reliable(), "");

  /// Whether messages arrive in the order of sending.
  public enum Ordering {
    ORDERED,
    UNORDERED
  }

  /// How long a message is worth sending again (RFC 3758).
  public sealed interface Reliability {
    /// For as long as the association lives.
    record Reliable() implements Reliability {}

    /// At most so many retransmissions.
    record MaxRetransmits(int count) implements Reliability {}

    /// For so long after it was handed over.
    record MaxLifetime(Duration lifetime) implements Reliability {}
  }
}
