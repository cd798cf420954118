package sluice.app.files.posix;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Linux's calls on what a file system keeps beside names and bytes, and on links and holes. As {@link Posix}: for
/// platform threads, and failing with {@link PosixException}.
public final class PosixMetadata {
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int SEEK_DATA = 3;
  private static final int SEEK_HOLE = 4;
  private static final long UTIME_OMIT = (1L << 30) - 2;
  private static final int ENXIO = 6;
  private static final int ENODATA = 61;
  private static final byte[] NO_NAME = {};

  private PosixMetadata() {}

  public static void makeSymlink(byte[] target, int directory, byte[] name) throws PosixException {
    Scratch scratch = Scratch.mine();
    MemorySegment from = scratch.path(target);
    MemorySegment path = scratch.otherPath(name);
    Posix.check("symlinkat", NativeCalls.symlinkat(scratch.errno, from, directory, path), scratch);
  }

  public static byte[] readLink(int directory, byte[] name) throws PosixException {
    Scratch scratch = Scratch.mine();
    MemorySegment path = scratch.path(name);
    long length =
        NativeCalls.readlinkat(scratch.errno, directory, path, scratch.io, Scratch.PATH_BYTES);
    Posix.check("readlinkat", length, scratch);
    return scratch.io.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
  }

  /// Sets a symlink's own modification time.
  public static void setLinkModified(int directory, byte[] name, long seconds, int nanos)
      throws PosixException {
    Scratch scratch = Scratch.mine();
    MemorySegment path = scratch.path(name);
    scratch.struct.set(ValueLayout.JAVA_LONG, 0, 0);
    scratch.struct.set(ValueLayout.JAVA_LONG, 8, UTIME_OMIT);
    scratch.struct.set(ValueLayout.JAVA_LONG, 16, seconds);
    scratch.struct.set(ValueLayout.JAVA_LONG, 24, nanos);
    int result =
        NativeCalls.utimensat(scratch.errno, directory, path, scratch.struct, AT_SYMLINK_NOFOLLOW);
    Posix.check("utimensat", result, scratch);
  }

  public static void setMode(int descriptor, int mode) throws PosixException {
    Scratch scratch = Scratch.mine();
    Posix.check("fchmod", NativeCalls.fchmod(scratch.errno, descriptor, mode), scratch);
  }

  public static void setOwner(int descriptor, long user, long group) throws PosixException {
    setOwner(descriptor, NO_NAME, user, group, AT_EMPTY_PATH);
  }

  /// Of a name in a directory; a link's own.
  public static void setLinkOwner(int directory, byte[] name, long user, long group)
      throws PosixException {
    setOwner(directory, name, user, group, AT_SYMLINK_NOFOLLOW);
  }

  private static void setOwner(int directory, byte[] name, long user, long group, int flags)
      throws PosixException {
    Scratch scratch = Scratch.mine();
    MemorySegment path = scratch.path(name);
    int result =
        NativeCalls.fchownat(scratch.errno, directory, path, (int) user, (int) group, flags);
    Posix.check("fchownat", result, scratch);
  }

  public static void truncate(int descriptor, long length) throws PosixException {
    Scratch scratch = Scratch.mine();
    Posix.check("ftruncate", NativeCalls.ftruncate(scratch.errno, descriptor, length), scratch);
  }

  /// Where the next data begins at or after an offset, or -1 if only a hole is left.
  public static long nextData(int descriptor, long offset) throws PosixException {
    Scratch scratch = Scratch.mine();
    long found = NativeCalls.lseek(scratch.errno, descriptor, offset, SEEK_DATA);
    if (found < 0 && scratch.errno() == ENXIO) {
      return -1;
    }
    Posix.check("lseek", found, scratch);
    return found;
  }

  /// Where the next hole begins at or after an offset; the file's end counts as one.
  public static long nextHole(int descriptor, long offset) throws PosixException {
    Scratch scratch = Scratch.mine();
    long found = NativeCalls.lseek(scratch.errno, descriptor, offset, SEEK_HOLE);
    Posix.check("lseek", found, scratch);
    return found;
  }

  /// Brings all of the file system that this belongs to to the disk.
  public static void syncFileSystem(int descriptor) throws PosixException {
    Scratch scratch = Scratch.mine();
    while (NativeCalls.syncfs(scratch.errno, descriptor) < 0) {
      Posix.throwUnlessInterrupted("syncfs", scratch);
    }
  }

  /// Names of a file's extended attributes; a link's own.
  public static List<byte[]> extendedNames(byte[] path) throws PosixException {
    Scratch scratch = Scratch.mine();
    MemorySegment file = scratch.path(path);
    long length = NativeCalls.llistxattr(scratch.errno, file, scratch.io, Scratch.IO_BYTES);
    Posix.check("llistxattr", length, scratch);
    List<byte[]> names = new ArrayList<>();
    long start = 0;
    for (long at = 0; at < length; at++) {
      if (scratch.io.get(ValueLayout.JAVA_BYTE, at) == 0) {
        names.add(scratch.io.asSlice(start, at - start).toArray(ValueLayout.JAVA_BYTE));
        start = at + 1;
      }
    }
    return names;
  }

  /// A value, or null where there is none of this name.
  public static byte @Nullable [] extended(byte[] path, byte[] name) throws PosixException {
    Scratch scratch = Scratch.mine();
    MemorySegment file = scratch.path(path);
    MemorySegment attribute = scratch.otherPath(name);
    long length =
        NativeCalls.lgetxattr(scratch.errno, file, attribute, scratch.io, Scratch.IO_BYTES);
    if (length < 0 && scratch.errno() == ENODATA) {
      return null;
    }
    Posix.check("lgetxattr", length, scratch);
    return scratch.io.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
  }

  public static void setExtended(int descriptor, byte[] name, byte[] value) throws PosixException {
    Scratch scratch = Scratch.mine();
    MemorySegment attribute = scratch.path(name);
    MemorySegment bytes = scratch.value(value);
    int result =
        NativeCalls.fsetxattr(scratch.errno, descriptor, attribute, bytes, value.length, 0);
    Posix.check("fsetxattr", result, scratch);
  }

  /// The name of a user, or null where this system has none for the number. Not for two threads at once: the C
  /// library answers in memory of its own.
  public static synchronized @Nullable String userName(long user) {
    return name(NativeCalls.getpwuid(Scratch.mine().errno, (int) user));
  }

  public static synchronized @Nullable String groupName(long group) {
    return name(NativeCalls.getgrgid(Scratch.mine().errno, (int) group));
  }

  @SuppressWarnings("restricted")
  private static @Nullable String name(MemorySegment entry) {
    if (entry.equals(MemorySegment.NULL)) {
      return null;
    }
    MemorySegment text = entry.reinterpret(8).get(ValueLayout.ADDRESS, 0);
    return text.reinterpret(4096).getString(0);
  }

  /// The number of a user, or -1 where this system does not know the name.
  public static synchronized long user(String name) throws PosixException {
    Scratch scratch = Scratch.mine();
    MemorySegment text = scratch.path(name.getBytes(StandardCharsets.UTF_8));
    return number(NativeCalls.getpwnam(scratch.errno, text));
  }

  public static synchronized long group(String name) throws PosixException {
    Scratch scratch = Scratch.mine();
    MemorySegment text = scratch.path(name.getBytes(StandardCharsets.UTF_8));
    return number(NativeCalls.getgrnam(scratch.errno, text));
  }

  @SuppressWarnings("restricted")
  private static long number(MemorySegment entry) {
    return entry.equals(MemorySegment.NULL)
        ? -1
        : Integer.toUnsignedLong(entry.reinterpret(20).get(ValueLayout.JAVA_INT, 16));
  }
}
