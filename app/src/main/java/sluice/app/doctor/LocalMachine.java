package sluice.app.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What can be seen without asking anybody.
final class LocalMachine {
  /// What a transfer asks the system for.
  private static final int ASKED_BUFFER_BYTES = 4 << 20;

  private static final List<String> PROXY_VARIABLES =
      List.of("https_proxy", "HTTPS_PROXY", "http_proxy", "all_proxy", "ALL_PROXY");

  private LocalMachine() {}

  /// Interfaces that are up, loopback left out.
  static List<Facts.Interface> interfaces() throws SocketException {
    List<Facts.Interface> found = new ArrayList<>();
    for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      List<InetAddress> addresses = Collections.list(each.getInetAddresses());
      if (each.isUp() && !each.isLoopback() && !addresses.isEmpty()) {
        found.add(new Facts.Interface(each.getName(), each.getMTU(), addresses));
      }
    }
    return found;
  }

  static Set<InetAddress> addresses(List<Facts.Interface> interfaces) {
    Set<InetAddress> all = new HashSet<>();
    interfaces.forEach(each -> all.addAll(each.addresses()));
    all.add(InetAddress.getLoopbackAddress());
    return all;
  }

  static Facts.Buffers buffers() throws IOException {
    try (DatagramChannel socket = DatagramChannel.open()) {
      socket.setOption(StandardSocketOptions.SO_RCVBUF, ASKED_BUFFER_BYTES);
      socket.setOption(StandardSocketOptions.SO_SNDBUF, ASKED_BUFFER_BYTES);
      return new Facts.Buffers(
          ASKED_BUFFER_BYTES,
          socket.getOption(StandardSocketOptions.SO_RCVBUF),
          socket.getOption(StandardSocketOptions.SO_SNDBUF));
    }
  }

  /// The proxies that the environment names.
  static List<Facts.Proxy> proxies(Function<String, @Nullable String> environment) {
    List<Facts.Proxy> found = new ArrayList<>();
    for (String variable : PROXY_VARIABLES) {
      String value = environment.apply(variable);
      if (value != null && !value.isBlank()) {
        found.add(new Facts.Proxy(variable, value.substring(value.lastIndexOf('@') + 1)));
      }
    }
    return found;
  }
}
