package sluice.app.relay;

import sluice.app.relay.stun.StunAddresses;

/// Where a relay answers STUN.
public sealed interface StunChoice {
  /// Nowhere.
  record Nowhere() implements StunChoice {}

  /// On UDP, at the address and port where it listens for clients; left out where that cannot be had.
  record AtRelay() implements StunChoice {}

  /// At these addresses, and at the relay's own where that is another port.
  record Named(StunAddresses addresses) implements StunChoice {}
}
