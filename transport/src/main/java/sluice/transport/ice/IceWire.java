package sluice.transport.ice;

import java.net.InetSocketAddress;

/// What ICE sends through: one socket of ours, or a relay's address. Compared by identity.
public interface IceWire {
  /// The address that a candidate of this wire has, as this machine knows it.
  InetSocketAddress local();

  /// The other end may send from there: a relay has to be told.
  default void permit(InetSocketAddress peer) {}

  /// Sends one datagram, or loses it.
  void send(byte[] message, InetSocketAddress to);
}
