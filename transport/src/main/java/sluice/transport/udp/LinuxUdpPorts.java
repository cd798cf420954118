package sluice.transport.udp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Descriptors of our own and one `ppoll` over them and an eventfd, which stands for {@link #wakeUp}.
final class LinuxUdpPorts implements UdpPorts {
  private static final int MAX_PORTS = 64;

  /// Calls of the kernel for one port before the loop looks at its other work.
  private static final int SHARE = 16;

  private static final int POLL_ENTRY_BYTES = 8;
  private static final int RECEIVE_BYTES = 65_536;

  private final Arena arena = Arena.ofShared();

  private final LinuxCalls calls = new LinuxCalls(arena.allocate(LinuxCalls.STATE));
  private final MemorySegment entries = arena.allocate(POLL_ENTRY_BYTES * (MAX_PORTS + 1L), 8);
  private final MemorySegment timeout = arena.allocate(16, 8);
  private final MemorySegment counter = arena.allocate(JAVA_LONG);
  private final MemorySegment one = arena.allocate(JAVA_LONG);
  private final MemorySegment option = arena.allocate(JAVA_INT);
  private final byte[] received = new byte[RECEIVE_BYTES];
  private final List<LinuxUdpPort> ports = new ArrayList<>();
  private final int event;
  private final Object eventLock = new Object();
  private boolean closed;

  LinuxUdpPorts() throws IOException {
    one.set(JAVA_LONG, 0, 1L);
    event = calls.event();
    if (event < 0) {
      arena.close();
      throw new IOException("eventfd: error " + -event);
    }
  }

  @Override
  public UdpPort bind(InetAddress address, int port) throws IOException {
    if (ports.size() >= MAX_PORTS) {
      throw new IOException("more than " + MAX_PORTS + " sockets");
    }
    boolean ipv6 = address instanceof Inet6Address;
    int descriptor = calls.socket(ipv6 ? LinuxCalls.AF_INET6 : LinuxCalls.AF_INET);
    if (descriptor < 0) {
      throw new IOException("socket: error " + -descriptor);
    }
    // What the kernel grants is read back by the port; an option that it does not know costs speed
    // alone.
    set(descriptor, LinuxCalls.SOL_SOCKET, LinuxCalls.SO_RCVBUF, BUFFER_BYTES);
    set(descriptor, LinuxCalls.SOL_SOCKET, LinuxCalls.SO_SNDBUF, BUFFER_BYTES);
    set(descriptor, LinuxCalls.SOL_UDP, LinuxCalls.UDP_GRO, 1);
    if (ipv6) {
      set(descriptor, LinuxCalls.IPPROTO_IPV6, LinuxCalls.IPV6_V6ONLY, 1);
      set(
          descriptor,
          LinuxCalls.IPPROTO_IPV6,
          LinuxCalls.IPV6_MTU_DISCOVER,
          LinuxCalls.PMTUDISC_PROBE);
    } else {
      set(descriptor, LinuxCalls.IPPROTO_IP, LinuxCalls.IP_MTU_DISCOVER, LinuxCalls.PMTUDISC_PROBE);
    }
    Arena own = Arena.ofShared();
    MemorySegment memory = own.allocate(SocketAddress.MAX_BYTES, 8);
    int bound =
        calls.bind(descriptor, SocketAddress.write(new InetSocketAddress(address, port), memory));
    if (bound < 0) {
      calls.close(descriptor);
      own.close();
      throw new IOException("bind to " + address.getHostAddress() + ": error " + -bound);
    }
    var opened = new LinuxUdpPort(calls, descriptor, own);
    ports.add(opened);
    return opened;
  }

  private int set(int descriptor, int level, int name, int value) {
    option.set(JAVA_INT, 0, value);
    return calls.setOption(descriptor, level, name, option);
  }

  /// A descriptor that is closed would answer each poll at once, and may be another file's by now.
  private void forgetClosed() {
    ports.removeIf(LinuxUdpPort::isClosed);
  }

  @Override
  public void await(long timeoutNanos, UdpReceiver receiver) throws IOException {
    forgetClosed();
    entry(0, event, LinuxCalls.POLLIN);
    for (int i = 0; i < ports.size(); i++) {
      LinuxUdpPort port = ports.get(i);
      int wanted = LinuxCalls.POLLIN | (port.isCongested() ? LinuxCalls.POLLOUT : 0);
      entry(i + 1, port.descriptor(), (short) wanted);
    }
    MemorySegment limit = MemorySegment.NULL;
    if (timeoutNanos != Long.MAX_VALUE) {
      long nanos = Math.max(0, timeoutNanos);
      timeout.set(JAVA_LONG, 0, TimeUnit.NANOSECONDS.toSeconds(nanos));
      timeout.set(JAVA_LONG, 8, nanos % TimeUnit.SECONDS.toNanos(1));
      limit = timeout;
    }
    int ready = calls.poll(entries, ports.size() + 1L, limit);
    if (ready < 0 && ready != -LinuxCalls.EINTR) {
      throw new IOException("ppoll: error " + -ready);
    }
    if (ready <= 0) {
      return;
    }
    if (answered(0) != 0) {
      calls.read(event, counter);
    }
    int asked = ports.size(); // The receiver may open more.
    for (int i = 0; i < asked; i++) {
      serve(ports.get(i), answered(i + 1), receiver);
    }
  }

  private void serve(LinuxUdpPort port, int answer, UdpReceiver receiver) {
    if ((answer & LinuxCalls.POLLOUT) != 0) {
      port.writable();
    }
    if ((answer & ~LinuxCalls.POLLOUT) != 0) {
      for (int i = 0; i < SHARE; i++) {
        if (!port.receive(received, receiver)) {
          return;
        }
      }
    }
  }

  private void entry(int index, int descriptor, short wanted) {
    long at = (long) index * POLL_ENTRY_BYTES;
    entries.set(JAVA_INT, at, descriptor);
    entries.set(JAVA_SHORT, at + 4, wanted);
    entries.set(JAVA_SHORT, at + 6, (short) 0);
  }

  private int answered(int index) {
    return entries.get(JAVA_SHORT, (long) index * POLL_ENTRY_BYTES + 6);
  }

  @Override
  public void wakeUp() {
    // Without the lock the number might already belong to another file of this process.
    synchronized (eventLock) {
      if (!closed) {
        LinuxCalls.write(event, one);
      }
    }
  }

  @Override
  public void close() {
    synchronized (eventLock) {
      if (closed) {
        return;
      }
      closed = true;
      calls.close(event);
    }
    for (LinuxUdpPort port : ports) {
      port.close();
    }
    arena.close();
  }
}
