package sluice.app.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import sluice.app.relay.stun.StunAddresses;
import sluice.app.relay.stun.StunServer;

/// The STUN servers of one relay, and under which names its clients are told of them.
final class StunServers implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(StunServers.class.getName());

  private final @Nullable StunServer atRelay;
  private final @Nullable StunServer named;

  private StunServers(@Nullable StunServer atRelay, @Nullable StunServer named) {
    this.atRelay = atRelay;
    this.named = named;
  }

  /// Begins to answer.
  ///
  /// @param relay where the relay listens, its port bound
  /// @throws RelayStartException if an address that was named cannot be had
  static StunServers start(StunChoice choice, InetSocketAddress relay) throws RelayStartException {
    return switch (choice) {
      case StunChoice.Nowhere() -> new StunServers(null, null);
      case StunChoice.AtRelay() -> new StunServers(tryAt(relay), null);
      case StunChoice.Named(StunAddresses addresses) -> {
        StunServer named = at(addresses);
        yield new StunServers(isOtherPort(addresses, relay) ? tryAt(relay) : null, named);
      }
    };
  }

  /// What clients are told. An address of this machine alone is told to nobody: who comes to it comes
  /// from here, or through a proxy that does not pass UDP on.
  IceOffers offers(Optional<URI> publicUrl, Optional<IceOffers.Turn> turn) {
    List<String> uris = new ArrayList<>();
    StunServer ofName = named;
    if (ofName != null) {
      uris.add(uri(ofName.addresses().primary(), publicUrl));
    }
    StunServer own = atRelay;
    OptionalInt port = OptionalInt.empty();
    if (own != null && !own.addresses().primary().getAddress().isLoopbackAddress()) {
      port = OptionalInt.of(own.addresses().primary().getPort());
    }
    if (port.isPresent() && publicUrl.isPresent()) {
      uris.add("stun:" + publicUrl.get().getHost() + ":" + port.getAsInt());
      port = OptionalInt.empty();
    }
    return new IceOffers(uris, port, turn);
  }

  /// Where the relay's own port answers, or null.
  @Nullable InetSocketAddress atRelay() {
    StunServer own = atRelay;
    return own == null ? null : own.addresses().primary();
  }

  private static String uri(InetSocketAddress address, Optional<URI> publicUrl) {
    InetAddress ip = address.getAddress();
    String host =
        ip.isAnyLocalAddress() && publicUrl.isPresent()
            ? publicUrl.get().getHost()
            : ip.getHostAddress().split("%", 2)[0];
    boolean bare = host.contains(":") && !host.startsWith("[");
    return "stun:" + (bare ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  private static boolean isOtherPort(StunAddresses addresses, InetSocketAddress relay) {
    InetSocketAddress alternate = addresses.alternate();
    return addresses.primary().getPort() != relay.getPort()
        && (alternate == null || alternate.getPort() != relay.getPort());
  }

  /// Nobody asked for this one: where its port is taken, the relay does without.
  private static @Nullable StunServer tryAt(InetSocketAddress address) {
    try {
      return StunServer.start(new StunAddresses(address, null));
    } catch (IOException taken) {
      LOG.log(System.Logger.Level.INFO, "no STUN on UDP " + address + ": " + taken.getMessage());
      return null;
    }
  }

  private static StunServer at(StunAddresses addresses) throws RelayStartException {
    try {
      return StunServer.start(addresses);
    } catch (IOException refused) {
      throw new RelayStartException(
          RelayStartException.Obstacle.STUN,
          "Cannot answer STUN on " + addresses + ": " + refused.getMessage(),
          refused);
    }
  }

  @Override
  public void close() {
    StunServer first = atRelay;
    if (first != null) {
      first.close();
    }
    StunServer second = named;
    if (second != null) {
      second.close();
    }
  }
}
