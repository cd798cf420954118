package sluice.app.relay;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import sluice.signaling.wire.IceServer;

/// How a relay runs.
///
/// @param listen port 0 for any free one
/// @param publicUrl as clients name it, where a proxy stands before it
/// @param certificate for TLS
/// @param trustedProxies whose `X-Forwarded-For` is believed
/// @param iceServers handed to the two in a room
public record RelayOptions(
    InetSocketAddress listen,
    Optional<URI> publicUrl,
    Optional<Certificate> certificate,
    List<Cidr> trustedProxies,
    RelayLimits limits,
    List<IceServer> iceServers) {

  /// Files in PEM form.
  ///
  /// @param chain the certificate and those above it
  /// @param key its private key, PKCS #8, not encrypted
  public record Certificate(Path chain, Path key) {}

  public RelayOptions {
    trustedProxies = List.copyOf(trustedProxies);
    iceServers = List.copyOf(iceServers);
  }

  /// Plain, standing by itself.
  public static RelayOptions listening(InetSocketAddress listen) {
    return new RelayOptions(
        listen, Optional.empty(), Optional.empty(), List.of(), RelayLimits.standalone(), List.of());
  }

  /// The relay inside a sender: any port of all interfaces, since receivers come from the network.
  public static RelayOptions embedded() {
    return new RelayOptions(
        new InetSocketAddress(0),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        RelayLimits.embedded(),
        List.of());
  }
}
