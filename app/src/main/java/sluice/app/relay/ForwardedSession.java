package sluice.app.relay;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.signaling.wire.Role;
import sluice.signaling.wire.WireLimits;

/// What one room's two seats forward to each other: shaped to the rate, in turns between the two
/// directions, with queues that drop the oldest. Sans-IO.
final class ForwardedSession {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int LARGEST_COST =
      WireLimits.MAX_FORWARDED_BYTES + ForwardLimits.MESSAGE_OVERHEAD_BYTES;

  private final ForwardLimits limits;
  private final Map<Role, Lane> lanes = new EnumMap<>(Role.class);
  private Role next = Role.MAKER;
  private long bytesLeft;
  private double level = LARGEST_COST;
  private long filledNanos;

  /// A message that may leave now.
  record Passage(Role destination, ByteBuffer message) {}

  /// What waits for one seat.
  private static final class Lane {
    final Deque<ByteBuffer> messages = new ArrayDeque<>();

    /// With the overhead of each.
    int bytes;
  }

  ForwardedSession(ForwardLimits limits, long nowNanos) {
    this.limits = limits;
    this.bytesLeft = limits.bytesOfSession();
    this.filledNanos = nowNanos;
    for (Role role : Role.values()) {
      lanes.put(role, new Lane());
    }
  }

  /// Whether the session has used up what it may forward in all.
  boolean isExhausted() {
    return bytesLeft <= 0;
  }

  /// Takes a message; it is dropped where the session has used up its bytes.
  void offer(Role destination, ByteBuffer message) {
    if (isExhausted()) {
      return;
    }
    Lane lane = lane(destination);
    lane.messages.addLast(message);
    lane.bytes += ForwardLimits.cost(message);
    while (lane.bytes > limits.queueBytes()) {
      lane.bytes -= ForwardLimits.cost(lane.messages.removeFirst());
    }
  }

  /// The next message that may leave, or null.
  @Nullable Passage poll(long nowNanos) {
    fill(nowNanos);
    Role destination = lane(next).messages.isEmpty() ? next.other() : next;
    Lane lane = lane(destination);
    ByteBuffer head = lane.messages.peekFirst();
    if (head == null || ForwardLimits.cost(head) > level || isExhausted()) {
      return null;
    }
    int cost = ForwardLimits.cost(head);
    lane.messages.removeFirst();
    lane.bytes -= cost;
    level -= cost;
    bytesLeft -= cost;
    next = destination.other();
    return new Passage(destination, head);
  }

  /// When {@link #poll} will have the next; `Long.MAX_VALUE` for not before another {@link #offer}.
  long deadlineNanos(long nowNanos) {
    ByteBuffer head = lane(next).messages.peekFirst();
    if (head == null) {
      head = lane(next.other()).messages.peekFirst();
    }
    if (head == null || isExhausted()) {
      return Long.MAX_VALUE;
    }
    double missing = Math.max(0, ForwardLimits.cost(head) - level);
    return nowNanos + (long) Math.ceil(missing / limits.bytesPerSecond() * NANOS_PER_SECOND);
  }

  /// Messages that wait, in both directions.
  int waiting() {
    return lane(Role.MAKER).messages.size() + lane(Role.JOINER).messages.size();
  }

  private Lane lane(Role destination) {
    Lane lane = lanes.get(destination);
    if (lane == null) {
      throw new IllegalStateException("every role has a lane");
    }
    return lane;
  }

  private void fill(long nowNanos) {
    double burst = Math.max(LARGEST_COST, limits.bytesPerSecond() / 50.0);
    double gained = (nowNanos - filledNanos) / NANOS_PER_SECOND * limits.bytesPerSecond();
    level = Math.min(burst, level + gained);
    filledNanos = nowNanos;
  }
}
