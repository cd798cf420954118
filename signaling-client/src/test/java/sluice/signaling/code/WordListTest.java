package sluice.signaling.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WordListTest {
  @Test
  void threeLettersNameEachWord() {
    Set<String> prefixes = new HashSet<>();
    for (String word : WordList.words()) {
      assertThat(word).matches("[a-z]{3,10}");
      assertThat(prefixes.add(word.substring(0, 3))).as(word).isTrue();
      for (int letters = 3; letters <= word.length(); letters++) {
        assertThat(WordList.complete(word.substring(0, letters))).isEqualTo(word);
      }
    }
    assertThat(prefixes).hasSize(WordList.SIZE);
  }

  @Test
  void fewerLettersNameNone() {
    assertThat(WordList.complete("ze")).isNull();
    assertThat(WordList.complete("")).isNull();
  }

  @Test
  void oneSlipIsCaughtInEveryWord() {
    Random random = new Random(1);
    for (String word : WordList.words()) {
      StringBuilder slip = new StringBuilder(word);
      slip.setCharAt(random.nextInt(word.length()), (char) ('a' + random.nextInt(26)));
      assertThat(WordList.near(slip.toString())).as(slip.toString()).isNotNull();
    }
  }

  @Test
  void drawnSecretsAreCanonical() {
    Random random = new Random(1);
    for (int words = Secret.MIN_WORDS; words <= Secret.MAX_WORDS; words++) {
      assertThat(Secret.random(words, random).text().split("-")).hasSize(words);
    }
    String longest = "accountant" + "-accountant".repeat(Secret.MAX_WORDS - 1);
    assertThat(new Secret(longest).text()).hasSizeLessThanOrEqualTo(Secret.MAX_CHARACTERS);
  }

  @Test
  void everyWordIsDrawn() {
    Random random = new Random(1);
    Set<String> drawn = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      drawn.addAll(Set.of(Secret.random(2, random).text().split("-")[0]));
    }
    assertThat(drawn).hasSizeGreaterThan(1_290);
  }
}
