package sluice.transport.turn;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that happened to an allocation.
public sealed interface TurnEvent {
  /// The allocation stands.
  ///
  /// @param relayed one address or two of different families
  /// @param mapped where the server sees us
  /// @param lifetimeSeconds as granted
  record Allocated(
      List<InetSocketAddress> relayed, @Nullable InetSocketAddress mapped, long lifetimeSeconds)
      implements TurnEvent {}

  /// The server has granted more time.
  record Refreshed(long lifetimeSeconds) implements TurnEvent {}

  /// Our credential is not taken any more. What stands goes on until its lifetime is over: time to allocate anew, with
  /// another credential and from another port.
  record CredentialOutdated() implements TurnEvent {}

  /// No datagram of this peer can be relayed.
  record PeerRefused(InetSocketAddress peer, int code) implements TurnEvent {}

  /// Another server shall be asked (RFC 8489, section 10). Nothing follows.
  ///
  /// @param domain whose certificate that server has, or null for the same as before
  record Redirected(InetSocketAddress server, @Nullable String domain) implements TurnEvent {}

  /// There is no allocation. Nothing follows.
  record Failed(TurnFailure failure) implements TurnEvent {}
}
