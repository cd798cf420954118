package sluice.transport.sdp;

import java.util.Locale;
import java.util.Optional;

/// The value of `a=setup`: who begins the DTLS handshake (RFC 8842, section 5).
public enum SetupRole {
  /// Begins: the DTLS client.
  ACTIVE,
  /// Waits: the DTLS server.
  PASSIVE,
  /// Either; an offer says so and the answer chooses.
  ACTPASS;

  /// The value as SDP writes it.
  public String sdpName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The role of this name. `holdconn` is none that WebRTC knows.
  static Optional<SetupRole> ofSdpName(String name) {
    for (SetupRole role : values()) {
      if (role.sdpName().equalsIgnoreCase(name)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }

  /// What we answer to an offer of this role: where there is a choice, active, as RFC 8842,
  /// section 5.3 recommends: the handshake begins half a round trip earlier.
  public SetupRole answer() {
    return this == ACTIVE ? PASSIVE : ACTIVE;
  }

  /// Our role, when we offered `actpass` and this is the answer. Empty for `actpass`, which is no
  /// answer.
  public Optional<SetupRole> offererRole() {
    return switch (this) {
      case ACTIVE -> Optional.of(PASSIVE);
      case PASSIVE -> Optional.of(ACTIVE);
      case ACTPASS -> Optional.empty();
    };
  }
}
