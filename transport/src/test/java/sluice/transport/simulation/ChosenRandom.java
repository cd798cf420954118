package sluice.transport.simulation;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Gives chosen 32-bit numbers first, then those of a seed: an association takes its tag, then its initial TSN.
public final class ChosenRandom implements RandomGenerator {
  private final int[] chosen;
  private final SplittableRandom rest;
  private int used;

  public ChosenRandom(long seed, int... chosen) {
    this.chosen = chosen.clone();
    this.rest = new SplittableRandom(seed);
  }

  @Override
  public int nextInt() {
    return used < chosen.length ? chosen[used++] : rest.nextInt();
  }

  @Override
  public long nextLong() {
    return rest.nextLong();
  }
}
