package sluice.signaling.session;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import sluice.signaling.Purpose;
import sluice.signaling.code.Secret;
import sluice.signaling.pake.Hkdf;
import sluice.signaling.pake.Octets;
import sluice.signaling.pake.Spake2;
import sluice.signaling.pake.Spake2Agreement;
import sluice.signaling.pake.Spake2Keys;
import sluice.signaling.wire.Nameplate;
import sluice.signaling.wire.Role;
import sluice.signaling.wire.WireLimits;

/// A place and the secret that both ends bring to it, section 4.
///
/// @param place what binds the PAKE to the place
/// @param w the secret as a number
record MeetingPlace(Octets place, BigInteger w) {
  private static final Octets NO_INSTALLATION = Octets.of(new byte[0]);

  static MeetingPlace of(Nameplate nameplate, Secret secret) {
    byte[] digits = nameplate.digits().getBytes(StandardCharsets.US_ASCII);
    byte[] okm = Hkdf.derive(secret.bytes(), "sluice/1 w", digits, Spake2.SCALAR_INPUT_BYTES);
    return new MeetingPlace(Octets.of(digits), Spake2.scalar(okm));
  }

  Spake2Keys keys(Spake2Agreement agreement, Purpose purpose) {
    return agreement.keys(identity(Role.MAKER, purpose), identity(Role.JOINER, purpose));
  }

  private byte[] identity(Role role, Purpose purpose) {
    return new Identity(WireLimits.VERSION, role, purpose, place, NO_INSTALLATION).bytes();
  }
}
