package sluice.transport.ice;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sluice.transport.stun.StunMessage;

/// The generations of one connection: usually one, and during a restart up to three side by side.
final class Generations {
  private final Supplier<Generation> maker;

  /// The one that is checked, or in use.
  private Generation current;

  /// The one that we have described, and whose counterpart is not known yet.
  private @Nullable Generation next;

  /// The one before, whose path is in use until the current one has its own, and whose checks are answered for a while.
  private @Nullable Generation former;

  Generations(Supplier<Generation> maker) {
    this.maker = maker;
    current = maker.get();
  }

  Generation current() {
    return current;
  }

  /// The one to describe to the other end.
  Generation newest() {
    return next == null ? current : next;
  }

  boolean isRestarting() {
    return next != null;
  }

  void restart() {
    if (next == null) {
      next = maker.get();
    }
  }

  /// The other end has answered: the newest becomes the current one.
  void advance() {
    Generation old = current;
    if (next == null) {
      if (current.remote() != null) {
        throw new IllegalStateException("no restart has begun");
      }
      return;
    }
    current = next;
    next = null;
    if (old.selected()) {
      forgetFormer();
      former = old;
    } else {
      old.close(); // The one before it still holds the path, if there is any.
    }
  }

  boolean hasFormer() {
    return former != null;
  }

  void forgetFormer() {
    if (former != null) {
      former.close();
      former = null;
    }
  }

  /// The one that an authentic check belongs to, or null where it is nobody's.
  @Nullable Generation of(StunMessage request, InetSocketAddress from) {
    for (Generation each : Arrays.asList(current, next, former)) {
      if (each != null && each.isOurs(request, from)) {
        return each;
      }
    }
    return null;
  }

  /// Whether an authentic check came from there.
  boolean proves(InetSocketAddress from) {
    return current.proves(from) || (former != null && former.proves(from));
  }

  void close() {
    current.close();
    if (next != null) {
      next.close();
    }
    forgetFormer();
  }
}
