package sluice.signaling.pake;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Test;

class RefusedShareTest {
  private static final X9ECParameters P256 = CustomNamedCurves.getByName("secp256r1");
  private static final BigInteger W = BigInteger.valueOf(4711);

  private final Spake2 a = Spake2.begin(Spake2.Side.A, W, new Random(1));
  private final Spake2 b = Spake2.begin(Spake2.Side.B, W, new Random(2));

  @Test
  void aProperShareIsTaken() {
    assertThat(a.agree(b.share())).isNotNull();
  }

  @Test
  void anEchoIsRefused() {
    assertThat(a.agree(a.share())).isNull();
  }

  @Test
  void anyPointOffTheCurveIsRefused() {
    for (int bit = 8; bit < Spake2.SHARE_BYTES * 8; bit++) {
      byte[] share = b.share().toArray();
      share[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(a.agree(Octets.of(share))).as("bit %d", bit).isNull();
    }
  }

  @Test
  void infinityIsRefused() {
    assertThat(a.agree(Octets.of(new byte[1]))).isNull();
    assertThat(a.agree(Octets.of(new byte[Spake2.SHARE_BYTES]))).isNull();
    byte[] zero = new byte[Spake2.SHARE_BYTES];
    zero[0] = 4;
    assertThat(a.agree(Octets.of(zero))).isNull();
  }

  @Test
  void otherEncodingsOfTheSamePointAreRefused() {
    ECPoint point = P256.getCurve().decodePoint(b.share().toArray());
    assertThat(a.agree(Octets.of(point.getEncoded(true)))).isNull();
    byte[] hybrid = b.share().toArray();
    hybrid[0] = (byte) (6 + (hybrid[64] & 1));
    assertThat(a.agree(Octets.of(hybrid))).isNull();
  }

  @Test
  void otherLengthsAreRefused() {
    byte[] share = b.share().toArray();
    for (int length = 0; length <= Spake2.SHARE_BYTES + 1; length++) {
      if (length != Spake2.SHARE_BYTES) {
        byte[] cut = Arrays.copyOf(share, length);
        assertThat(a.agree(Octets.of(cut))).as("%d bytes", length).isNull();
      }
    }
  }

  @Test
  void aCoordinateOutsideTheFieldIsRefused() {
    BigInteger field = P256.getCurve().getField().getCharacteristic();
    // A small x has a second encoding, x + p, that still fits in 32 bytes.
    for (int x = 0; x < 100; x++) {
      byte[] compressed = new byte[33];
      compressed[0] = 2;
      compressed[32] = (byte) x;
      ECPoint point;
      try {
        point = P256.getCurve().decodePoint(compressed);
      } catch (IllegalArgumentException noSuchPoint) {
        continue;
      }
      byte[] share = point.getEncoded(false);
      assertThat(a.agree(Octets.of(share))).isNotNull();
      byte[] beyond = field.add(BigInteger.valueOf(x)).toByteArray();
      System.arraycopy(beyond, beyond.length - 32, share, 1, 32);
      assertThat(a.agree(Octets.of(share))).as("x = %d", x).isNull();
    }
  }

  @Test
  void aShareThatLeadsToInfinityIsRefused() {
    // w*N sent bare gives K = x*(w*N - w*N).
    ECPoint n =
        P256.getCurve()
            .decodePoint(
                HexFormat.of()
                    .parseHex(
                        "03d8bbd6c639c62937b04d997f38c3770719c629d7014d49a24b4f98baa1292b49"));
    byte[] share = n.multiply(W).normalize().getEncoded(false);
    assertThat(a.agree(Octets.of(share))).isNull();
  }

  @Test
  void randomBytesAreRefusedWithoutAnException() {
    Random random = new Random(3);
    for (int i = 0; i < 5_000; i++) {
      byte[] share = new byte[random.nextInt(2 * Spake2.SHARE_BYTES)];
      random.nextBytes(share);
      if (share.length > 0 && random.nextBoolean()) {
        share[0] = (byte) random.nextInt(8);
      }
      assertThat(a.agree(Octets.of(share))).isNull();
    }
  }
}
