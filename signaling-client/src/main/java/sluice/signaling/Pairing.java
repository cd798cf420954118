package sluice.signaling;

import sluice.signaling.pake.Octets;

/// What one end keeps of a pairing for good, as far as meeting again needs it: `docs/protocol.md`,
/// section 9. At the other end the two installations change places.
///
/// @param secret 32 bytes, the same at both ends
/// @param own this installation, 16 bytes
/// @param theirs the other one
public record Pairing(Octets secret, Octets own, Octets theirs) {
  /// Length of the secret.
  public static final int SECRET_BYTES = 32;

  /// Length of an installation's id.
  public static final int INSTALLATION_BYTES = 16;

  public Pairing {
    if (secret.length() != SECRET_BYTES
        || own.length() != INSTALLATION_BYTES
        || theirs.length() != INSTALLATION_BYTES
        || own.equals(theirs)) {
      throw new IllegalArgumentException("not a pairing");
    }
  }

  /// Nothing of it is for a log.
  @Override
  public String toString() {
    return "pairing";
  }
}
