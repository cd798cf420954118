package sluice.signaling.session;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import sluice.signaling.pake.Octets;
import sluice.signaling.pake.Spake2;
import sluice.signaling.wire.Payload;
import sluice.signaling.wire.Role;

/// What the two ends say in clear before the code is proven, section 3.
sealed interface PairingMessage {
  int RUN_BYTES = 16;
  int CONFIRMATION_BYTES = 32;

  /// The joiner begins a run.
  record Start(Octets run, int lowestVersion, int highestVersion) implements PairingMessage {}

  /// The maker's share.
  record ShareA(Octets run, int version, Octets share) implements PairingMessage {}

  /// The joiner's share and its one guess.
  record ConfirmB(Octets run, Octets share, Octets confirmation) implements PairingMessage {}

  /// The maker's proof.
  record ConfirmA(Octets run, Octets confirmation) implements PairingMessage {}

  /// The maker's refusal, not authenticated.
  record Refusal(Octets run, int reason, int detail) implements PairingMessage {}

  int REFUSED_WRONG_CODE = 1;
  int REFUSED_OTHER_PURPOSE = 2;
  int REFUSED_VERSION = 3;

  Octets run();

  /// Which role alone says this.
  default Role speaker() {
    return switch (this) {
      case Start start -> Role.JOINER;
      case ConfirmB confirm -> Role.JOINER;
      case ShareA share -> Role.MAKER;
      case ConfirmA confirm -> Role.MAKER;
      case Refusal refusal -> Role.MAKER;
    };
  }

  /// Reads a payload; null for anything that is not one of these five, to the byte.
  static @Nullable PairingMessage parse(byte[] payload) {
    if (payload.length < 1 + RUN_BYTES) {
      return null;
    }
    Octets run = Octets.of(payload, 1, RUN_BYTES);
    int at = 1 + RUN_BYTES;
    int rest = payload.length - at;
    int share = Spake2.SHARE_BYTES;
    return switch (payload[0]) {
      case 1 -> rest == 2 ? new Start(run, octet(payload, at), octet(payload, at + 1)) : null;
      case 2 ->
          rest == 1 + share
              ? new ShareA(run, octet(payload, at), Octets.of(payload, at + 1, share))
              : null;
      case 3 ->
          rest == share + CONFIRMATION_BYTES
              ? new ConfirmB(
                  run,
                  Octets.of(payload, at, share),
                  Octets.of(payload, at + share, CONFIRMATION_BYTES))
              : null;
      case 4 ->
          rest == CONFIRMATION_BYTES
              ? new ConfirmA(run, Octets.of(payload, at, CONFIRMATION_BYTES))
              : null;
      case 5 -> rest == 2 ? new Refusal(run, octet(payload, at), octet(payload, at + 1)) : null;
      default -> null;
    };
  }

  /// The payload.
  default Payload payload() {
    return switch (this) {
      case Start(Octets run, int lowest, int highest) ->
          join(1, run, octets(lowest), octets(highest));
      case ShareA(Octets run, int version, Octets share) -> join(2, run, octets(version), share);
      case ConfirmB(Octets run, Octets share, Octets confirmation) ->
          join(3, run, share, confirmation);
      case ConfirmA(Octets run, Octets confirmation) -> join(4, run, confirmation);
      case Refusal(Octets run, int reason, int detail) ->
          join(5, run, octets(reason), octets(detail));
    };
  }

  private static int octet(byte[] bytes, int at) {
    return bytes[at] & 0xff;
  }

  private static Octets octets(int value) {
    return Octets.of(new byte[] {(byte) value});
  }

  private static Payload join(int kind, Octets... parts) {
    int length = 1;
    for (Octets part : parts) {
      length += part.length();
    }
    ByteBuffer out = ByteBuffer.allocate(length).put((byte) kind);
    for (Octets part : parts) {
      out.put(part.toArray());
    }
    return Payload.of(out.array());
  }
}
