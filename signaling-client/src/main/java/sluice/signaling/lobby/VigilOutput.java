package sluice.signaling.lobby;

import sluice.signaling.ReceptionEvent;
import sluice.signaling.wire.ClientMessage;

/// What a [Vigil] wants done.
public sealed interface VigilOutput {
  /// Connect to the relay; [Vigil#connected] or [Vigil#disconnected] follows.
  record Connect() implements VigilOutput {}

  /// Send this over the connection.
  record Transmit(ClientMessage message) implements VigilOutput {}

  /// Close the connection, or give up connecting. Nothing more of it may be told to the engine.
  record Disconnect() implements VigilOutput {}

  /// Tell the owner.
  record Tell(ReceptionEvent event) implements VigilOutput {}
}
