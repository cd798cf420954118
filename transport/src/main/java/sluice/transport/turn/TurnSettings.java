package sluice.transport.turn;

import java.util.concurrent.TimeUnit;

/// How an allocation is asked for and kept.
public record TurnSettings(
    Carrier carrier, Families families, Retransmission retransmission, Refreshing refreshing) {

  /// What brings messages to the server.
  public enum Carrier {
    /// UDP: requests are repeated until they are answered.
    DATAGRAMS,
    /// TCP or TLS: each message arrives once, and ChannelData is padded to four bytes (RFC 8656, section 12.5).
    STREAM
  }

  /// Which relayed addresses are wanted.
  public enum Families {
    IPV4,
    IPV6,
    /// Both of one allocation; a server that has only one of them grants that one.
    BOTH
  }

  /// RFC 8489, section 6.2.1.
  ///
  /// @param rtoNanos the wait before the first repetition, doubled for each further one
  /// @param rc how often a request is sent in all
  /// @param rm the wait after the last one, in multiples of `rtoNanos`
  public record Retransmission(long rtoNanos, int rc, int rm) {
    /// The values that the RFC recommends: a request is given up after 39.5 s.
    public static final Retransmission DEFAULT =
        new Retransmission(TimeUnit.MILLISECONDS.toNanos(500), 7, 16);

    /// How long a request may take in all; over a stream, this is Ti.
    long patienceNanos() {
      return rtoNanos * ((1L << (rc - 1)) - 1 + rm);
    }

    /// The wait after a request was sent for the n-th time.
    long waitNanos(int n) {
      return n < rc ? rtoNanos << (n - 1) : rtoNanos * rm;
    }
  }

  /// When to ask anew for what the server would otherwise forget.
  ///
  /// @param lifetimeSeconds what is asked for an allocation; it is refreshed after half of what was granted
  /// @param peerNanos for permissions and channels
  /// @param keepaliveNanos after how long without a word a NAT in between is reminded of us
  public record Refreshing(int lifetimeSeconds, long peerNanos, long keepaliveNanos) {
    /// RFC 8656 gives a permission 5 minutes and a channel 10, but a server can be set to less (coturn's
    /// `permission-lifetime` and `channel-lifetime`) and never tells. Half a minute survives settings of one minute, and
    /// keeps the bindings of NATs too.
    public static final Refreshing DEFAULT =
        new Refreshing(600, TimeUnit.SECONDS.toNanos(25), TimeUnit.SECONDS.toNanos(20));
  }

  /// The settings for a real network.
  public static TurnSettings of(Carrier carrier, Families families) {
    return new TurnSettings(carrier, families, Retransmission.DEFAULT, Refreshing.DEFAULT);
  }
}
