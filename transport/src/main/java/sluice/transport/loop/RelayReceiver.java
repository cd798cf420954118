package sluice.transport.loop;

import java.net.InetSocketAddress;

/// Takes what the other end sent through a relay.
@FunctionalInterface
interface RelayReceiver {
  /// The array is valid during the call only.
  void onDatagram(PathWire wire, byte[] buffer, int offset, int length, InetSocketAddress from);
}
