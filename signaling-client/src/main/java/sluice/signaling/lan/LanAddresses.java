package sluice.signaling.lan;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;

/// The groups and ports of section 8, and the interfaces at hand.
final class LanAddresses {
  static final int MULTICAST_PORT = 48_320;
  static final int FIRST_LOOPBACK_PORT = 48_321;
  static final int LAST_LOOPBACK_PORT = 48_336;

  static final InetAddress GROUP_4 = literal(new byte[] {(byte) 239, (byte) 255, 83, 76});
  static final InetAddress GROUP_6 =
      literal(new byte[] {(byte) 0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x5c, 1, (byte) 0xce});
  static final InetAddress LOOPBACK_4 = literal(new byte[] {127, 0, 0, 1});
  static final InetAddress LOOPBACK_6 =
      literal(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});

  private LanAddresses() {}

  private static InetAddress literal(byte[] address) {
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes make an address", e);
    }
  }

  static InetSocketAddress group(boolean version6) {
    return new InetSocketAddress(version6 ? GROUP_6 : GROUP_4, MULTICAST_PORT);
  }

  /// The interfaces that are up, can multicast and have an address of that family: none where
  /// discovery is confined to loopback by the system property `sluice.discovery` or the environment
  /// variable `SLUICE_DISCOVERY` being `loopback`.
  static List<NetworkInterface> multicastInterfaces(boolean version6) throws SocketException {
    if (isConfinedToLoopback()) {
      return List.of();
    }
    return NetworkInterface.networkInterfaces()
        .filter(LanAddresses::canMulticast)
        .filter(
            face ->
                face.inetAddresses()
                    .anyMatch(
                        version6 ? Inet6Address.class::isInstance : Inet4Address.class::isInstance))
        .toList();
  }

  private static boolean isConfinedToLoopback() {
    String property = System.getProperty("sluice.discovery");
    return "loopback".equals(property == null ? System.getenv("SLUICE_DISCOVERY") : property);
  }

  private static boolean canMulticast(NetworkInterface face) {
    try {
      return face.isUp() && face.supportsMulticast() && !face.isLoopback();
    } catch (SocketException gone) {
      return false;
    }
  }
}
