package sluice.transport.sctp.packet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// RFC 1982 across the wrap.
class SerialNumberTest {

  @Test
  void tsnsAreOrderedAcrossTheWrap() {
    assertThat(Tsn.isBefore(0xFFFFFFFF, 0)).isTrue();
    assertThat(Tsn.isAfter(0, 0xFFFFFFFF)).isTrue();
    assertThat(Tsn.isBefore(0x7FFFFFFF, 0x80000000)).isTrue();
    assertThat(Tsn.isAfter(0x7FFFFFFF, 0)).isTrue();
    assertThat(Tsn.isBefore(5, 5)).isFalse();
    assertThat(Tsn.isAfter(5, 5)).isFalse();
    assertThat(Tsn.latest(0xFFFFFFFE, 3)).isEqualTo(3);
    assertThat(Tsn.latest(3, 0xFFFFFFFE)).isEqualTo(3);
    assertThat(Tsn.distance(0xFFFFFFFE, 3)).isEqualTo(5);
    assertThat(Tsn.distance(3, 0xFFFFFFFE)).isEqualTo(-5);
  }

  @Test
  void ssnsAreOrderedAcrossTheWrap() {
    assertThat(Ssn.next(65535)).isZero();
    assertThat(Ssn.isBefore(65535, 0)).isTrue();
    assertThat(Ssn.isAfter(0, 65535)).isTrue();
    assertThat(Ssn.isBefore(0x7FFF, 0x8000)).isTrue();
    assertThat(Ssn.isBefore(9, 9)).isFalse();
    assertThat(Ssn.isAfter(9, 9)).isFalse();
  }
}
