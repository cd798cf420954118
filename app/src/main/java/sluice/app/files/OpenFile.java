package sluice.app.files;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import sluice.app.transfer.Extent;

/// A regular file held open. Any thread, but one at a time; {@link #syncData} may run beside the others.
interface OpenFile extends Attributed, Closeable {
  /// Reads 1 to `length` bytes; returns how many, or 0 at the end of the file.
  int read(byte[] to, int at, int length, long position) throws IOException;

  /// Writes all of them.
  void write(byte[] from, int at, int length, long position) throws IOException;

  FileStatus status() throws IOException;

  /// Brings the bytes, and what is needed to find them again, to the disk.
  void syncData() throws IOException;

  /// The same, and all else that is kept of it.
  void sync() throws IOException;

  /// Makes it as long as this; what is added is a hole.
  void truncate(long sizeBytes) throws IOException;

  /// Takes all of another file's bytes by sharing its blocks; false where the file system cannot, and nothing was done.
  default boolean cloneOf(OpenFile source) throws IOException {
    return false;
  }

  /// Where it holds data, in order, up to the given size; all of it where the system does not say.
  List<Extent> extents(long sizeBytes) throws IOException;
}
