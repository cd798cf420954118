package sluice.app.doctor;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import sluice.transport.probe.Hairpinning;
import sluice.transport.probe.NatFiltering;
import sluice.transport.probe.NatMapping;

/// All that was found out, before anybody says what it means.
///
/// @param families one for each address family that a server was asked over
/// @param turn one for each TURN server named
/// @param relay nothing where none is named
/// @param unresolved hosts of servers whose names have no address
/// @param leftOut servers that were not asked by UDP, because nothing may go to them past the proxy
public record Facts(
    List<Interface> interfaces,
    List<Family> families,
    List<Turn> turn,
    Optional<Relay> relay,
    List<String> unresolved,
    List<String> leftOut,
    Buffers buffers,
    List<Proxy> proxies) {

  /// A network interface that is up, loopback left out.
  public record Interface(String name, int mtuBytes, List<InetAddress> addresses) {
    public Interface {
      addresses = List.copyOf(addresses);
    }
  }

  /// The version of IP.
  public enum Version {
    IPV4("IPv4"),
    IPV6("IPv6");

    private final String text;

    Version(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /// What stands between us and the STUN servers of one address family.
  ///
  /// @param pathMtuBytes the largest packet that came through whole; nothing where no server answered it
  public record Family(
      Version version,
      List<Stun> stun,
      NatMapping mapping,
      NatFiltering filtering,
      Hairpinning hairpinning,
      OptionalInt pathMtuBytes) {
    public Family {
      stun = List.copyOf(stun);
    }

    /// Whether a datagram went out and one came back.
    public boolean reached() {
      return stun.stream().anyMatch(answer -> answer.seenAt().isPresent());
    }
  }

  /// Who named a server.
  public enum Origin {
    /// The command line or the config file.
    NAMED,
    /// Nobody: a relay answers STUN on its own port unless it was told not to.
    RELAY
  }

  /// One STUN server.
  ///
  /// @param seenAt our address as it saw it; nothing where it did not answer
  /// @param after how long the answer took
  /// @param second its other address, which filtering can be learned from
  public record Stun(
      String name,
      Origin origin,
      Optional<InetSocketAddress> seenAt,
      Duration after,
      Optional<InetSocketAddress> second) {}

  /// One TURN server, asked for a relayed address with its credentials.
  ///
  /// @param relayed the address that it gave; nothing where it gave none
  public record Turn(URI uri, Optional<InetSocketAddress> relayed, Duration after) {}

  /// The relay.
  ///
  /// @param obstacle why it was not reached; nothing where it was
  public record Relay(URI uri, Duration after, Optional<String> obstacle) {}

  /// Socket buffers: what the system grants of what a transfer asks for.
  public record Buffers(int askedBytes, int receiveBytes, int sendBytes) {}

  /// A proxy that the environment or an option names.
  ///
  /// @param address host and port, never its password
  public record Proxy(String source, String address) {}

  public Facts {
    interfaces = List.copyOf(interfaces);
    families = List.copyOf(families);
    turn = List.copyOf(turn);
    unresolved = List.copyOf(unresolved);
    leftOut = List.copyOf(leftOut);
    proxies = List.copyOf(proxies);
  }
}
