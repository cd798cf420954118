package sluice.app.compression;

import org.jspecify.annotations.Nullable;

/// Packs the payloads of one transfer where that pays. For the thread that reads them, but for {@link #close}.
public final class Packing implements AutoCloseable {
  private final PackingChoice choice;
  private @Nullable Packer packer;
  private boolean closed;

  /// @param choice hears of the link from the session
  public Packing(PackingChoice choice) {
    this.choice = choice;
  }

  /// Packs a part of an array in place, if that pays.
  ///
  /// @return the packed length, or 0 if the part stays as it is
  public synchronized int pack(byte[] bytes, int at, int length) {
    if (closed || !choice.tries(length)) {
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

  /// Gives back what lies in native memory. What is still read goes unpacked. From any thread.
  @Override
  public synchronized void close() {
    closed = true;
    Packer own = packer;
    if (own != null) {
      own.close();
      packer = null;
    }
  }
}
