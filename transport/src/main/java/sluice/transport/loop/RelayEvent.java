package sluice.transport.loop;

import java.net.InetSocketAddress;

/// Something that happened to the addresses that relays lend us.
sealed interface RelayEvent {
  /// There is one more.
  ///
  /// @param address where the other end reaches us
  record Up(PathWire wire, InetSocketAddress address) implements RelayEvent {}

  /// It is gone.
  record Down(PathWire wire) implements RelayEvent {}

  /// All servers have answered for the first time, or failed to.
  record Settled() implements RelayEvent {}
}
