package sluice.transport.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpareArraysTest {
  private static final int LIMIT_BYTES = 1 << 20;

  private final SpareArrays arrays = new SpareArrays(LIMIT_BYTES);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2_048, 2_049, 4_096, 4_097, 65_535, 65_536, 262_144, 262_145})
  void eachIsLongEnough(int size) {
    byte[] array = arrays.take(size);
    assertThat(array.length).isGreaterThanOrEqualTo(size);
    arrays.give(array);
    assertThat(arrays.take(size).length).isGreaterThanOrEqualTo(size);
  }

  @Test
  void aSpareOneIsUsedAgainAndByOneOnly() {
    byte[] array = arrays.take(65_536);
    arrays.give(array);
    assertThat(arrays.take(40_000)).isSameAs(array);
    assertThat(arrays.take(40_000)).isNotSameAs(array);
  }

  @Test
  void whatIsKeptHasALimit() {
    for (int i = 0; i < 100; i++) {
      arrays.give(new byte[65_536]);
      arrays.give(new byte[100]);
      arrays.give(new byte[1 << 20]);
    }
    assertThat(arrays.spareBytes()).isEqualTo(LIMIT_BYTES);
    arrays.take(65_536);
    assertThat(arrays.spareBytes()).isEqualTo(LIMIT_BYTES - 65_536);
  }
}
