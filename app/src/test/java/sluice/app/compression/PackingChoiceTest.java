package sluice.app.compression;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// When packing is tried: on slow links, and for data that shrinks.
final class PackingChoiceTest {
  private static final long MILLISECOND = 1_000_000;
  private static final int PAYLOAD = 65_516;

  private final PackingChoice choice = new PackingChoice();
  private long nowNanos;

  /// A second on a link that is the narrow place.
  private void busyLink(long bytesPerSecond) {
    for (int i = 0; i < 100; i++) {
      nowNanos += 10 * MILLISECOND;
      choice.sent(bytesPerSecond / 100, PackingChoice.Waiting.SOMETHING, nowNanos);
    }
  }

  @Test
  void nothingIsPackedBeforeTheLinkIsKnown() {
    assertThat(choice.tries(PAYLOAD)).isFalse();
    choice.sent(1000, PackingChoice.Waiting.SOMETHING, MILLISECOND);
    assertThat(choice.tries(PAYLOAD)).isFalse();
  }

  @Test
  void aSlowLinkIsWorthIt() {
    busyLink(12_500_000);
    assertThat(choice.tries(PAYLOAD)).isTrue();
  }

  @Test
  void aFastLinkIsNot() {
    busyLink(600_000_000);
    assertThat(choice.tries(PAYLOAD)).isFalse();
  }

  @Test
  void aCoreThatPacksFastMakesAFasterLinkWorthIt() {
    busyLink(118_000_000);
    assertThat(choice.tries(PAYLOAD)).isFalse();
    for (int i = 0; i < 100; i++) {
      choice.tried(PAYLOAD, PAYLOAD / 4, PAYLOAD * 1000L / 370);
    }
    busyLink(118_000_000);
    assertThat(choice.tries(PAYLOAD)).isTrue();
  }

  @Test
  void aLinkThatNeverMakesAnythingWaitIsNotTheNarrowPlace() {
    for (int i = 0; i < 100; i++) {
      nowNanos += 10 * MILLISECOND;
      choice.sent(1000, PackingChoice.Waiting.NOTHING, nowNanos);
    }
    assertThat(choice.tries(PAYLOAD)).isFalse();
  }

  @Test
  void whatDoesNotShrinkIsTriedEverMoreSeldom() {
    busyLink(1_000_000);
    int tried = 0;
    for (int i = 0; i < 10_000; i++) {
      if (choice.tries(PAYLOAD)) {
        tried++;
        choice.tried(PAYLOAD, 0, 1);
      }
    }
    assertThat(tried).isBetween(10_000 / (PackingChoice.MOST_PASSED + 1), 170);
  }

  @Test
  void whatShrinksAgainIsFoundAndThenPackedAlways() {
    busyLink(1_000_000);
    for (int i = 0; i < 1_000; i++) {
      if (choice.tries(PAYLOAD)) {
        choice.tried(PAYLOAD, 0, 1);
      }
    }
    int until = 0;
    while (!choice.tries(PAYLOAD)) {
      until++;
    }
    assertThat(until).isLessThanOrEqualTo(PackingChoice.MOST_PASSED);
    choice.tried(PAYLOAD, 100, 100_000);
    for (int i = 0; i < 100; i++) {
      assertThat(choice.tries(PAYLOAD)).isTrue();
      choice.tried(PAYLOAD, 100, 100_000);
    }
  }

  @Test
  void anotherFileIsTriedAtOnce() {
    busyLink(1_000_000);
    for (int i = 0; i < 1_000; i++) {
      if (choice.tries(PAYLOAD)) {
        choice.tried(PAYLOAD, 0, 1);
      }
    }
    choice.nextFile();
    assertThat(choice.tries(PAYLOAD)).isTrue();
  }

  @Test
  void crumbsAreNotPacked() {
    busyLink(1_000_000);
    assertThat(choice.tries(PackingChoice.LEAST_BYTES - 1)).isFalse();
  }
}
