package sluice.app.relay;

import org.jspecify.annotations.Nullable;

/// One client's connection, as the rooms see it.
final class Link {
  private final long id;
  private final Visitor visitor;
  private final TokenBucket messages;
  private final TokenBucket bytes;
  private final TokenBucket forwarded;
  Place.@Nullable Seat seat;
  History history = History.NEVER_SEATED;
  Timers.@Nullable Timer liveness;
  Timers.@Nullable Timer idle;
  Timers.@Nullable Timer lateRefusal;
  long heardNanos;
  boolean pinged;

  /// Which seats a connection has held.
  enum History {
    NEVER_SEATED,
    SEATED_AT_NAMEPLATE,
    SEATED_IN_ROOM
  }

  /// @param forwarded how many binary messages it may send
  Link(long id, Visitor visitor, RelayLimits limits, RelayLimits.Rate forwarded, long nowNanos) {
    this.id = id;
    this.visitor = visitor;
    this.messages = new TokenBucket(limits.messages(), nowNanos);
    this.bytes = new TokenBucket(limits.bytes(), nowNanos);
    this.forwarded = new TokenBucket(forwarded, nowNanos);
    this.heardNanos = nowNanos;
  }

  long id() {
    return id;
  }

  SourceAddress source() {
    return visitor.source();
  }

  Visitor visitor() {
    return visitor;
  }

  /// Whether this message is within the connection's rates.
  boolean admits(int characters, long nowNanos) {
    return messages.take(1, nowNanos) && bytes.take(characters, nowNanos);
  }

  /// Whether one more binary message is.
  boolean admitsForwarded(long nowNanos) {
    return forwarded.take(1, nowNanos);
  }
}
