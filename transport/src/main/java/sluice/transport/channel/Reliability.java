package sluice.transport.channel;

/// How long a channel's messages are worth sending again (RFC 8832, section 5.1).
public sealed interface Reliability {

  /// For as long as the association lives.
  record Reliable() implements Reliability {}

  /// At most so many retransmissions.
  ///
  /// @param count 0 to 2^32 - 1
  record MaxRetransmits(long count) implements Reliability {
    public MaxRetransmits {
      requireUnsignedInt(count);
    }
  }

  /// For so long after a message was handed over.
  ///
  /// @param millis 0 to 2^32 - 1
  record MaxLifetime(long millis) implements Reliability {
    public MaxLifetime {
      requireUnsignedInt(millis);
    }
  }

  private static void requireUnsignedInt(long value) {
    if (value < 0 || value > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException(value + " does not fit 32 bits");
    }
  }
}
