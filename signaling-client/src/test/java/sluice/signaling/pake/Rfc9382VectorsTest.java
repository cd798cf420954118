package sluice.signaling.pake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// RFC 9382, Appendix B, SPAKE2-P256-SHA256-HKDF-HMAC.
class Rfc9382VectorsTest {
  static List<Map<String, Object>> vectors() throws IOException {
    try (InputStream file =
        Rfc9382VectorsTest.class.getResourceAsStream("spake2-rfc9382-p256.json")) {
      Map<String, Object> all = JSON.std.mapFrom(Objects.requireNonNull(file));
      return ((List<?>) Objects.requireNonNull(all.get("vectors")))
          .stream().map(Rfc9382VectorsTest::map).toList();
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object object) {
    return (Map<String, Object>) object;
  }

  @Test
  void thereAreFour() throws IOException {
    assertThat(vectors()).hasSize(4);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void bothSidesComputeWhatTheRfcSays(Map<String, Object> vector) {
    BigInteger w = number(vector, "w");
    Spake2 a = Spake2.withScalar(Spake2.Side.A, w, number(vector, "x"));
    Spake2 b = Spake2.withScalar(Spake2.Side.B, w, number(vector, "y"));
    assertThat(a.share()).isEqualTo(octets(vector, "pA"));
    assertThat(b.share()).isEqualTo(octets(vector, "pB"));

    byte[] idA = text(vector, "A").getBytes(StandardCharsets.UTF_8);
    byte[] idB = text(vector, "B").getBytes(StandardCharsets.UTF_8);
    Spake2Keys expected =
        new Spake2Keys(octets(vector, "Ke"), octets(vector, "cA"), octets(vector, "cB"));
    assertThat(Objects.requireNonNull(a.agree(octets(vector, "pB"))).keys(idA, idB))
        .isEqualTo(expected);
    assertThat(Objects.requireNonNull(b.agree(octets(vector, "pA"))).keys(idA, idB))
        .isEqualTo(expected);
  }

  private static String text(Map<String, Object> vector, String name) {
    return (String) Objects.requireNonNull(vector.get(name));
  }

  private static BigInteger number(Map<String, Object> vector, String name) {
    return new BigInteger(text(vector, name), 16);
  }

  private static Octets octets(Map<String, Object> vector, String name) {
    return Octets.of(HexFormat.of().parseHex(text(vector, name)));
  }
}
