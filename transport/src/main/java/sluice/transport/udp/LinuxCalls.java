package sluice.transport.udp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Locale;

/// The system calls of Linux that this package needs, for 64-bit machines with the generic numbering. Each returns what
/// the C function returns, or minus errno.
@SuppressWarnings("restricted")
final class LinuxCalls {
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;
  static final int SOCK_DGRAM_NONBLOCK_CLOEXEC = 2 | 0x800 | 0x80000;
  static final int EFD_NONBLOCK_CLOEXEC = 0x800 | 0x80000;
  static final int SOL_SOCKET = 1;
  static final int SO_SNDBUF = 7;
  static final int SO_RCVBUF = 8;
  static final int IPPROTO_IP = 0;
  static final int IP_MTU_DISCOVER = 10;
  static final int IPPROTO_IPV6 = 41;
  static final int IPV6_MTU_DISCOVER = 23;
  static final int IPV6_V6ONLY = 26;

  static final int PMTUDISC_DONT = 0;

  /// Sets "don't fragment" and ignores what the kernel believes of the path's MTU.
  static final int PMTUDISC_PROBE = 3;

  static final int SOL_UDP = 17;
  static final int UDP_SEGMENT = 103;
  static final int UDP_GRO = 104;
  static final short POLLIN = 1;
  static final short POLLOUT = 4;

  static final int EINTR = 4;
  static final int EIO = 5;
  static final int EAGAIN = 11;
  static final int EINVAL = 22;
  static final int EMSGSIZE = 90;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO_OF =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle SOCKET = handle("socket", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND = handle("bind", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SET_OPTION =
      handle("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle GET_OPTION =
      handle("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle NAME = handle("getsockname", JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle POLL = handle("ppoll", ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
  private static final MethodHandle EVENT = handle("eventfd", JAVA_INT, JAVA_INT);
  private static final MethodHandle CLOSE = handle("close", JAVA_INT);
  private static final MethodHandle SEND = longHandle("sendmsg", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle RECEIVE = longHandle("recvmsg", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle READ = longHandle("read", JAVA_INT, ADDRESS, JAVA_LONG);

  /// Called from any thread, hence without the errno that lies in memory of one.
  private static final MethodHandle WRITE =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("write"),
          FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));

  /// Where errno lands; belongs to the one thread that makes the calls.
  private final MemorySegment state;

  LinuxCalls(MemorySegment state) {
    this.state = state;
  }

  /// Whether the numbers above hold here.
  static boolean supported() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return os.equals("linux") && (arch.equals("amd64") || arch.equals("aarch64"));
  }

  private static MethodHandle handle(String name, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(JAVA_INT, arguments),
        ERRNO);
  }

  private static MethodHandle longHandle(String name, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(JAVA_LONG, arguments),
        ERRNO);
  }

  private int result(int value) {
    return value < 0 ? -(int) ERRNO_OF.get(state, 0L) : value;
  }

  private static IllegalStateException impossible(Throwable e) {
    return new IllegalStateException("a call into the C library cannot throw", e);
  }

  int socket(int family) {
    try {
      return result((int) SOCKET.invokeExact(state, family, SOCK_DGRAM_NONBLOCK_CLOEXEC, 0));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  int bind(int descriptor, MemorySegment address) {
    try {
      return result((int) BIND.invokeExact(state, descriptor, address, (int) address.byteSize()));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  int setOption(int descriptor, int level, int option, MemorySegment value) {
    try {
      return result(
          (int)
              SET_OPTION.invokeExact(
                  state, descriptor, level, option, value, (int) value.byteSize()));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  int option(int descriptor, int level, int option, MemorySegment value, MemorySegment size) {
    try {
      return result((int) GET_OPTION.invokeExact(state, descriptor, level, option, value, size));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  int name(int descriptor, MemorySegment address, MemorySegment size) {
    try {
      return result((int) NAME.invokeExact(state, descriptor, address, size));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  int poll(MemorySegment descriptors, long count, MemorySegment timeout) {
    try {
      return result((int) POLL.invokeExact(state, descriptors, count, timeout, MemorySegment.NULL));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  int event() {
    try {
      return result((int) EVENT.invokeExact(state, 0, EFD_NONBLOCK_CLOEXEC));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  int close(int descriptor) {
    try {
      return result((int) CLOSE.invokeExact(state, descriptor));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  int send(int descriptor, MemorySegment message) {
    try {
      long sent = (long) SEND.invokeExact(state, descriptor, message, 0);
      return result((int) sent);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  int receive(int descriptor, MemorySegment message) {
    try {
      long received = (long) RECEIVE.invokeExact(state, descriptor, message, 0);
      return result((int) received);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  int read(int descriptor, MemorySegment into) {
    try {
      long read = (long) READ.invokeExact(state, descriptor, into, into.byteSize());
      return result((int) read);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /// From any thread.
  static long write(int descriptor, MemorySegment from) {
    try {
      return (long) WRITE.invokeExact(descriptor, from, from.byteSize());
    } catch (Throwable e) {
      throw impossible(e);
    }
  }
}
