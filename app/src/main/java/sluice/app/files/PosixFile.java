package sluice.app.files;

import java.io.IOException;
import sluice.app.files.posix.Posix;
import sluice.app.files.posix.PosixException;
import sluice.app.transfer.FileName;
import sluice.app.transfer.ModificationTime;

/// A file on Linux, by its descriptor.
final class PosixFile implements OpenFile {
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
  public void syncData() throws IOException {
    Posix.syncData(descriptor);
  }

  @Override
  public void setModified(ModificationTime modified) throws IOException {
    Posix.setModified(descriptor, modified.seconds(), modified.nanos());
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
