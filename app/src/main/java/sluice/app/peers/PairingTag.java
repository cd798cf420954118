package sluice.app.peers;

import java.util.HexFormat;
import sluice.signaling.Pairing;
import sluice.signaling.pake.Hkdf;

/// A short name of a pairing for files and logs, from which nothing of it can be learnt.
public final class PairingTag {
  private static final int BYTES = 8;

  private PairingTag() {}

  /// The name.
  public static String of(Pairing pairing) {
    byte[] tag = Hkdf.derive(pairing.secret().toArray(), "sluice/1 peer", "tag", BYTES);
    return HexFormat.of().formatHex(tag);
  }
}
