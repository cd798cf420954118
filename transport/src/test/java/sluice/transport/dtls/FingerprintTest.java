package sluice.transport.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {

  private static final byte[] ABC = "abc".getBytes(StandardCharsets.US_ASCII);

  /// SHA-256 of "abc", from FIPS 180-2.
  private static final String ABC_SHA_256 =
      "sha-256 BA:78:16:BF:8F:01:CF:EA:41:41:40:DE:5D:AE:22:23:"
          + "B0:03:61:A3:96:17:7A:9C:B4:10:FF:61:F2:00:15:AD";

  @Test
  void isWrittenAsSdpWantsIt() {
    assertThat(Fingerprint.of(Fingerprint.Algorithm.SHA_256, ABC)).hasToString(ABC_SHA_256);
  }

  @ParameterizedTest
  @EnumSource
  void isReadAsItIsWritten(Fingerprint.Algorithm algorithm) {
    Fingerprint fingerprint = Fingerprint.of(algorithm, ABC);
    assertThat(Fingerprint.parse(fingerprint.toString())).contains(fingerprint);
    assertThat(Fingerprint.parse(fingerprint.toString().toLowerCase(java.util.Locale.ROOT)))
        .contains(fingerprint);
    assertThat(fingerprint.matches(ABC)).isTrue();
    assertThat(fingerprint.matches(new byte[3])).isFalse();
    assertThat(fingerprint.hash()).hasSize(algorithm.sizeBytes());
  }

  @Test
  void differsInAnyBit() {
    Fingerprint right = Fingerprint.parse(ABC_SHA_256).orElseThrow();
    assertThat(Fingerprint.parse(ABC_SHA_256.replace(":AD", ":AC"))).isPresent();
    assertThat(Fingerprint.parse(ABC_SHA_256.replace(":AD", ":AC")).orElseThrow())
        .isNotEqualTo(right);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "sha-256",
        "sha-256 ",
        "sha-256 BA",
        "sha-1 A9:99:3E:36:47:06:81:6A:BA:3E:25:71:78:50:C2:6C:9C:D0:D8:9D",
        "md5 90:01:50:98:3C:D2:4F:B0:D6:96:3F:7D:28:E1:7F:72",
        "sha-384"
            + " BA:78:16:BF:8F:01:CF:EA:41:41:40:DE:5D:AE:22:23:B0:03:61:A3:96:17:7A:9C:B4:10:FF:61:F2:00:15:AD",
        "sha-256"
            + " BA78:16:BF:8F:01:CF:EA:41:41:40:DE:5D:AE:22:23:B0:03:61:A3:96:17:7A:9C:B4:10:FF:61:F2:00:15:AD:",
        "sha-256"
            + " BA:78:16:BF:8F:01:CF:EA:41:41:40:DE:5D:AE:22:23:B0:03:61:A3:96:17:7A:9C:B4:10:FF:61:F2:00:15:AD:00",
        "sha-256"
            + " GA:78:16:BF:8F:01:CF:EA:41:41:40:DE:5D:AE:22:23:B0:03:61:A3:96:17:7A:9C:B4:10:FF:61:F2:00:15:AD",
        "sha-256 "
            + " A:78:16:BF:8F:01:CF:EA:41:41:40:DE:5D:AE:22:23:B0:03:61:A3:96:17:7A:9C:B4:10:FF:61:F2:00:15:AD",
      })
  void anythingElseIsNone(String text) {
    assertThat(Fingerprint.parse(text)).isEmpty();
  }

  @Test
  void endlessTextIsNone() {
    assertThat(Fingerprint.parse("sha-512 " + "AB:".repeat(1_000_000))).isEmpty();
  }
}
