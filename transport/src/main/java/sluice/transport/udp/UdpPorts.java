package sluice.transport.udp;

import java.io.IOException;
import java.net.InetAddress;

/// The UDP sockets of one connection and the one place where its thread waits for all of them.
///
/// Only {@link #wakeUp} may be called from another thread.
public interface UdpPorts extends AutoCloseable {
  /// What is asked of the system for each socket and each direction, in bytes.
  int BUFFER_BYTES = 4 << 20;

  /// Opens the fastest kind that this machine has: batches through the kernel's segmentation on Linux, else the
  /// portable one.
  static UdpPorts open() throws IOException {
    if (LinuxCalls.supported()) {
      try {
        return new LinuxUdpPorts();
      } catch (IOException | RuntimeException | LinkageError e) {
        // A sandbox may refuse native access, or single calls: the portable kind is slower and
        // always works.
        System.getLogger(UdpPorts.class.getName())
            .log(System.Logger.Level.DEBUG, "no batched sockets", e);
      }
    }
    return new PortableUdpPorts();
  }

  /// Opens the kind that works everywhere: one datagram a call.
  static UdpPorts openPortable() throws IOException {
    return new PortableUdpPorts();
  }

  /// Binds a socket.
  ///
  /// @param port 0 for any
  /// @throws IOException if the address is not this machine's, or the port is taken
  UdpPort bind(InetAddress address, int port) throws IOException;

  /// Waits until a datagram comes, a congested port has room again, {@link #wakeUp} is called or the time is over; then
  /// gives to the receiver what has come, at most a bounded share from each port.
  ///
  /// @param timeoutNanos 0 to look without waiting, `Long.MAX_VALUE` to wait for ever
  /// @throws IOException if waiting itself fails: no datagram will come any more
  void await(long timeoutNanos, UdpReceiver receiver) throws IOException;

  /// Ends the present or the next {@link #await}.
  void wakeUp();

  /// Closes all sockets.
  @Override
  void close();
}
