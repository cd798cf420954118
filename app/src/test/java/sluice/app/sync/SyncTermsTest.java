package sluice.app.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SyncTermsTest {
  @Test
  void theyComeBackAsTheyWere() {
    SyncTerms terms =
        new SyncTerms(
            SyncTerms.Deleting.YES,
            OptionalLong.of(12),
            List.of("*.tmp", "a=b"),
            SyncTerms.Comparing.BY_CONTENT);
    assertThat(SyncTerms.read(terms.words())).contains(terms);
    SyncTerms plain =
        new SyncTerms(
            SyncTerms.Deleting.NO,
            OptionalLong.empty(),
            List.of(),
            SyncTerms.Comparing.BY_SIZE_AND_TIME);
    assertThat(plain.words()).isEmpty();
    assertThat(SyncTerms.read(List.of())).contains(plain);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Delete", "max-delete=", "max-delete=-1", "max-delete=1e3", "snapshot"})
  void whatIsNotUnderstoodIsRefused(String word) {
    assertThat(SyncTerms.read(List.of(word))).isEmpty();
  }
}
