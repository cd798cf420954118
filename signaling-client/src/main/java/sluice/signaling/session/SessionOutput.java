package sluice.signaling.session;

import sluice.signaling.RendezvousEvent;
import sluice.signaling.wire.ClientMessage;

/// What a [Session] wants done.
public sealed interface SessionOutput {
  /// Connect to the relay; [Session#connected] or [Session#disconnected] follows.
  record Connect() implements SessionOutput {}

  /// Send this over the connection.
  record Transmit(ClientMessage message) implements SessionOutput {}

  /// Close the connection, or give up connecting, after what was to be sent. Nothing more of this
  /// connection may be told to the session.
  record Disconnect() implements SessionOutput {}

  /// Tell the owner.
  record Tell(RendezvousEvent event) implements SessionOutput {}
}
