package sluice.transport.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// A doubt that lasts is told once; one that does not, never.
class PathDoubtTest {
  private final PathDoubt doubt = new PathDoubt();

  @Test
  void whatIsDispelledAtOnceIsNotTold() {
    doubt.begin(1_000);
    assertThat(doubt.takeDue(1_000 + PathDoubt.TELL_NANOS - 1)).isFalse();
    assertThat(doubt.end()).isEqualTo(PathDoubt.State.FELT);
    assertThat(doubt.takeDue(Long.MAX_VALUE - 1)).isFalse();
    assertThat(doubt.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whatLastsIsToldOnce() {
    doubt.begin(0);
    doubt.begin(PathDoubt.TELL_NANOS / 2);
    assertThat(doubt.deadlineNanos()).isEqualTo(PathDoubt.TELL_NANOS);
    assertThat(doubt.takeDue(PathDoubt.TELL_NANOS)).isTrue();
    assertThat(doubt.takeDue(2 * PathDoubt.TELL_NANOS)).isFalse();
    assertThat(doubt.end()).isEqualTo(PathDoubt.State.TOLD);
    assertThat(doubt.end()).isEqualTo(PathDoubt.State.NONE);
  }

  @Test
  void aLossIsToldByItself() {
    doubt.begin(0);
    doubt.told();
    assertThat(doubt.takeDue(PathDoubt.TELL_NANOS)).isFalse();
    assertThat(doubt.end()).isEqualTo(PathDoubt.State.TOLD);
  }
}
