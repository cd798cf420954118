package sluice.transport.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ReplayWindowTest {

  /// Against a plain set, with small steps, large ones, and leaps over the whole window.
  @Test
  void agreesWithASet() {
    Random random = new Random(3);
    ReplayWindow window = new ReplayWindow();
    TreeSet<Long> seen = new TreeSet<>();
    long highest = -1;
    for (int i = 0; i < 300_000; i++) {
      long number = Math.max(0, highest + leap(random));
      boolean inReach = number > highest || highest - number < ReplayWindow.SIZE_RECORDS;
      boolean isNew = inReach && !seen.contains(number);
      assertThat(window.isNew(number))
          .as("number %d, highest %d", number, highest)
          .isEqualTo(isNew);
      if (isNew) {
        window.mark(number);
        seen.add(number);
        highest = Math.max(highest, number);
      }
    }
  }

  private static long leap(Random random) {
    int kind = random.nextInt(1000);
    if (kind == 0) {
      return random.nextInt(300_000);
    }
    return kind < 500 ? 1 : -random.nextInt(kind < 700 ? 70_000 : 200);
  }

  @Test
  void reachesToTheLastNumber() {
    ReplayWindow window = new ReplayWindow();
    long last = (1L << 48) - 1;
    window.mark(last);
    assertThat(window.isNew(last)).isFalse();
    assertThat(window.isNew(last - ReplayWindow.SIZE_RECORDS + 1)).isTrue();
    assertThat(window.isNew(last - ReplayWindow.SIZE_RECORDS)).isFalse();
  }
}
