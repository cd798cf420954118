package sluice.app.files;

import java.util.Arrays;

/// A set of numbers in 16 bytes each, since there may be millions.
final class LongSet {
  private static final long EMPTY = 0;

  private long[] slots = new long[1 << 10];
  private int size;
  private boolean holdsZero;

  void add(long value) {
    if (value == EMPTY) {
      holdsZero = true;
      return;
    }
    if (2 * size >= slots.length) {
      long[] old = slots;
      slots = new long[2 * old.length];
      size = 0;
      Arrays.stream(old).filter(slot -> slot != EMPTY).forEach(this::add);
    }
    int at = slot(value);
    if (slots[at] == EMPTY) {
      slots[at] = value;
      size++;
    }
  }

  boolean contains(long value) {
    return value == EMPTY ? holdsZero : slots[slot(value)] == value;
  }

  private int slot(long value) {
    long mixed = value * 0x9e37_79b9_7f4a_7c15L;
    int at = (int) (mixed >>> 32) & (slots.length - 1);
    while (slots[at] != EMPTY && slots[at] != value) {
      at = (at + 1) & (slots.length - 1);
    }
    return at;
  }
}
