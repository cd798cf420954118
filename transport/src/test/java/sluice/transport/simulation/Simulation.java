package sluice.transport.simulation;

import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32C;

/// Virtual time: runs events in their order, those of the same instant in the order they were scheduled.
public final class Simulation {
  public static final long MICROSECOND = 1_000L;
  public static final long MILLISECOND = 1_000_000L;
  public static final long SECOND = 1_000_000_000L;
  public static final long MINUTE = 60 * SECOND;

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long nowNanos;
  private long sequence;
  private long traceHash = 0xcbf29ce484222325L;

  private record Event(long atNanos, long order, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(atNanos, other.atNanos);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  public long nowNanos() {
    return nowNanos;
  }

  public void at(long nanos, Runnable action) {
    events.add(new Event(Math.max(nanos, nowNanos), sequence++, action));
  }

  public void after(long nanos, Runnable action) {
    at(nowNanos + nanos, action);
  }

  /// Runs for so long.
  public void run(long nanos) {
    runUntil(nowNanos + nanos, () -> false);
  }

  /// Runs until the condition holds, at the longest for so long.
  ///
  /// @return whether it holds
  public boolean runUntil(BooleanSupplier condition, long nanos) {
    return runUntil(nowNanos + nanos, condition);
  }

  private boolean runUntil(long endNanos, BooleanSupplier condition) {
    if (condition.getAsBoolean()) {
      return true;
    }
    while (!events.isEmpty() && events.peek().atNanos() <= endNanos) {
      Event next = events.remove();
      nowNanos = next.atNanos();
      next.action().run();
      if (condition.getAsBoolean()) {
        return true;
      }
    }
    nowNanos = endNanos;
    return false;
  }

  /// Makes something part of the trace, by which two runs are compared.
  public void trace(int who, byte[] packet) {
    mix(who);
    mix(nowNanos);
    CRC32C content = new CRC32C();
    content.update(packet);
    mix(content.getValue());
  }

  private void mix(long value) {
    traceHash = (traceHash ^ value) * 0x100000001b3L;
    traceHash ^= traceHash >>> 29;
  }

  public long traceHash() {
    return traceHash;
  }
}
