package sluice.transport.turn;

import java.net.InetSocketAddress;

/// Takes what peers sent to the relayed address.
@FunctionalInterface
public interface TurnReceiver {
  /// The array is valid during the call only.
  void onDatagram(InetSocketAddress peer, byte[] buffer, int offset, int length);
}
