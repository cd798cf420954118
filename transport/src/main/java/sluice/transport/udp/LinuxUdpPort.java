package sluice.transport.udp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// One descriptor with the kernel's segmentation (UDP_SEGMENT) and, where it has it, reassembly of runs (UDP_GRO).
final class LinuxUdpPort implements UdpPort {
  /// The kernel's limit on segments in one call.
  private static final int MAX_SEGMENTS = 64;

  /// A shorter run costs more by segmentation than by single calls.
  private static final int MIN_SEGMENTS = 3;

  /// After so many runs that failed whole and went through singly, segmentation does not work here.
  private static final int MAX_SEGMENTATION_FAILURES = 8;

  private static final int MESSAGE_BYTES = 56;
  private static final int BUFFER_BYTES = 65_536;
  private static final int CONTROL_BYTES = 64;
  private static final int SEGMENT_CONTROL_BYTES = 24;

  private final LinuxCalls calls;
  private final Arena arena;
  private final int descriptor;
  private final InetSocketAddress local;
  private final int sendBufferBytes;
  private final int receiveBufferBytes;
  private final MemorySegment out;
  private final MemorySegment outVector;
  private final MemorySegment outMessage;
  private final MemorySegment outControl;
  private final MemorySegment outAddress;
  private final MemorySegment in;
  private final MemorySegment inMessage;
  private final MemorySegment inControl;
  private final MemorySegment inAddress;
  private final MemorySegment lastSenderAddress;
  private final MemorySegment discovery;
  private @Nullable InetSocketAddress lastSender;
  private @Nullable InetSocketAddress lastDestination;
  private Refusal refusal = Refusal.NONE;
  private boolean segmentation = true;
  private int segmentationFailures;
  private boolean congested;
  private boolean closed;

  /// @param arena of this port alone, closed with it
  LinuxUdpPort(LinuxCalls calls, int descriptor, Arena arena) throws IOException {
    this.calls = calls;
    this.arena = arena;
    this.descriptor = descriptor;
    MemorySegment name = arena.allocate(SocketAddress.MAX_BYTES, 8);
    MemorySegment size = arena.allocate(JAVA_INT);
    size.set(JAVA_INT, 0, SocketAddress.MAX_BYTES);
    if (calls.name(descriptor, name, size) < 0) {
      throw new IOException("getsockname failed");
    }
    local = SocketAddress.read(name);
    sendBufferBytes = granted(LinuxCalls.SO_SNDBUF, arena);
    receiveBufferBytes = granted(LinuxCalls.SO_RCVBUF, arena);

    out = arena.allocate(BUFFER_BYTES, 64);
    outVector = arena.allocate(16, 8);
    outVector.set(ADDRESS, 0, out);
    outControl = arena.allocate(SEGMENT_CONTROL_BYTES, 8);
    outControl.set(JAVA_LONG, 0, 18L);
    outControl.set(JAVA_INT, 8, LinuxCalls.SOL_UDP);
    outControl.set(JAVA_INT, 12, LinuxCalls.UDP_SEGMENT);
    outAddress = arena.allocate(SocketAddress.MAX_BYTES, 8);
    outMessage = arena.allocate(MESSAGE_BYTES, 8);
    outMessage.set(ADDRESS, 16, outVector);
    outMessage.set(JAVA_LONG, 24, 1L);

    in = arena.allocate(BUFFER_BYTES, 64);
    MemorySegment inVector = arena.allocate(16, 8);
    inVector.set(ADDRESS, 0, in);
    inVector.set(JAVA_LONG, 8, BUFFER_BYTES);
    inControl = arena.allocate(CONTROL_BYTES, 8);
    inAddress = arena.allocate(SocketAddress.MAX_BYTES, 8);
    lastSenderAddress = arena.allocate(SocketAddress.MAX_BYTES, 8);
    discovery = arena.allocate(JAVA_INT);
    inMessage = arena.allocate(MESSAGE_BYTES, 8);
    inMessage.set(ADDRESS, 0, inAddress);
    inMessage.set(ADDRESS, 16, inVector);
    inMessage.set(JAVA_LONG, 24, 1L);
    inMessage.set(ADDRESS, 32, inControl);
  }

  private int granted(int option, Arena arena) {
    MemorySegment value = arena.allocate(JAVA_INT);
    MemorySegment size = arena.allocate(JAVA_INT);
    size.set(JAVA_INT, 0, Integer.BYTES);
    return calls.option(descriptor, LinuxCalls.SOL_SOCKET, option, value, size) < 0
        ? 0
        : value.get(JAVA_INT, 0);
  }

  boolean isClosed() {
    return closed;
  }

  int descriptor() {
    return descriptor;
  }

  boolean isCongested() {
    return congested;
  }

  void writable() {
    congested = false;
  }

  @Override
  public InetSocketAddress local() {
    return local;
  }

  @Override
  public int send(
      byte[] buffer, int offset, int lengthBytes, int segmentBytes, InetSocketAddress to) {
    refusal = Refusal.NONE;
    if (closed) {
      refusal = Refusal.UNREACHABLE;
      return 0;
    }
    if (!to.equals(lastDestination)) {
      MemorySegment address = SocketAddress.write(to, outAddress);
      outMessage.set(ADDRESS, 0, outAddress);
      outMessage.set(JAVA_INT, 8, (int) address.byteSize());
      lastDestination = to;
    }
    MemorySegment.copy(buffer, offset, out, JAVA_BYTE, 0, lengthBytes);
    int sent = 0;
    while (sent < lengthBytes && refusal == Refusal.NONE) {
      int run = Math.min(lengthBytes - sent, MAX_SEGMENTS * segmentBytes);
      if (segmentation && run > (MIN_SEGMENTS - 1) * segmentBytes) {
        sent += sendRun(sent, run, segmentBytes);
      } else {
        sent += sendSingly(sent, run, segmentBytes);
      }
    }
    return sent;
  }

  @Override
  public int sendDivisible(byte[] buffer, int offset, int lengthBytes, InetSocketAddress to) {
    if (closed) {
      refusal = Refusal.UNREACHABLE;
      return 0;
    }
    discover(LinuxCalls.PMTUDISC_DONT);
    int sent = send(buffer, offset, lengthBytes, lengthBytes, to);
    discover(LinuxCalls.PMTUDISC_PROBE);
    return sent;
  }

  private void discover(int mode) {
    discovery.set(JAVA_INT, 0, mode);
    if (local.getAddress() instanceof Inet6Address) {
      calls.setOption(descriptor, LinuxCalls.IPPROTO_IPV6, LinuxCalls.IPV6_MTU_DISCOVER, discovery);
    } else {
      calls.setOption(descriptor, LinuxCalls.IPPROTO_IP, LinuxCalls.IP_MTU_DISCOVER, discovery);
    }
  }

  private int sendRun(int from, int bytes, int segmentBytes) {
    outControl.set(JAVA_SHORT, 16, (short) segmentBytes);
    outMessage.set(ADDRESS, 32, outControl);
    outMessage.set(JAVA_LONG, 40, SEGMENT_CONTROL_BYTES);
    int result = call(from, bytes);
    if (result >= 0) {
      segmentationFailures = 0;
      return bytes;
    }
    if (-result == LinuxCalls.EIO) {
      segmentation = false;
    } else if (-result != LinuxCalls.EINVAL && -result != LinuxCalls.EMSGSIZE) {
      refusal = refusalOf(-result);
      return 0;
    }
    int sent = sendSingly(from, bytes, segmentBytes);
    if (sent == bytes && ++segmentationFailures >= MAX_SEGMENTATION_FAILURES) {
      segmentation = false;
    }
    return sent;
  }

  private int sendSingly(int from, int bytes, int segmentBytes) {
    outMessage.set(ADDRESS, 32, MemorySegment.NULL);
    outMessage.set(JAVA_LONG, 40, 0L);
    int sent = 0;
    while (sent < bytes) {
      int size = Math.min(segmentBytes, bytes - sent);
      int result = call(from + sent, size);
      if (result < 0) {
        refusal = refusalOf(-result);
        return sent;
      }
      sent += size;
    }
    return sent;
  }

  private int call(int from, int bytes) {
    outVector.set(ADDRESS, 0, out.asSlice(from));
    outVector.set(JAVA_LONG, 8, bytes);
    int result;
    do {
      result = calls.send(descriptor, outMessage);
    } while (result == -LinuxCalls.EINTR);
    return result;
  }

  private Refusal refusalOf(int errno) {
    return switch (errno) {
      case LinuxCalls.EAGAIN -> {
        congested = true;
        yield Refusal.CONGESTED;
      }
      case LinuxCalls.EMSGSIZE -> Refusal.TOO_LONG;
      default -> Refusal.UNREACHABLE;
    };
  }

  /// Takes what lies ready in one call of the kernel.
  ///
  /// @param into at least 65,536 bytes
  /// @return whether there was anything
  boolean receive(byte[] into, UdpReceiver receiver) {
    if (closed) {
      return false;
    }
    inMessage.set(JAVA_INT, 8, SocketAddress.MAX_BYTES);
    inMessage.set(JAVA_LONG, 40, CONTROL_BYTES);
    int length = calls.receive(descriptor, inMessage);
    if (length < 0) {
      // An ICMP error of an earlier datagram comes once and is gone with this call.
      return length != -LinuxCalls.EAGAIN;
    }
    MemorySegment.copy(in, JAVA_BYTE, 0, into, 0, length);
    int segmentBytes = segmentBytes();
    receiver.onDatagrams(
        this, into, 0, length, segmentBytes > 0 ? segmentBytes : Math.max(1, length), sender());
    return true;
  }

  private int segmentBytes() {
    boolean run =
        inMessage.get(JAVA_LONG, 40) >= 20
            && inControl.get(JAVA_INT, 8) == LinuxCalls.SOL_UDP
            && inControl.get(JAVA_INT, 12) == LinuxCalls.UDP_GRO;
    return run ? inControl.get(JAVA_INT, 16) : 0;
  }

  private InetSocketAddress sender() {
    int size = inMessage.get(JAVA_INT, 8);
    InetSocketAddress last = lastSender;
    if (last != null
        && MemorySegment.mismatch(inAddress, 0, size, lastSenderAddress, 0, size) < 0) {
      return last;
    }
    lastSenderAddress.copyFrom(inAddress);
    InetSocketAddress sender = SocketAddress.read(inAddress);
    lastSender = sender;
    return sender;
  }

  @Override
  public Refusal refusal() {
    return refusal;
  }

  @Override
  public int sendBufferBytes() {
    return sendBufferBytes;
  }

  @Override
  public int receiveBufferBytes() {
    return receiveBufferBytes;
  }

  @Override
  public boolean batches() {
    return segmentation;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      calls.close(descriptor);
      arena.close();
    }
  }
}
