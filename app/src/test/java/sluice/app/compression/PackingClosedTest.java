package sluice.app.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

/// A reader that has not noticed the end yet packs no more, and harms nothing.
final class PackingClosedTest {
  @Test
  void whatIsStillReadGoesUnpacked() {
    assumeTrue(Zstandard.isAvailable(), "no zstd on this system");
    PackingChoice choice = new PackingChoice();
    for (int i = 0; i < 100; i++) {
      choice.sent(10, PackingChoice.Waiting.SOMETHING, i * 10_000_000L);
    }
    Packing packing = new Packing(choice);
    assertThat(packing.pack(new byte[100_000], 0, 100_000)).isPositive();
    assertThat(packing.pack(new byte[100_000], 0, 100_000)).isPositive();
    packing.close();
    assertThat(packing.pack(new byte[100_000], 0, 100_000)).isZero();
    packing.close();
  }
}
