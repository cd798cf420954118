package sluice.signaling.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a client says to a relay.
public sealed interface ClientMessage {
  /// Asks for a seat.
  sealed interface Claim extends ClientMessage {
    /// The protocol version the client speaks.
    int version();

    /// Makes the seat the client's own.
    Token token();
  }

  /// Takes seat A of a nameplate: of the wanted one, or of a fresh one that the relay draws.
  ///
  /// @param nameplate the wanted one, or null
  record Allocate(int version, Token token, @Nullable Nameplate nameplate) implements Claim {}

  /// Takes seat B of an existing nameplate.
  record Join(int version, Token token, Nameplate nameplate) implements Claim {}

  /// Takes a seat of a room, which comes into being when it is not there.
  record Enter(int version, Token token, RoomName room, Role role) implements Claim {}

  /// Forwards to the other seat.
  record Send(Payload payload) implements ClientMessage {}

  /// Asks for the ICE servers again.
  record AskIce() implements ClientMessage {}

  /// Gives the seat up for good.
  record Leave() implements ClientMessage {}

  /// Wants to be called when somebody waits in one of these rooms; none asks for the time alone.
  record Watch(int version, List<RoomName> rooms) implements ClientMessage {
    public Watch {
      rooms = List.copyOf(rooms);
      if (rooms.size() > WireLimits.MAX_WATCHED_ROOMS) {
        throw new IllegalArgumentException("too many rooms to watch");
      }
    }
  }
}
