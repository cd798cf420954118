package sluice.transport.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Our records in BouncyCastle's record layer, and its records in ours.
class RecordLayerInteroperabilityTest {

  private static final int[] LENGTHS = {0, 1, 15, 16, 17, 1200, 8191, 16_384};

  @ParameterizedTest
  @EnumSource
  void eachOpensWhatTheOtherSealed(DtlsRole role) throws Exception {
    try (Encounter encounter =
        Encounter.withPlain(
                role,
                PlainIdentity.ecdsa(),
                new PlainEndpoint.Habits(0, 16_500, true),
                Encounter.Network.PERFECT)
            .start()) {
      encounter.converse();
      for (int length : LENGTHS) {
        String text = "x".repeat(length);
        int before = encounter.client.received().size();
        encounter.client.send(text);
        encounter.server.send(text);
        encounter.until(
            () ->
                encounter.client.received().size() > before
                    && encounter.server.received().size() > before);
        assertThat(encounter.client.received()).endsWith(text);
        assertThat(encounter.server.received()).endsWith(text);
      }
    }
  }
}
