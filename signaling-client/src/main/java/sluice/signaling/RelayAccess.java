package sluice.signaling;

import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/// How relays are reached.
///
/// @param proxy through which proxy, if any
/// @param tls whom to trust for `wss`; empty for the system's own choice
public record RelayAccess(ProxyRule proxy, Optional<SSLContext> tls) {
  /// Directly, with the system's trust.
  public static final RelayAccess DIRECT = new RelayAccess(new ProxyRule.None(), Optional.empty());

  /// Which relay is reached through which proxy. A proxy that is dead means no connection, never a direct
  /// one.
  public sealed interface ProxyRule {
    /// None has one.
    record None() implements ProxyRule {}

    /// The user demanded it: every connection goes through it, and what cannot does not happen. Meeting
    /// on this network ([RelayChoice.ThisNetwork]) cannot.
    record Always(ProxyServer proxy) implements ProxyRule {}

    /// Whatever this machine's settings say of a relay that was named. A relay found on this network is
    /// reached directly.
    record PerRelay(Function<URI, Optional<ProxyServer>> choice) implements ProxyRule {}
  }

  /// The proxy on the way to this relay.
  public Optional<ProxyServer> proxyTo(URI relay) {
    return switch (proxy) {
      case ProxyRule.None() -> Optional.empty();
      case ProxyRule.Always(ProxyServer server) -> Optional.of(server);
      case ProxyRule.PerRelay(var choice) -> choice.apply(relay);
    };
  }

  /// The same for a relay on this network.
  RelayAccess onThisNetwork() {
    return new RelayAccess(new ProxyRule.None(), tls);
  }
}
