package sluice.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the Tab key makes of a code that is being typed.
final class CodePromptTest {
  @ParameterizedTest
  @CsvSource({
    "42-pelic, 42-pelican-",
    "42-pelican, 42-pelican-",
    "42-pelican-viol, 42-pelican-violin-",
    "42-pelican-violin, 42-pelican-violin-"
  })
  void aWordIsCompletedAndTheWayToTheNextOneOpened(String typed, String offer) {
    assertThat(ReceiveSession.complete(typed)).containsExactly(offer);
  }

  @ParameterizedTest
  @CsvSource({
    "42-pelican-violin-, 42-pelican-violin",
    "42-pelican-violin, 42-pelican-violin",
    "42--, 42",
    "-, ''"
  })
  void theDashThatCompletionBroughtDoesNotCount(String typed, String meant) {
    assertThat(ReceiveSession.withoutTrailingDashes(typed)).isEqualTo(meant);
  }

  @Test
  void theNumberIsNotCompleted() {
    assertThat(ReceiveSession.complete("42")).isEmpty();
  }
}
