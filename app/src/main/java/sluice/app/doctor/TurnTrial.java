package sluice.app.doctor;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import sluice.transport.ChannelListener;
import sluice.transport.ChannelOptions;
import sluice.transport.DataChannel;
import sluice.transport.IceServer;
import sluice.transport.PeerConnection;
import sluice.transport.PeerEvent;
import sluice.transport.PeerOptions;

/// Asks a TURN server for a relayed address, exactly as a transfer would: the first half of a connection
/// that may be relayed only, given up as soon as its candidate is there.
final class TurnTrial {
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  /// `candidate:FOUNDATION COMPONENT TRANSPORT PRIORITY ADDRESS PORT typ …` (RFC 8839, section 5.1).
  private static final int ADDRESS_AT = 4;

  private static final int PORT_AT = 5;
  private static final int TYPE_AT = 7;

  private TurnTrial() {}

  /// Tries one server, with the options that a transfer would have.
  static Facts.Turn of(IceServer server, PeerOptions options) throws InterruptedException {
    CompletableFuture<Optional<InetSocketAddress>> relayed = new CompletableFuture<>();
    long beganNanos = System.nanoTime();
    PeerOptions alone = options.withIceServers(List.of(server)).withVia(PeerOptions.Via.RELAY);
    PeerConnection connection = PeerConnection.open(alone, event -> onEvent(event, relayed));
    try {
      connection.openChannel("doctor", ChannelOptions.RELIABLE, new Deaf());
      connection.offer();
      Optional<InetSocketAddress> address = relayed.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return new Facts.Turn(
          server.uri(), address, Duration.ofNanos(System.nanoTime() - beganNanos));
    } catch (TimeoutException | ExecutionException silent) {
      return new Facts.Turn(server.uri(), Optional.empty(), PATIENCE);
    } finally {
      connection.abort("the trial is over");
    }
  }

  private static void onEvent(
      PeerEvent event, CompletableFuture<Optional<InetSocketAddress>> relayed) {
    switch (event) {
      case PeerEvent.LocalCandidate(String candidate) -> {
        Optional<InetSocketAddress> address = relayedAddress(candidate);
        if (address.isPresent()) {
          relayed.complete(address);
        }
      }
      case PeerEvent.CandidatesComplete _, PeerEvent.Failed _, PeerEvent.Closed _ ->
          relayed.complete(Optional.empty());
      case PeerEvent.LocalDescription _,
          PeerEvent.Connected _,
          PeerEvent.ChannelOffered _,
          PeerEvent.PathSuspect _,
          PeerEvent.RestartWanted _,
          PeerEvent.PathLost _,
          PeerEvent.PathReturned _,
          PeerEvent.PathChanged _ -> {}
    }
  }

  static Optional<InetSocketAddress> relayedAddress(String candidate) {
    List<String> words = List.of(candidate.split(" "));
    if (words.size() <= TYPE_AT || !words.get(TYPE_AT).equals("relay")) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new InetSocketAddress(
              InetAddress.getByName(words.get(ADDRESS_AT)), Integer.parseInt(words.get(PORT_AT))));
    } catch (UnknownHostException notLiteral) {
      return Optional.empty();
    }
  }

  /// Nothing is ever said on this channel.
  private static final class Deaf implements ChannelListener {
    @Override
    public void onBinary(DataChannel channel, ByteBuffer message) {}

    @Override
    public void onText(DataChannel channel, String message) {}
  }
}
