package sluice.signaling.pake;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.jspecify.annotations.Nullable;

/// One run of SPAKE2 (RFC 9382) at one side: draws the secret scalar, gives the share to send, and
/// agrees with the share received. Names are the RFC's.
public final class Spake2 {
  /// Length of a share: an uncompressed point (SEC1, section 2.3.3).
  public static final int SHARE_BYTES = 65;

  /// Bytes that [#scalar] wants: 128 bits more than the order has, so that the remainder is
  /// uniform but for 2^-128.
  public static final int SCALAR_INPUT_BYTES = 48;

  static final int SCALAR_BYTES = 32;

  private static final X9ECParameters P256 = CustomNamedCurves.getByName("secp256r1");
  private static final BigInteger ORDER = P256.getN();
  private static final byte UNCOMPRESSED = 4;

  // RFC 9382, section 6: M and N for P-256. Nobody knows their logarithms.
  private static final ECPoint M =
      point("02886e2f97ace46e55ba9dd7242579f2993b64e16ef3dcab95afd497333d8fa12f");
  private static final ECPoint N =
      point("03d8bbd6c639c62937b04d997f38c3770719c629d7014d49a24b4f98baa1292b49");

  /// Which side this is.
  public enum Side {
    /// Blinds with M.
    A,
    /// Blinds with N.
    B
  }

  private final BigInteger w;
  private final BigInteger scalar;
  private final ECPoint peerBlind;
  private final Side side;
  private final byte[] share;

  private Spake2(Side side, BigInteger w, BigInteger scalar) {
    this.side = side;
    this.w = w;
    this.scalar = scalar;
    // The fixed-point comb reads its tables in constant time: w is short and used again.
    FixedPointCombMultiplier comb = new FixedPointCombMultiplier();
    ECPoint ownBlind = comb.multiply(side == Side.A ? M : N, w);
    this.peerBlind = comb.multiply(side == Side.A ? N : M, w);
    this.share = comb.multiply(P256.getG(), scalar).add(ownBlind).getEncoded(false);
  }

  /// Begins a run.
  ///
  /// @param w what [#scalar] made of the password
  /// @param random a secure one outside of simulations
  public static Spake2 begin(Side side, BigInteger w, RandomGenerator random) {
    byte[] input = new byte[SCALAR_INPUT_BYTES];
    random.nextBytes(input);
    // RFC 9382, section 3.3: "picks x randomly and uniformly from [0, p)"; we leave out 0, which
    // would send w*M bare.
    BigInteger x = new BigInteger(1, input).mod(ORDER.subtract(BigInteger.ONE));
    return new Spake2(side, w, x.add(BigInteger.ONE));
  }

  static Spake2 withScalar(Side side, BigInteger w, BigInteger scalar) {
    return new Spake2(side, w, scalar);
  }

  /// The number modulo the group's order that these bytes, big-endian, stand for.
  public static BigInteger scalar(byte[] input) {
    if (input.length != SCALAR_INPUT_BYTES) {
      throw new IllegalArgumentException("not " + SCALAR_INPUT_BYTES + " bytes");
    }
    return new BigInteger(1, input).mod(ORDER);
  }

  /// The share to send: pA at side A, pB at side B.
  public Octets share() {
    return Octets.of(share);
  }

  /// Agrees with the share received.
  ///
  /// @return what the transcript is made of, or null when the share is refused: not 65 bytes
  ///     beginning with 04, outside the field, off the curve, the own share, or leading to infinity
  public @Nullable Spake2Agreement agree(Octets peerShare) {
    byte[] encoded = peerShare.toArray();
    if (peerShare.equals(share())) {
      return null;
    }
    ECPoint peer = decode(encoded);
    if (peer == null) {
      return null;
    }
    // RFC 9382, section 3.3: "K=h*x*(pB-w*N)", "K=h*y*(pA-w*M)", with the cofactor h = 1.
    ECPoint k = peer.subtract(peerBlind).multiply(scalar).normalize();
    if (k.isInfinity()) {
      return null;
    }
    byte[] pA = side == Side.A ? share : encoded;
    byte[] pB = side == Side.A ? encoded : share;
    return new Spake2Agreement(pA, pB, k.getEncoded(false), padded(w));
  }

  /// RFC 9382, section 3.3: a received element "MUST" be a member of the group, or the run ends. The
  /// cofactor is 1: every point of the curve but infinity is.
  private static @Nullable ECPoint decode(byte[] encoded) {
    if (encoded.length != SHARE_BYTES || encoded[0] != UNCOMPRESSED) {
      return null;
    }
    try {
      ECPoint point = P256.getCurve().decodePoint(encoded);
      return point.isInfinity() || !point.isValid() ? null : point;
    } catch (IllegalArgumentException offTheCurve) {
      return null;
    }
  }

  private static byte[] padded(BigInteger number) {
    byte[] bytes = new byte[SCALAR_BYTES];
    byte[] raw = number.toByteArray();
    int length = Math.min(raw.length, SCALAR_BYTES);
    System.arraycopy(raw, raw.length - length, bytes, SCALAR_BYTES - length, length);
    return bytes;
  }

  private static ECPoint point(String hex) {
    return P256.getCurve().decodePoint(HexFormat.of().parseHex(hex));
  }
}
