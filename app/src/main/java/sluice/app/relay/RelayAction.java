package sluice.app.relay;

import java.nio.ByteBuffer;

/// What {@link RelayRooms} wants done on a connection.
public sealed interface RelayAction {
  /// The connection, as it was named in {@link RelayRooms#connected}.
  long connection();

  /// Send this text message.
  record Send(long connection, String text) implements RelayAction {}

  /// Send this binary message, or drop it or older ones where the client does not read.
  record Forward(long connection, ByteBuffer message) implements RelayAction {}

  /// Send a WebSocket ping.
  record Ping(long connection) implements RelayAction {}

  /// Close with this WebSocket code (RFC 6455, section 7.4.1). The rooms have forgotten it already.
  record Close(long connection, int code, String reason) implements RelayAction {}
}
