package sluice.transport.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Descriptions that are nearly right, or noise: read or refused, and never thrown over. What is read
/// can be answered, and the answer is well formed.
class MutatedDescriptionTest {
  private static final int TEXTS = 20_000;
  private static final String SPICE = "\r\n=: /0:9aZ\u0000\u001b\u00e9\ud83d\uffff,-";
  private static final LocalTransport LOCAL =
      new LocalTransport(
          1,
          1,
          "abcd",
          "0123456789012345678901",
          CertificateFingerprint.parse("sha-256 " + Offers.HASH).stream().toList(),
          5000,
          262_144,
          List.of());

  @Test
  void areSurvived() {
    int described = 0;
    for (int seed = 0; seed < TEXTS; seed++) {
      RandomGenerator random = new Random(seed);
      String text = mutated(Offers.ALL.get(seed % Offers.ALL.size()), random);
      switch (SdpReader.read(text)) {
        case SdpReading.Refused(SdpReading.Reason reason) -> assertThat(reason).isNotNull();
        case SdpReading.Described(SessionDescription offer) -> {
          described++;
          SessionDescription answer = SdpWriter.answer(LOCAL, offer);
          assertThat(SdpReader.read(SdpWriter.write(answer)))
              .isEqualTo(new SdpReading.Described(answer));
        }
      }
    }
    assertThat(described).isBetween(TEXTS / 10, TEXTS - TEXTS / 10);
  }

  private static String mutated(String text, RandomGenerator random) {
    StringBuilder changed = new StringBuilder(text);
    for (int changes = 1 + random.nextInt(8); changes > 0; changes--) {
      int at = random.nextInt(changed.length());
      char spice = SPICE.charAt(random.nextInt(SPICE.length()));
      switch (random.nextInt(5)) {
        case 0 -> changed.setCharAt(at, spice);
        case 1 -> changed.insert(at, spice);
        case 2 -> changed.deleteCharAt(at);
        case 3 -> changed.insert(at, changed.substring(at, Math.min(at + 60, changed.length())));
        default -> changed.setLength(Math.max(at, changed.length() - 20));
      }
    }
    return changed.toString();
  }
}
