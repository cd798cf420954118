package sluice.app.files;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.app.snapshots.Sums;
import sluice.app.transfer.FileName;
import sluice.app.transfer.Limits;

/// Reads a snapshot's manifest, a line at a time, in the order in which trees are gone through.
final class SumsReader implements Closeable {
  private static final int MAX_LINE = 128 + 2 * Limits.PATH_BYTES;

  private final InputStream in;
  private @Nullable Sums next;
  private int unreadable;

  private SumsReader(InputStream in) throws IOException {
    this.in = in;
    advance();
  }

  /// An absent file reads as an empty one.
  static SumsReader open(Path file) throws IOException {
    try {
      return new SumsReader(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    } catch (NoSuchFileException e) {
      return new SumsReader(InputStream.nullInputStream());
    }
  }

  /// The line that is next, or null at the end.
  @Nullable Sums peek() {
    return next;
  }

  /// Lines that were none of ours.
  int unreadable() {
    return unreadable;
  }

  void advance() throws IOException {
    while (true) {
      byte[] line = line();
      if (line == null) {
        next = null;
        return;
      }
      Optional<Sums> parsed = Sums.parse(line);
      if (parsed.isPresent()) {
        next = parsed.get();
        return;
      }
      unreadable++;
    }
  }

  private byte @Nullable [] line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    int b = in.read();
    if (b < 0) {
      return null;
    }
    while (b >= 0 && b != '\n') {
      if (line.size() < MAX_LINE) {
        line.write(b);
      }
      b = in.read();
    }
    return line.toByteArray();
  }

  /// The order in which a tree is gone through: names byte by byte, and what lies in a directory right after it.
  static int compare(FileName one, FileName other) {
    byte[] a = one.bytes();
    byte[] b = other.bytes();
    int length = Math.min(a.length, b.length);
    for (int i = 0; i < length; i++) {
      if (a[i] != b[i]) {
        return Integer.compare(rank(a[i]), rank(b[i]));
      }
    }
    return Integer.compare(a.length, b.length);
  }

  private static int rank(byte b) {
    return b == '/' ? -1 : Byte.toUnsignedInt(b);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
