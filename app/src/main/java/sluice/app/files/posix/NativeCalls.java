package sluice.app.files.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/// The C library's functions by their own names, each with a first parameter that takes `errno`.
@SuppressWarnings("restricted")
final class NativeCalls {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup LOOKUP = LINKER.defaultLookup();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");

  private static final MethodHandle OPEN =
      variadic("open", 2, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle OPENAT =
      variadic("openat", 3, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle SYSCALL =
      variadic("syscall", 1, JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);
  private static final MethodHandle IOCTL =
      variadic("ioctl", 2, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final MethodHandle CLOSE = call("close", JAVA_INT, JAVA_INT);
  private static final MethodHandle PREAD =
      call("pread", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle PWRITE =
      call("pwrite", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle FSYNC = call("fsync", JAVA_INT, JAVA_INT);
  private static final MethodHandle FDATASYNC = call("fdatasync", JAVA_INT, JAVA_INT);
  private static final MethodHandle FLOCK = call("flock", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle FUTIMENS = call("futimens", JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle MKDIRAT =
      call("mkdirat", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle UNLINKAT =
      call("unlinkat", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle LINKAT =
      call("linkat", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle RENAMEAT =
      call("renameat", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
  private static final MethodHandle RENAMEAT2 =
      call("renameat2", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle STATX =
      call("statx", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle GETEUID = call("geteuid", JAVA_INT);
  private static final MethodHandle FDOPENDIR = call("fdopendir", ADDRESS, JAVA_INT);
  private static final MethodHandle READDIR = call("readdir", ADDRESS, ADDRESS);
  private static final MethodHandle CLOSEDIR = call("closedir", JAVA_INT, ADDRESS);
  private static final MethodHandle STRERROR =
      LINKER.downcallHandle(address("strerror"), FunctionDescriptor.of(ADDRESS, JAVA_INT));

  private static final MethodHandle SYMLINKAT =
      call("symlinkat", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
  private static final MethodHandle READLINKAT =
      call("readlinkat", JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);
  private static final MethodHandle UTIMENSAT =
      call("utimensat", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
  private static final MethodHandle FCHMOD = call("fchmod", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle FCHOWNAT =
      call("fchownat", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle FTRUNCATE = call("ftruncate", JAVA_INT, JAVA_INT, JAVA_LONG);
  private static final MethodHandle LSEEK = call("lseek", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final MethodHandle SYNCFS = call("syncfs", JAVA_INT, JAVA_INT);
  private static final MethodHandle FSETXATTR =
      call("fsetxattr", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle LGETXATTR =
      call("lgetxattr", JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);
  private static final MethodHandle LLISTXATTR =
      call("llistxattr", JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG);
  private static final MethodHandle GETPWUID = call("getpwuid", ADDRESS, JAVA_INT);
  private static final MethodHandle GETGRGID = call("getgrgid", ADDRESS, JAVA_INT);
  private static final MethodHandle GETPWNAM = call("getpwnam", ADDRESS, ADDRESS);
  private static final MethodHandle GETGRNAM = call("getgrnam", ADDRESS, ADDRESS);

  private NativeCalls() {}

  private static MethodHandle call(String name, MemoryLayout result, MemoryLayout... parameters) {
    return LINKER.downcallHandle(address(name), FunctionDescriptor.of(result, parameters), ERRNO);
  }

  private static MethodHandle variadic(
      String name, int fixed, MemoryLayout result, MemoryLayout... parameters) {
    return LINKER.downcallHandle(
        address(name),
        FunctionDescriptor.of(result, parameters),
        ERRNO,
        Linker.Option.firstVariadicArg(fixed));
  }

  private static MemorySegment address(String name) {
    return LOOKUP
        .find(name)
        .orElseThrow(() -> new IllegalStateException("the C library has no " + name));
  }

  private static IllegalStateException broken(Throwable cause) {
    return new IllegalStateException("a native call could not be made", cause);
  }

  /// The system's words for an errno.
  static String errorText(int errno) {
    try {
      MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
      return text.reinterpret(256).getString(0);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static int open(MemorySegment errno, MemorySegment path, int flags, int mode) {
    try {
      return (int) OPEN.invokeExact(errno, path, flags, mode);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static int openat(MemorySegment errno, int directory, MemorySegment path, int flags, int mode) {
    try {
      return (int) OPENAT.invokeExact(errno, directory, path, flags, mode);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static long syscall(
      MemorySegment errno,
      long number,
      int directory,
      MemorySegment path,
      MemorySegment struct,
      long structBytes) {
    try {
      return (long) SYSCALL.invokeExact(errno, number, directory, path, struct, structBytes);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static int ioctl(MemorySegment errno, int descriptor, long request, int argument) {
    try {
      return (int) IOCTL.invokeExact(errno, descriptor, request, argument);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static int close(MemorySegment errno, int descriptor) {
    try {
      return (int) CLOSE.invokeExact(errno, descriptor);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static long pread(
      MemorySegment errno, int descriptor, MemorySegment bytes, long length, long position) {
    try {
      return (long) PREAD.invokeExact(errno, descriptor, bytes, length, position);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static long pwrite(
      MemorySegment errno, int descriptor, MemorySegment bytes, long length, long position) {
    try {
      return (long) PWRITE.invokeExact(errno, descriptor, bytes, length, position);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static int fsync(MemorySegment errno, int descriptor) {
    try {
      return (int) FSYNC.invokeExact(errno, descriptor);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static int fdatasync(MemorySegment errno, int descriptor) {
    try {
      return (int) FDATASYNC.invokeExact(errno, descriptor);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static int flock(MemorySegment errno, int descriptor, int operation) {
    try {
      return (int) FLOCK.invokeExact(errno, descriptor, operation);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static int futimens(MemorySegment errno, int descriptor, MemorySegment times) {
    try {
      return (int) FUTIMENS.invokeExact(errno, descriptor, times);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static int mkdirat(MemorySegment errno, int directory, MemorySegment path, int mode) {
    try {
      return (int) MKDIRAT.invokeExact(errno, directory, path, mode);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static int unlinkat(MemorySegment errno, int directory, MemorySegment path, int flags) {
    try {
      return (int) UNLINKAT.invokeExact(errno, directory, path, flags);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static int linkat(
      MemorySegment errno,
      int fromDirectory,
      MemorySegment from,
      int toDirectory,
      MemorySegment to,
      int flags) {
    try {
      return (int) LINKAT.invokeExact(errno, fromDirectory, from, toDirectory, to, flags);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static int renameat(
      MemorySegment errno,
      int fromDirectory,
      MemorySegment from,
      int toDirectory,
      MemorySegment to) {
    try {
      return (int) RENAMEAT.invokeExact(errno, fromDirectory, from, toDirectory, to);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static int renameat2(
      MemorySegment errno,
      int fromDirectory,
      MemorySegment from,
      int toDirectory,
      MemorySegment to,
      int flags) {
    try {
      return (int) RENAMEAT2.invokeExact(errno, fromDirectory, from, toDirectory, to, flags);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static int statx(
      MemorySegment errno,
      int directory,
      MemorySegment path,
      int flags,
      int mask,
      MemorySegment struct) {
    try {
      return (int) STATX.invokeExact(errno, directory, path, flags, mask, struct);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static int geteuid(MemorySegment errno) {
    try {
      return (int) GETEUID.invokeExact(errno);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static MemorySegment fdopendir(MemorySegment errno, int descriptor) {
    try {
      return (MemorySegment) FDOPENDIR.invokeExact(errno, descriptor);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static MemorySegment readdir(MemorySegment errno, MemorySegment stream) {
    try {
      return (MemorySegment) READDIR.invokeExact(errno, stream);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static int closedir(MemorySegment errno, MemorySegment stream) {
    try {
      return (int) CLOSEDIR.invokeExact(errno, stream);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static int symlinkat(
      MemorySegment errno, MemorySegment target, int directory, MemorySegment name) {
    try {
      return (int) SYMLINKAT.invokeExact(errno, target, directory, name);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static long readlinkat(
      MemorySegment errno, int directory, MemorySegment name, MemorySegment to, long length) {
    try {
      return (long) READLINKAT.invokeExact(errno, directory, name, to, length);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static int utimensat(
      MemorySegment errno, int directory, MemorySegment name, MemorySegment times, int flags) {
    try {
      return (int) UTIMENSAT.invokeExact(errno, directory, name, times, flags);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static int fchmod(MemorySegment errno, int descriptor, int mode) {
    try {
      return (int) FCHMOD.invokeExact(errno, descriptor, mode);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static int fchownat(
      MemorySegment errno, int directory, MemorySegment name, int user, int group, int flags) {
    try {
      return (int) FCHOWNAT.invokeExact(errno, directory, name, user, group, flags);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static int ftruncate(MemorySegment errno, int descriptor, long length) {
    try {
      return (int) FTRUNCATE.invokeExact(errno, descriptor, length);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static long lseek(MemorySegment errno, int descriptor, long offset, int whence) {
    try {
      return (long) LSEEK.invokeExact(errno, descriptor, offset, whence);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static int syncfs(MemorySegment errno, int descriptor) {
    try {
      return (int) SYNCFS.invokeExact(errno, descriptor);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static int fsetxattr(
      MemorySegment errno,
      int descriptor,
      MemorySegment name,
      MemorySegment value,
      long length,
      int flags) {
    try {
      return (int) FSETXATTR.invokeExact(errno, descriptor, name, value, length, flags);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static long lgetxattr(
      MemorySegment errno,
      MemorySegment path,
      MemorySegment name,
      MemorySegment value,
      long length) {
    try {
      return (long) LGETXATTR.invokeExact(errno, path, name, value, length);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static long llistxattr(MemorySegment errno, MemorySegment path, MemorySegment list, long length) {
    try {
      return (long) LLISTXATTR.invokeExact(errno, path, list, length);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static MemorySegment getpwuid(MemorySegment errno, int user) {
    try {
      return (MemorySegment) GETPWUID.invokeExact(errno, user);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static MemorySegment getgrgid(MemorySegment errno, int group) {
    try {
      return (MemorySegment) GETGRGID.invokeExact(errno, group);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static MemorySegment getpwnam(MemorySegment errno, MemorySegment name) {
    try {
      return (MemorySegment) GETPWNAM.invokeExact(errno, name);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  static MemorySegment getgrnam(MemorySegment errno, MemorySegment name) {
    try {
      return (MemorySegment) GETGRNAM.invokeExact(errno, name);
    } catch (Throwable t) {
      throw broken(t);
    }
  }
}
