package sluice.transport.tcp;

/// Why a connection did not come about, or ended.
///
/// @param detail for a log; holds text of the other end unescaped
public record TcpFailure(Stage stage, String detail) {
  /// How far it came.
  public enum Stage {
    /// The name has no address.
    LOOK_UP,
    /// The server, or the proxy, was not reached.
    CONNECT,
    /// The proxy refused, or did not speak its protocol.
    PROXY,
    /// TLS could not be agreed upon, or the certificate is not the server's.
    TLS,
    /// It worked, and then ended.
    ENDED
  }
}
