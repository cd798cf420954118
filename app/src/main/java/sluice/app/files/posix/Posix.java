package sluice.app.files.posix;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Linux's calls on files, with descriptors as ints and names as bytes without the ending zero. For platform threads:
/// a call that waits for the disk would pin a virtual one.
///
/// Every method throws {@link PosixException} with the call's errno when it fails.
public final class Posix {
  /// Flags of {@link #open} and {@link #openBeneath}, to be joined by `|`. Close-on-exec is always set.
  public static final int READ = 0;

  public static final int READ_WRITE = 2;
  public static final int CREATE_NEW = 0100 | 0200;
  public static final int NON_BLOCKING = 04000;
  public static final int DIRECTORY = isArm() ? 040000 : 0200000;
  public static final int NO_FOLLOW = isArm() ? 0100000 : 0400000;

  private static final int CLOSE_ON_EXEC = 02000000;
  private static final long OPENAT2 = 437;
  private static final long OPEN_HOW_BYTES = 24;
  private static final long RESOLVE_NO_MAGICLINKS = 2;
  private static final long RESOLVE_NO_SYMLINKS = 4;
  private static final long RESOLVE_BENEATH = 8;
  private static final int RENAME_NOREPLACE = 1;
  private static final int CURRENT_DIRECTORY = -100;
  private static final int AT_REMOVEDIR = 0x200;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int STATX_BASIC_STATS = 0x7ff;
  private static final long FICLONE = 0x40049409L;
  private static final int LOCK_EXCLUSIVE_NOW = 2 | 4;
  private static final long UTIME_OMIT = (1L << 30) - 2;
  private static final int DIRENT_NAME = 19;
  private static final byte[] NO_NAME = {};

  private Posix() {}

  /// Whether this system is one whose numbers are written here, with a C library of 2018 or later.
  public static boolean isAvailable() {
    String arch = System.getProperty("os.arch", "");
    return System.getProperty("os.name", "").equals("Linux")
        && (arch.equals("amd64") || arch.equals("aarch64"))
        && CLibrary.isRecent();
  }

  private static boolean isArm() {
    return System.getProperty("os.arch", "").toLowerCase(Locale.ROOT).equals("aarch64");
  }

  /// Opens a path of the user's own, following links.
  public static int open(byte[] path, int flags) throws PosixException {
    Scratch scratch = Scratch.mine();
    MemorySegment name = scratch.path(path);
    while (true) {
      int result = NativeCalls.open(scratch.errno, name, flags | CLOSE_ON_EXEC, 0);
      if (result >= 0) {
        return result;
      }
      throwUnlessInterrupted("open", scratch);
    }
  }

  /// Opens a name or a path in a directory: nothing outside of it can be reached, and no link is followed.
  ///
  /// @param mode permission bits of a new file, before the umask
  public static int openBeneath(int directory, byte[] name, int flags, int mode)
      throws PosixException {
    Scratch scratch = Scratch.mine();
    MemorySegment path = scratch.path(name);
    long openMode = (flags & CREATE_NEW) == 0 ? 0 : mode;
    scratch.struct.set(ValueLayout.JAVA_LONG, 0, flags | CLOSE_ON_EXEC | NO_FOLLOW);
    scratch.struct.set(ValueLayout.JAVA_LONG, 8, openMode);
    scratch.struct.set(
        ValueLayout.JAVA_LONG, 16, RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS);
    while (true) {
      long result =
          NativeCalls.syscall(
              scratch.errno, OPENAT2, directory, path, scratch.struct, OPEN_HOW_BYTES);
      if (result >= 0) {
        return (int) result;
      }
      if (isRefusedCall(scratch.errno())) {
        return openAt(directory, name, flags, mode);
      }
      throwUnlessInterrupted("openat2", scratch);
    }
  }

  /// Kernels before 5.6 and some sandboxes do not have `openat2`. Going component by component, and not following a
  /// link in any of them, says the same.
  private static boolean isRefusedCall(int errno) {
    return errno == PosixException.ENOSYS || errno == PosixException.EPERM;
  }

  private static int openAt(int directory, byte[] path, int flags, int mode) throws PosixException {
    int at = directory;
    int start = 0;
    try {
      for (int i = 0; i < path.length; i++) {
        if (path[i] == '/') {
          int next = openComponent(at, Arrays.copyOfRange(path, start, i), READ | DIRECTORY, 0);
          if (at != directory) {
            close(at);
          }
          at = next;
          start = i + 1;
        }
      }
      return openComponent(at, Arrays.copyOfRange(path, start, path.length), flags, mode);
    } finally {
      if (at != directory) {
        close(at);
      }
    }
  }

  private static int openComponent(int directory, byte[] name, int flags, int mode)
      throws PosixException {
    if (name.length == 0 || (name.length == 2 && name[0] == '.' && name[1] == '.')) {
      throw new PosixException("openat", PosixException.EXDEV, "leads out");
    }
    Scratch scratch = Scratch.mine();
    MemorySegment path = scratch.path(name);
    while (true) {
      int result =
          NativeCalls.openat(
              scratch.errno, directory, path, flags | CLOSE_ON_EXEC | NO_FOLLOW, mode);
      if (result >= 0) {
        return result;
      }
      throwUnlessInterrupted("openat", scratch);
    }
  }

  public static void close(int descriptor) throws PosixException {
    Scratch scratch = Scratch.mine();
    int result = NativeCalls.close(scratch.errno, descriptor);
    // Linux has closed the descriptor even then; closing again could hit another thread's.
    if (result < 0 && scratch.errno() != PosixException.EINTR) {
      throw failure("close", scratch);
    }
  }

  /// Reads up to `length` bytes; returns how many, 0 at the end of the file.
  public static int read(int descriptor, byte[] to, int at, int length, long position)
      throws PosixException {
    Scratch scratch = Scratch.mine();
    long wanted = Math.min(length, Scratch.IO_BYTES);
    while (true) {
      long result = NativeCalls.pread(scratch.errno, descriptor, scratch.io, wanted, position);
      if (result >= 0) {
        MemorySegment.copy(scratch.io, ValueLayout.JAVA_BYTE, 0, to, at, (int) result);
        return (int) result;
      }
      throwUnlessInterrupted("pread", scratch);
    }
  }

  /// Writes up to `length` bytes; returns how many.
  public static int write(int descriptor, byte[] from, int at, int length, long position)
      throws PosixException {
    Scratch scratch = Scratch.mine();
    long wanted = Math.min(length, Scratch.IO_BYTES);
    MemorySegment.copy(from, at, scratch.io, ValueLayout.JAVA_BYTE, 0, (int) wanted);
    while (true) {
      long result = NativeCalls.pwrite(scratch.errno, descriptor, scratch.io, wanted, position);
      if (result >= 0) {
        return (int) result;
      }
      throwUnlessInterrupted("pwrite", scratch);
    }
  }

  public static void syncData(int descriptor) throws PosixException {
    Scratch scratch = Scratch.mine();
    while (NativeCalls.fdatasync(scratch.errno, descriptor) < 0) {
      throwUnlessInterrupted("fdatasync", scratch);
    }
  }

  public static void sync(int descriptor) throws PosixException {
    Scratch scratch = Scratch.mine();
    while (NativeCalls.fsync(scratch.errno, descriptor) < 0) {
      throwUnlessInterrupted("fsync", scratch);
    }
  }

  /// Gives an empty file the blocks of another, which both share from then on; false where the file system cannot.
  public static boolean share(int to, int from) throws PosixException {
    Scratch scratch = Scratch.mine();
    while (NativeCalls.ioctl(scratch.errno, to, FICLONE, from) < 0) {
      switch (scratch.errno()) {
        case PosixException.EOPNOTSUPP,
            PosixException.EXDEV,
            PosixException.EINVAL,
            PosixException.ENOTTY,
            PosixException.ENOSYS,
            PosixException.EPERM -> {
          return false;
        }
        default -> throwUnlessInterrupted("ioctl", scratch);
      }
    }
    return true;
  }

  /// Takes the file's exclusive lock, which dies with the last copy of the descriptor; false if another has it.
  public static boolean tryLock(int descriptor) throws PosixException {
    Scratch scratch = Scratch.mine();
    while (NativeCalls.flock(scratch.errno, descriptor, LOCK_EXCLUSIVE_NOW) < 0) {
      if (scratch.errno() == PosixException.EAGAIN) {
        return false;
      }
      throwUnlessInterrupted("flock", scratch);
    }
    return true;
  }

  /// Sets the modification time and leaves the other.
  public static void setModified(int descriptor, long seconds, int nanos) throws PosixException {
    Scratch scratch = Scratch.mine();
    scratch.struct.set(ValueLayout.JAVA_LONG, 0, 0);
    scratch.struct.set(ValueLayout.JAVA_LONG, 8, UTIME_OMIT);
    scratch.struct.set(ValueLayout.JAVA_LONG, 16, seconds);
    scratch.struct.set(ValueLayout.JAVA_LONG, 24, nanos);
    int result = NativeCalls.futimens(scratch.errno, descriptor, scratch.struct);
    check("futimens", result, scratch);
  }

  public static void makeDirectory(int directory, byte[] name, int mode) throws PosixException {
    Scratch scratch = Scratch.mine();
    MemorySegment path = scratch.path(name);
    check("mkdirat", NativeCalls.mkdirat(scratch.errno, directory, path, mode), scratch);
  }

  public static void remove(int directory, byte[] name) throws PosixException {
    unlink(directory, name, 0);
  }

  public static void removeDirectory(int directory, byte[] name) throws PosixException {
    unlink(directory, name, AT_REMOVEDIR);
  }

  private static void unlink(int directory, byte[] name, int flags) throws PosixException {
    Scratch scratch = Scratch.mine();
    MemorySegment path = scratch.path(name);
    check("unlinkat", NativeCalls.unlinkat(scratch.errno, directory, path, flags), scratch);
  }

  /// A second name for a file; fails with EEXIST where the name is taken.
  public static void link(int fromDirectory, byte[] from, int toDirectory, byte[] to)
      throws PosixException {
    Scratch scratch = Scratch.mine();
    MemorySegment old = scratch.path(from);
    MemorySegment fresh = scratch.otherPath(to);
    check(
        "linkat",
        NativeCalls.linkat(scratch.errno, fromDirectory, old, toDirectory, fresh, 0),
        scratch);
  }

  /// Renames, replacing what has the name.
  public static void rename(int fromDirectory, byte[] from, int toDirectory, byte[] to)
      throws PosixException {
    Scratch scratch = Scratch.mine();
    MemorySegment old = scratch.path(from);
    MemorySegment fresh = scratch.otherPath(to);
    check(
        "renameat",
        NativeCalls.renameat(scratch.errno, fromDirectory, old, toDirectory, fresh),
        scratch);
  }

  /// Renames; fails with EEXIST where the name is taken, and with EINVAL or ENOSYS where the file system
  /// or the kernel cannot.
  public static void renameNew(int fromDirectory, byte[] from, int toDirectory, byte[] to)
      throws PosixException {
    Scratch scratch = Scratch.mine();
    MemorySegment old = scratch.path(from);
    MemorySegment fresh = scratch.otherPath(to);
    check(
        "renameat2",
        NativeCalls.renameat2(
            scratch.errno, fromDirectory, old, toDirectory, fresh, RENAME_NOREPLACE),
        scratch);
  }

  public static PosixStatus status(int descriptor) throws PosixException {
    return statx(descriptor, NO_NAME, AT_EMPTY_PATH);
  }

  /// Of what a path of the user's own leads to.
  public static PosixStatus statusFollowing(byte[] path) throws PosixException {
    return statx(CURRENT_DIRECTORY, path, 0);
  }

  /// Of a name in a directory; a link's own.
  public static PosixStatus status(int directory, byte[] name) throws PosixException {
    return statx(directory, name, AT_SYMLINK_NOFOLLOW);
  }

  private static PosixStatus statx(int directory, byte[] name, int flags) throws PosixException {
    Scratch scratch = Scratch.mine();
    MemorySegment path = scratch.path(name);
    MemorySegment out = scratch.struct;
    check(
        "statx",
        NativeCalls.statx(scratch.errno, directory, path, flags, STATX_BASIC_STATS, out),
        scratch);
    long device =
        ((long) out.get(ValueLayout.JAVA_INT, 136) << 32)
            | Integer.toUnsignedLong(out.get(ValueLayout.JAVA_INT, 140));
    return new PosixStatus(
        Short.toUnsignedInt(out.get(ValueLayout.JAVA_SHORT, 28)),
        out.get(ValueLayout.JAVA_INT, 20),
        out.get(ValueLayout.JAVA_INT, 24),
        out.get(ValueLayout.JAVA_INT, 16),
        device,
        out.get(ValueLayout.JAVA_LONG, 32),
        out.get(ValueLayout.JAVA_LONG, 40),
        512 * out.get(ValueLayout.JAVA_LONG, 48),
        out.get(ValueLayout.JAVA_LONG, 112),
        out.get(ValueLayout.JAVA_INT, 120),
        out.get(ValueLayout.JAVA_LONG, 96),
        out.get(ValueLayout.JAVA_INT, 104));
  }

  /// Who this process acts as.
  public static int effectiveUser() {
    return NativeCalls.geteuid(Scratch.mine().errno);
  }

  /// The names in a directory, without `.` and `..`, at most `max` of them.
  @SuppressWarnings("restricted")
  public static List<byte[]> names(byte[] directory, int max) throws PosixException {
    int descriptor = open(directory, READ | DIRECTORY);
    Scratch scratch = Scratch.mine();
    MemorySegment stream = NativeCalls.fdopendir(scratch.errno, descriptor);
    if (stream.equals(MemorySegment.NULL)) {
      PosixException failure = failure("fdopendir", scratch);
      close(descriptor);
      throw failure;
    }
    List<byte[]> names = new ArrayList<>();
    MemorySegment entry = NativeCalls.readdir(scratch.errno, stream);
    while (!entry.equals(MemorySegment.NULL) && names.size() < max) {
      byte[] name = terminated(entry.reinterpret(DIRENT_NAME + 256L), DIRENT_NAME);
      if (!isDots(name)) {
        names.add(name);
      }
      entry = NativeCalls.readdir(scratch.errno, stream);
    }
    check("closedir", NativeCalls.closedir(scratch.errno, stream), scratch);
    return names;
  }

  private static boolean isDots(byte[] name) {
    return name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
  }

  private static byte[] terminated(MemorySegment from, int at) {
    int end = at;
    while (from.get(ValueLayout.JAVA_BYTE, end) != 0) {
      end++;
    }
    return from.asSlice(at, end - at).toArray(ValueLayout.JAVA_BYTE);
  }

  static void check(String call, long result, Scratch scratch) throws PosixException {
    if (result < 0) {
      throw failure(call, scratch);
    }
  }

  static void throwUnlessInterrupted(String call, Scratch scratch) throws PosixException {
    if (scratch.errno() != PosixException.EINTR) {
      throw failure(call, scratch);
    }
  }

  static PosixException failure(String call, Scratch scratch) {
    int errno = scratch.errno();
    return new PosixException(call, errno, NativeCalls.errorText(errno));
  }
}
