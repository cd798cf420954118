package sluice.transport.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The limits of RFC 9001, section 6.6.
class KeyBudgetTest {

  @Test
  void atMostTwoToThe23LargeRecords() {
    KeyBudget budget = new KeyBudget();
    for (int i = 0; i < 1 << 22; i++) {
      assertThat(budget.isRenewalDue()).isFalse();
      assertThat(budget.take(KeyBudget.SMALL_RECORD_BYTES + 1)).isTrue();
    }
    assertThat(budget.isRenewalDue()).isTrue();
    for (int i = 1 << 22; i < 1 << 23; i++) {
      assertThat(budget.take(16_384)).isTrue();
    }
    assertThat(budget.take(16_384)).isFalse();
    assertThat(budget.take(1)).isFalse();
  }

  @Test
  void aSmallRecordIsAThirtySecondOfALargeOne() {
    KeyBudget budget = new KeyBudget();
    for (int i = 0; i < (1 << 23) - 1; i++) {
      budget.take(16_384);
    }
    for (int i = 0; i < KeyBudget.UNITS_OF_LARGE_RECORD; i++) {
      assertThat(budget.take(KeyBudget.SMALL_RECORD_BYTES)).isTrue();
      assertThat(budget.take(16_384)).isFalse();
    }
    assertThat(budget.take(1)).isFalse();
  }
}
