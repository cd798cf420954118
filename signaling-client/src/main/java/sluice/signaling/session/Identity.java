package sluice.signaling.session;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import sluice.signaling.Purpose;
import sluice.signaling.pake.Octets;
import sluice.signaling.wire.Role;

/// Who one side is within the PAKE, section 4: each part length-prefixed, so that no two different
/// identities have the same bytes.
///
/// @param place the nameplate's digits in ASCII, or a room's 32 bytes
/// @param installationId of a paired peer; empty for codes
record Identity(int version, Role role, Purpose purpose, Octets place, Octets installationId) {
  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    field(out, "sluice".getBytes(StandardCharsets.US_ASCII));
    field(out, new byte[] {(byte) version});
    field(out, roleName().getBytes(StandardCharsets.US_ASCII));
    field(out, new byte[] {(byte) purpose.wireValue()});
    field(out, place.toArray());
    field(out, installationId.toArray());
    return out.toByteArray();
  }

  private String roleName() {
    return switch (role) {
      case MAKER -> "maker";
      case JOINER -> "joiner";
    };
  }

  static void field(ByteArrayOutputStream out, byte[] bytes) {
    out.write(bytes.length >> 8);
    out.write(bytes.length);
    out.writeBytes(bytes);
  }
}
