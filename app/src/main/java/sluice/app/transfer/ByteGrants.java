package sluice.app.transfer;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// How much the sender may send: a window beyond what was taken off the receiver's hands, and no faster
/// than the receiver's user allows. Under a limit the window is a quarter of a second, and no more is
/// granted while what came is ahead of the limit.
final class ByteGrants {
  private static final long NEVER = Long.MAX_VALUE;
  private static final int STEPS = 16;
  private static final int WINDOWS_PER_SECOND = 4;

  /// Some messages of the longest kind, unpacked length included.
  private static final long LEAST_WINDOW = 512 << 10;

  private final long windowBytes;
  private final @Nullable RateLimit limit;
  private long spent;
  private long released;
  private long granted;
  private long nowNanos;

  /// @param bytesPerSecond the limit, if there is one
  ByteGrants(OptionalLong bytesPerSecond) {
    if (bytesPerSecond.isPresent()) {
      long rate = bytesPerSecond.getAsLong();
      this.windowBytes = Math.clamp(rate / WINDOWS_PER_SECOND, LEAST_WINDOW, Limits.BYTE_WINDOW);
      this.limit = new RateLimit(rate, Limits.MESSAGE_BYTES);
    } else {
      this.windowBytes = Limits.BYTE_WINDOW;
      this.limit = null;
    }
    this.granted = windowBytes;
  }

  /// A message came.
  void came(int messageBytes) {
    if (limit != null) {
      limit.spend(messageBytes);
    }
  }

  void spend(long cost) throws MalformedMessageException {
    spent += cost;
    if (spent > granted) {
      throw new MalformedMessageException("more data than was granted");
    }
  }

  void release(long cost) {
    released += cost;
  }

  /// Time went on.
  void tick(long now) {
    nowNanos = now;
    if (limit != null) {
      limit.available(now);
    }
  }

  /// Whether enough came free to tell the sender.
  boolean hasNew() {
    return cameFree() && (limit == null || !limit.isOwing());
  }

  private boolean cameFree() {
    return released + windowBytes - granted >= windowBytes / STEPS;
  }

  /// The limit to tell the sender.
  long next() {
    granted = Math.max(granted, released + windowBytes);
    return granted;
  }

  /// When more can be granted that must wait for the limit alone.
  long deadlineNanos() {
    RateLimit rate = limit;
    return rate != null && cameFree() && rate.isOwing() ? rate.dueNanos(0, nowNanos) : NEVER;
  }
}
