package sluice.signaling;

import java.net.URI;

/// Which relay to use.
public sealed interface RelayChoice {
  /// A relay at a `ws` or `wss` URI. The endpoint's path is appended to the URI's.
  record At(URI relay) implements RelayChoice {
    public At {
      String scheme = relay.getScheme();
      if (!("ws".equalsIgnoreCase(scheme) || "wss".equalsIgnoreCase(scheme))
          || relay.getHost() == null
          || relay.getRawUserInfo() != null) {
        throw new IllegalArgumentException("not a relay's URI");
      }
    }
  }

  /// The network at hand. A maker runs a relay inside itself, listening on `port` of this machine,
  /// and answers receivers on the LAN and on loopback; a joiner asks for the holder of its
  /// nameplate.
  ///
  /// @param port of the maker's relay; 0 for a joiner
  record ThisNetwork(int port) implements RelayChoice {
    public ThisNetwork {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("not a port");
      }
    }
  }
}
