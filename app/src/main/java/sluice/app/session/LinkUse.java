package sluice.app.session;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import sluice.app.compression.PackingChoice;
import sluice.app.transfer.Limits;
import sluice.app.transfer.RateLimit;

/// How a sender uses its link: no faster than the user allows, and watched for whether packing would
/// pay.
final class LinkUse {
  private static final long NEVER = Long.MAX_VALUE;

  private final PackingChoice packing;
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final @Nullable RateLimit limit;
  private final BooleanSupplier inForce;
  private boolean isInForce = true;
  private long lookedNanos = Long.MIN_VALUE / 2;
  private long sentBytes;
  private boolean limited;
  private long dueNanos = NEVER;

  /// @param limit bytes a second, if the user named any
  LinkUse(PackingChoice packing, OptionalLong limit) {
    this(packing, limit, () -> true);
  }

  /// @param inForce whether the limit holds at this time of the day; asked once a second
  LinkUse(PackingChoice packing, OptionalLong limit, BooleanSupplier inForce) {
    this.packing = packing;
    this.inForce = inForce;
    this.limit = limit.isPresent() ? new RateLimit(limit.getAsLong(), Limits.MESSAGE_BYTES) : null;
  }

  /// How many of the bytes that the channel takes may be sent now.
  long room(long channelBytes, long nowNanos) {
    RateLimit rate = limit;
    if (rate == null || !holds(nowNanos)) {
      limited = false;
      dueNanos = NEVER;
      return channelBytes;
    }
    long allowed = Math.max(0, rate.available(nowNanos));
    limited = allowed < Limits.MESSAGE_BYTES && channelBytes >= Limits.MESSAGE_BYTES;
    dueNanos = limited ? rate.dueNanos(Limits.MESSAGE_BYTES, nowNanos) : NEVER;
    return Math.min(channelBytes, allowed);
  }

  private boolean holds(long nowNanos) {
    if (nowNanos - lookedNanos >= LOOK_NANOS) {
      lookedNanos = nowNanos;
      isInForce = inForce.getAsBoolean();
    }
    return isInForce;
  }

  void sent(int bytes) {
    sentBytes += bytes;
    if (limit != null && isInForce) {
      limit.spend(bytes);
    }
  }

  /// All that could be sent was sent.
  void cranked(PackingChoice.Waiting waiting, long nowNanos) {
    packing.sent(sentBytes, limited ? PackingChoice.Waiting.SOMETHING : waiting, nowNanos);
    sentBytes = 0;
  }

  /// When more may be sent; `Long.MAX_VALUE` where nothing but the channel is waited for.
  long deadlineNanos() {
    return dueNanos;
  }
}
