package sluice.transport.udp;

import java.net.InetSocketAddress;

/// One bound UDP socket. Not thread-safe: it belongs to the thread that waits in its {@link UdpPorts}.
///
/// Datagrams leave with "don't fragment" set, so a datagram that is too long for the path is lost or refused but never
/// split, as the search for the path's MTU demands (RFC 8899, section 3); {@link #sendDivisible} is the exception.
public interface UdpPort extends AutoCloseable {
  /// The longest payload that a UDP datagram can have over IPv4.
  int MAX_DATAGRAM_BYTES = 65_507;

  /// Why {@link #send} took less than it was given.
  enum Refusal {
    /// Everything was taken.
    NONE,
    /// The socket's buffer is full: {@link UdpPorts#await} returns when there is room again.
    CONGESTED,
    /// The datagram is longer than the interface or the path takes.
    TOO_LONG,
    /// The system knows no way to this destination at present, or forbids it.
    UNREACHABLE
  }

  /// The bound address.
  InetSocketAddress local();

  /// Sends equal datagrams that lie one behind the other, to one destination.
  ///
  /// @param lengthBytes of all of them together, at most {@link #MAX_DATAGRAM_BYTES}
  /// @param segmentBytes of each but the last, which may be shorter
  /// @return the bytes taken, always whole datagrams; where it is less than `lengthBytes`, {@link #refusal} tells why
  int send(byte[] buffer, int offset, int lengthBytes, int segmentBytes, InetSocketAddress to);

  /// Sends one datagram that the network may split. For what cannot be cut anew and is longer than the path carries
  /// whole.
  ///
  /// @return the bytes taken, all or none; where none, {@link #refusal} tells why
  int sendDivisible(byte[] buffer, int offset, int lengthBytes, InetSocketAddress to);

  /// What stopped the last call of {@link #send} or {@link #sendDivisible}.
  Refusal refusal();

  /// What the system granted, in bytes.
  int sendBufferBytes();

  /// What the system granted, in bytes.
  int receiveBufferBytes();

  /// Whether runs of datagrams are handed to the kernel in one call.
  boolean batches();

  @Override
  void close();
}
