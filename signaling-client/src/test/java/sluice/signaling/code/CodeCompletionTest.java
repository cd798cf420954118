package sluice.signaling.code;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CodeCompletionTest {
  @Test
  void threeLettersAndTab() {
    assertThat(CodeCompletion.complete("42-pel")).containsExactly("42-pelican");
    assertThat(CodeCompletion.complete("42-pelican-vio")).containsExactly("42-pelican-violin");
    assertThat(CodeCompletion.complete("42-pelican-VIO")).containsExactly("42-pelican-violin");
  }

  @Test
  void fewerLettersOfferAll() {
    assertThat(CodeCompletion.complete("42-vi")).contains("42-violin").hasSizeGreaterThan(2);
    assertThat(CodeCompletion.complete("42-")).hasSize(WordList.SIZE);
  }

  @Test
  void nothingFits() {
    assertThat(CodeCompletion.complete("4")).isEmpty();
    assertThat(CodeCompletion.complete("")).isEmpty();
    assertThat(CodeCompletion.complete("42-qqq")).isEmpty();
    assertThat(CodeCompletion.complete("42-zebra-tiger@rel-ay")).isEmpty();
    assertThat(CodeCompletion.complete("-zeb")).isEmpty();
  }
}
