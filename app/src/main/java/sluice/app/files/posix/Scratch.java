package sluice.app.files.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// Native memory for one thread's calls: a thread makes one at a time.
@SuppressWarnings("restricted")
final class Scratch {
  static final int IO_BYTES = 256 << 10;
  static final int PATH_BYTES = 4_096;

  private static final VarHandle ERRNO =
      Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

  final MemorySegment errno;
  final MemorySegment io;
  final MemorySegment path;
  final MemorySegment otherPath;
  final MemorySegment struct;

  private Scratch() {
    // Freed when the thread is gone and nothing points here any more.
    Arena arena = Arena.ofAuto();
    errno = arena.allocate(Linker.Option.captureStateLayout());
    io = arena.allocate(IO_BYTES, 64);
    path = arena.allocate(PATH_BYTES);
    otherPath = arena.allocate(PATH_BYTES);
    struct = arena.allocate(256, 8);
  }

  static Scratch mine() {
    return OF_THREAD.get();
  }

  int errno() {
    return (int) ERRNO.get(errno, 0L);
  }

  MemorySegment path(byte[] bytes) throws PosixException {
    return write(path, bytes);
  }

  /// As much of the large buffer as is needed for these bytes.
  MemorySegment value(byte[] bytes) {
    MemorySegment.copy(bytes, 0, io, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return io;
  }

  MemorySegment otherPath(byte[] bytes) throws PosixException {
    return write(otherPath, bytes);
  }

  private static MemorySegment write(MemorySegment to, byte[] bytes) throws PosixException {
    if (bytes.length >= PATH_BYTES) {
      throw new PosixException("path", PosixException.ENAMETOOLONG, "File name too long");
    }
    for (byte b : bytes) {
      if (b == 0) {
        throw new PosixException("path", PosixException.EINVAL, "a name holds a zero byte");
      }
    }
    MemorySegment.copy(bytes, 0, to, ValueLayout.JAVA_BYTE, 0, bytes.length);
    to.set(ValueLayout.JAVA_BYTE, bytes.length, (byte) 0);
    return to;
  }
}
