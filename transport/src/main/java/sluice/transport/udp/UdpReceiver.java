package sluice.transport.udp;

import java.net.InetSocketAddress;

/// Takes what a {@link UdpPort} received.
@FunctionalInterface
public interface UdpReceiver {
  /// Takes a run of datagrams from one sender, one behind the other: all of them `segmentBytes` long, only the last one
  /// may be shorter. The array belongs to the port and is valid during the call only.
  ///
  /// @param offset where the first datagram begins
  /// @param lengthBytes of all of them together; 0 for one empty datagram
  /// @param segmentBytes of each but the last, at least 1
  void onDatagrams(
      UdpPort port,
      byte[] buffer,
      int offset,
      int lengthBytes,
      int segmentBytes,
      InetSocketAddress from);
}
