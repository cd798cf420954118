package sluice.signaling.session;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import sluice.signaling.Pairing;
import sluice.signaling.Purpose;
import sluice.signaling.code.Secret;
import sluice.signaling.pake.Hkdf;
import sluice.signaling.pake.Octets;
import sluice.signaling.pake.Spake2;
import sluice.signaling.pake.Spake2Agreement;
import sluice.signaling.pake.Spake2Keys;
import sluice.signaling.wire.Nameplate;
import sluice.signaling.wire.Role;
import sluice.signaling.wire.RoomName;
import sluice.signaling.wire.WireLimits;

/// A place, the secret that both ends bring to it, and who they are: section 4.
///
/// @param place what binds the PAKE to the place
/// @param w the secret as a number
/// @param maker the maker's installation; empty for codes
/// @param joiner the joiner's
record MeetingPlace(Octets place, BigInteger w, Octets maker, Octets joiner) {
  private static final Octets NO_INSTALLATION = Octets.of(new byte[0]);

  static MeetingPlace of(Nameplate nameplate, Secret secret) {
    byte[] digits = nameplate.digits().getBytes(StandardCharsets.US_ASCII);
    return new MeetingPlace(
        Octets.of(digits), w(secret.bytes(), digits), NO_INSTALLATION, NO_INSTALLATION);
  }

  /// A lobby of paired peers, section 10.2.
  ///
  /// @param own the role of this side
  static MeetingPlace of(RoomName lobby, Pairing pairing, Role own) {
    byte[] secret =
        Hkdf.derive(pairing.secret().toArray(), "sluice/1 peer", "pake", Pairing.SECRET_BYTES);
    byte[] room = lobby.bytes();
    return switch (own) {
      case MAKER ->
          new MeetingPlace(Octets.of(room), w(secret, room), pairing.own(), pairing.theirs());
      case JOINER ->
          new MeetingPlace(Octets.of(room), w(secret, room), pairing.theirs(), pairing.own());
    };
  }

  private static BigInteger w(byte[] secret, byte[] place) {
    return Spake2.scalar(Hkdf.derive(secret, "sluice/1 w", place, Spake2.SCALAR_INPUT_BYTES));
  }

  Spake2Keys keys(Spake2Agreement agreement, Purpose purpose) {
    return agreement.keys(
        identity(Role.MAKER, purpose, maker), identity(Role.JOINER, purpose, joiner));
  }

  private byte[] identity(Role role, Purpose purpose, Octets installation) {
    return new Identity(WireLimits.VERSION, role, purpose, place, installation).bytes();
  }
}
