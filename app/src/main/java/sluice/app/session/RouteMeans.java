package sluice.app.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.app.ui.Ending;
import sluice.signaling.wire.IceServer;
import sluice.transport.PeerFailure;
import sluice.transport.PeerOptions;

/// What there is to find a route with: the servers of the user and of the relay, the relay's forwarding,
/// and what the user allows.
final class RouteMeans {
  private final PeerOptions options;
  private final IceServerList servers;
  private final PeerLink link;
  private final Teller teller;
  private boolean forwarding;

  RouteMeans(PeerOptions options, PeerLink link, Teller teller) {
    this.options = options;
    this.servers = new IceServerList(options.iceServers());
    this.link = link;
    this.teller = teller;
  }

  /// The relay hands out servers, or renews their credentials.
  void offered(List<IceServer> fresh) {
    servers.offer(fresh);
    link.iceServers(servers.servers());
  }

  /// The relay forwards so much, or no more.
  void forwarding(int bytesPerSecond) {
    forwarding = bytesPerSecond > 0;
    if (!forwarding) {
      teller.warn("The relay forwards no more: this session has used up what it allows.");
      link.takeBack();
    } else if (options.via() != PeerOptions.Via.DIRECT) {
      link.lend();
    }
  }

  /// With what the connection begins.
  PeerOptions options() {
    return options.withIceServers(servers.servers());
  }

  /// Why nothing need be tried, or null. What the relay has to offer came before the pairing did.
  @Nullable Ending hopeless() {
    boolean relayed =
        forwarding
            || servers.servers().stream().anyMatch(server -> !isStun(server.uri().getScheme()));
    return options.via() == PeerOptions.Via.RELAY && !relayed ? RouteEndings.nothingRelays() : null;
  }

  /// What it means that the connection failed.
  Ending ending(PeerFailure failure) {
    return failure instanceof PeerFailure.NoRoute(String detail)
        ? RouteEndings.noRoute(options.via(), detail)
        : Endings.of(failure);
  }

  private static boolean isStun(@Nullable String scheme) {
    return "stun".equalsIgnoreCase(scheme);
  }
}
