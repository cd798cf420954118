package sluice.app.relay;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How a relay runs.
///
/// @param listen port 0 for any free one
/// @param publicUrl as clients name it, where a proxy stands before it
/// @param certificate for TLS
/// @param trustedProxies whose `X-Forwarded-For` is believed
/// @param stun where STUN is answered
/// @param forward how much is forwarded between the two in a room; nothing for none
/// @param turn the TURN server that credentials are made for
public record RelayOptions(
    InetSocketAddress listen,
    Optional<URI> publicUrl,
    Optional<Certificate> certificate,
    List<Cidr> trustedProxies,
    RelayLimits limits,
    StunChoice stun,
    Optional<IceOffers.Turn> turn,
    Optional<ForwardLimits> forward) {

  /// Files in PEM form.
  ///
  /// @param chain the certificate and those above it
  /// @param key its private key, PKCS #8, not encrypted
  public record Certificate(Path chain, Path key) {}

  public RelayOptions {
    trustedProxies = List.copyOf(trustedProxies);
  }

  /// Plain, standing by itself.
  public static RelayOptions listening(InetSocketAddress listen) {
    return new RelayOptions(
        listen,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        RelayLimits.standalone(),
        new StunChoice.AtRelay(),
        Optional.empty(),
        Optional.empty());
  }

  /// The relay inside a sender: any port of all interfaces, since receivers come from the network. It
  /// answers no STUN: who reaches it reaches the sender's own addresses as well, and is seen by them.
  public static RelayOptions embedded() {
    return new RelayOptions(
        new InetSocketAddress(0),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        RelayLimits.embedded(),
        new StunChoice.Nowhere(),
        Optional.empty(),
        Optional.empty());
  }
}
