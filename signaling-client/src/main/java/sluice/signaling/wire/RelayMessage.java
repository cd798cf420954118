package sluice.signaling.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a relay says to a client.
public sealed interface RelayMessage {
  /// A claim is granted.
  sealed interface Seated extends RelayMessage {
    /// The other seat: never [Presence#LEFT].
    Presence peer();
  }

  /// A seat of a nameplate is granted.
  record SeatedAtNameplate(Nameplate nameplate, Presence peer) implements Seated {}

  /// A seat of a room is granted.
  record SeatedInRoom(RoomName room, Presence peer) implements Seated {}

  /// The other seat changed: never to [Presence#NONE].
  record PeerChanged(Presence state) implements RelayMessage {}

  /// The other seat sent this.
  record Delivery(Payload payload) implements RelayMessage {}

  /// ICE servers to use.
  ///
  /// @param lifetimeSeconds how long their credentials hold; 0 for ever
  record Ice(List<IceServer> servers, int lifetimeSeconds) implements RelayMessage {
    public Ice {
      servers = List.copyOf(servers);
      if (servers.size() > WireLimits.MAX_ICE_SERVERS || lifetimeSeconds < 0) {
        throw new IllegalArgumentException("not a list of ICE servers");
      }
    }
  }

  /// This relay forwards datagrams between the two in the room.
  ///
  /// @param bytesPerSecond of the session, both directions together; 0 when it forwards no more
  record Forwarding(int bytesPerSecond) implements RelayMessage {}

  /// The rooms are watched.
  ///
  /// @param unixSeconds the relay's time
  record Watching(long unixSeconds) implements RelayMessage {}

  /// Somebody waits in a watched room.
  record Called(RoomName room) implements RelayMessage {}

  /// A refusal.
  ///
  /// @param retryAfterMillis lower bound for the next claim; 0 where none is set
  /// @param message for people, untrusted: escape it before it reaches a terminal
  record Refused(RefusalReason reason, long retryAfterMillis, @Nullable String message)
      implements RelayMessage {
    public Refused {
      if (retryAfterMillis < 0
          || (message != null && message.length() > WireLimits.MAX_REFUSAL_TEXT)) {
        throw new IllegalArgumentException("not a refusal");
      }
    }

    /// A refusal without more.
    public static Refused of(RefusalReason reason) {
      return new Refused(reason, 0, null);
    }
  }
}
