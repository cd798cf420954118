package sluice.app.compression;

import org.jspecify.annotations.Nullable;

/// Packs the payloads of one transfer where that pays. For the thread that reads them.
public final class Packing {
  private final PackingChoice choice;
  private @Nullable Packer packer;

  /// @param choice hears of the link from the session
  public Packing(PackingChoice choice) {
    this.choice = choice;
  }

  /// Packs a part of an array in place, if that pays.
  ///
  /// @return the packed length, or 0 if the part stays as it is
  public int pack(byte[] bytes, int at, int length) {
    if (!choice.tries(length)) {
      return 0;
    }
    Packer own = packer;
    if (own == null) {
      own = new Packer();
      packer = own;
    }
    long beganNanos = System.nanoTime();
    int packed = own.pack(bytes, at, length);
    choice.tried(length, packed, System.nanoTime() - beganNanos);
    return packed;
  }

  /// Another file begins.
  public void nextFile() {
    choice.nextFile();
  }
}
