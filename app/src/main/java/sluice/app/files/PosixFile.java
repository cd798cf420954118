package sluice.app.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sluice.app.files.posix.Posix;
import sluice.app.files.posix.PosixException;
import sluice.app.files.posix.PosixMetadata;
import sluice.app.transfer.Extent;
import sluice.app.transfer.FileName;
import sluice.app.transfer.ModificationTime;

/// A file on Linux, by its descriptor.
final class PosixFile implements OpenFile {
  /// What is more fragmented than this ends in one piece, holes and all.
  private static final int MAX_EXTENTS = 100_000;

  /// -1 once closed: the system gives the old number to another file soon.
  private volatile int descriptor;

  PosixFile(int descriptor) {
    this.descriptor = descriptor;
  }

  /// Opens a path of the user's own for reading, following links. Does not wait for the writer of a pipe.
  static PosixFile forReading(FileName path) throws PosixException {
    return new PosixFile(Posix.open(path.bytes(), Posix.READ | Posix.NON_BLOCKING));
  }

  @Override
  public int read(byte[] to, int at, int length, long position) throws IOException {
    return Posix.read(descriptor, to, at, length, position);
  }

  @Override
  public void write(byte[] from, int at, int length, long position) throws IOException {
    int done = 0;
    while (done < length) {
      done += Posix.write(descriptor, from, at + done, length - done, position + done);
    }
  }

  @Override
  public FileStatus status() throws IOException {
    return PosixDirectory.translate(Posix.status(descriptor));
  }

  @Override
  public void sync() throws IOException {
    Posix.sync(descriptor);
  }

  @Override
  public void syncData() throws IOException {
    Posix.syncData(descriptor);
  }

  @Override
  public void setModified(ModificationTime modified) throws IOException {
    Posix.setModified(descriptor, modified.seconds(), modified.nanos());
  }

  @Override
  public void setMode(int mode) throws IOException {
    PosixMetadata.setMode(descriptor, mode);
  }

  @Override
  public void setOwner(long user, long group) throws IOException {
    PosixMetadata.setOwner(descriptor, user, group);
  }

  @Override
  public void setExtended(FileName name, byte[] value) throws IOException {
    PosixMetadata.setExtended(descriptor, name.bytes(), value);
  }

  @Override
  public boolean cloneOf(OpenFile source) throws IOException {
    return source instanceof PosixFile file && Posix.share(descriptor, file.descriptor);
  }

  @Override
  public void truncate(long sizeBytes) throws IOException {
    PosixMetadata.truncate(descriptor, sizeBytes);
  }

  @Override
  public List<Extent> extents(long sizeBytes) throws IOException {
    List<Extent> extents = new ArrayList<>();
    long at = 0;
    while (at < sizeBytes) {
      long from = PosixMetadata.nextData(descriptor, at);
      if (from < 0 || from >= sizeBytes) {
        break;
      }
      long to =
          extents.size() == MAX_EXTENTS ? sizeBytes : PosixMetadata.nextHole(descriptor, from);
      extents.add(new Extent(from, Math.min(to, sizeBytes)));
      at = to;
    }
    return extents;
  }

  boolean tryLock() throws IOException {
    return Posix.tryLock(descriptor);
  }

  @Override
  public void close() throws IOException {
    int closing = descriptor;
    descriptor = -1;
    if (closing >= 0) {
      Posix.close(closing);
    }
  }
}
