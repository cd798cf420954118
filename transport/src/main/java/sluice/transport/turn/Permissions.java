package sluice.transport.turn;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Which addresses may reach us through the relay (RFC 8656, section 9). A permission belongs to an address, whatever the
/// port.
final class Permissions {
  /// As many as ICE has remote candidates, and some that come unannounced. More are refused, unless one is idle.
  static final int MAX = 96;

  /// One that was not wanted for so long makes room for another: in a session of days, addresses change.
  static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(5);

  private static final class Permission {
    final InetSocketAddress peer;
    boolean asking;
    boolean refused;
    long dueNanos;
    long wantedNanos;

    Permission(InetSocketAddress peer, long nowNanos) {
      this.peer = peer;
      this.dueNanos = nowNanos;
      this.wantedNanos = nowNanos;
    }
  }

  private static final Comparator<Permission> BY_USE =
      Comparator.comparingLong(each -> each.wantedNanos);

  private final long refreshNanos;
  private final Map<InetAddress, Permission> permissions = new LinkedHashMap<>();

  Permissions(long refreshNanos) {
    this.refreshNanos = refreshNanos;
  }

  /// Wants a permission for this peer.
  ///
  /// @return false if there are too many
  boolean want(InetSocketAddress peer, long nowNanos) {
    Permission known = permissions.get(peer.getAddress());
    if (known != null) {
      known.wantedNanos = nowNanos;
      return true;
    }
    if (permissions.size() >= MAX && !makeRoom(nowNanos)) {
      return false;
    }
    permissions.put(peer.getAddress(), new Permission(peer, nowNanos));
    return true;
  }

  private boolean makeRoom(long nowNanos) {
    Permission idlest = Collections.min(permissions.values(), BY_USE);
    boolean idle = nowNanos - idlest.wantedNanos > IDLE_NANOS;
    if (idle) {
      permissions.remove(idlest.peer.getAddress());
    }
    return idle;
  }

  /// Whether a datagram from there was let in by us.
  boolean covers(InetSocketAddress peer) {
    Permission permission = permissions.get(peer.getAddress());
    return permission != null && !permission.refused;
  }

  /// A peer whose permission is to be asked for now, or null.
  @Nullable InetSocketAddress pollDue(long nowNanos) {
    for (Permission each : permissions.values()) {
      if (!each.asking && each.dueNanos <= nowNanos) {
        each.asking = true;
        return each.peer;
      }
    }
    return null;
  }

  long deadlineNanos() {
    long deadline = Long.MAX_VALUE;
    for (Permission each : permissions.values()) {
      if (!each.asking) {
        deadline = Math.min(deadline, each.dueNanos);
      }
    }
    return deadline;
  }

  /// RFC 8656, section 12: a channel's binding also installs or refreshes the permission.
  void granted(InetSocketAddress peer, long nowNanos) {
    later(peer, nowNanos, false);
  }

  /// The server said no; it is asked again when it would have been asked anyway.
  void refused(InetSocketAddress peer, long nowNanos) {
    later(peer, nowNanos, true);
  }

  private void later(InetSocketAddress peer, long nowNanos, boolean refused) {
    Permission permission = permissions.get(peer.getAddress());
    if (permission != null) {
      permission.asking = false;
      permission.refused = refused;
      permission.dueNanos = nowNanos + refreshNanos;
    }
  }
}
