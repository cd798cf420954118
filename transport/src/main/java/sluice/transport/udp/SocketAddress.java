package sluice.transport.udp;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;

/// `sockaddr_in` and `sockaddr_in6` in memory.
final class SocketAddress {
  static final int MAX_BYTES = 28;
  private static final int IPV4_BYTES = 16;
  private static final ValueLayout.OfShort PORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
  private static final int PORT_AT = 2;
  private static final int IPV4_AT = 4;
  private static final int IPV6_AT = 8;
  private static final int SCOPE_AT = 24;

  private SocketAddress() {}

  /// Writes an address; the memory's size tells the family.
  static MemorySegment write(InetSocketAddress address, MemorySegment memory) {
    byte[] raw = address.getAddress().getAddress();
    boolean ipv6 = raw.length == 16;
    MemorySegment exact = memory.asSlice(0, ipv6 ? MAX_BYTES : IPV4_BYTES);
    exact.fill((byte) 0);
    exact.set(JAVA_SHORT, 0, (short) (ipv6 ? LinuxCalls.AF_INET6 : LinuxCalls.AF_INET));
    exact.set(PORT, PORT_AT, (short) address.getPort());
    MemorySegment.copy(raw, 0, exact, JAVA_BYTE, ipv6 ? IPV6_AT : IPV4_AT, raw.length);
    if (address.getAddress() instanceof Inet6Address scoped) {
      exact.set(JAVA_INT, SCOPE_AT, scoped.getScopeId());
    }
    return exact;
  }

  static InetSocketAddress read(MemorySegment memory) {
    boolean ipv6 = memory.get(JAVA_SHORT, 0) == LinuxCalls.AF_INET6;
    var raw = new byte[ipv6 ? 16 : 4];
    MemorySegment.copy(memory, JAVA_BYTE, ipv6 ? IPV6_AT : IPV4_AT, raw, 0, raw.length);
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(raw), Short.toUnsignedInt(memory.get(PORT, PORT_AT)));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are an address", e);
    }
  }
}
