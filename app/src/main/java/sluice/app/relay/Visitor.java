package sluice.app.relay;

import java.util.Optional;

/// Who is at the door, as far as the rooms care.
///
/// @param source what limits are counted by
/// @param secrecy whether somebody may listen on the way
/// @param host how the client named this relay, where it did so in a form that may be handed on
public record Visitor(SourceAddress source, Secrecy secrecy, Optional<String> host) {
  /// Whether secrets may go over the connection.
  public enum Secrecy {
    /// TLS, up to us or up to a proxy that we trust, or this very machine.
    KEPT,
    /// Plain text over a network.
    NONE
  }

  /// Somebody of this source on a plain connection.
  static Visitor inClear(SourceAddress source) {
    return new Visitor(source, Secrecy.NONE, Optional.empty());
  }
}
