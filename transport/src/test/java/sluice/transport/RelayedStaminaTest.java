package sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.transport.turn.Coturn;
import sluice.transport.turn.TurnCredential;

/// A relayed transfer outlives what its server forgets, refuses, and its restart.
class RelayedStaminaTest {
  @TempDir static Path directory;

  @BeforeAll
  static void needsCoturn() {
    assumeTrue(Coturn.installed(), "coturn is not installed");
  }

  /// A pair with a channel, over which a steady trickle of numbered messages goes.
  private static final class Trickle implements AutoCloseable {
    final PeerPair pair;
    private final NumberedMessages arrived = new NumberedMessages();
    private final DataChannel channel;
    private int sent;

    Trickle(PeerOptions options) throws Exception {
      pair = new PeerPair(options, options);
      var offered = new CompletableFuture<DataChannel>();
      pair.answerer.early =
          event -> {
            if (event instanceof PeerEvent.ChannelOffered(DataChannel incoming)) {
              incoming.listen(arrived);
              offered.complete(incoming);
            }
          };
      channel =
          pair.offerer.connection.openChannel(
              "trickle", ChannelOptions.RELIABLE, new NumberedMessages());
      pair.offerer.connection.offer();
      pair.offerer.await(PeerEvent.Connected.class);
      offered.get(10, TimeUnit.SECONDS);
    }

    /// Sends one message and waits until it is there.
    void send() throws Exception {
      channel.send(Integer.toString(sent++));
      assertThat(arrived.next()).isEqualTo(sent - 1);
    }

    void sendFor(long seconds) throws Exception {
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
      while (System.nanoTime() < until) {
        send();
        RealTime.passes(Duration.ofMillis(50)); // A trickle, not a flood.
      }
    }

    @Override
    public void close() {
      pair.close();
    }
  }

  private static long mentions(Coturn coturn, String what) {
    return coturn.log.stream().filter(line -> line.contains(what)).count();
  }

  /// The least that coturn grants is what its options cap; then everything is refreshed well before.
  @Test
  @Tag("soak")
  @Timeout(400)
  void lifetimesOfAMinute() throws Exception {
    try (Coturn coturn =
            Coturn.start(
                directory,
                "--max-allocate-lifetime=60",
                "--permission-lifetime=60",
                "--channel-lifetime=60",
                "--stale-nonce=45");
        var trickle =
            new Trickle(
                RelayedPathTest.through(RelayedPathTest.server("turn:127.0.0.1:" + coturn.port)))) {
      trickle.sendFor(200);
      assertThat(mentions(coturn, "ALLOCATE processed, success")).isEqualTo(2);
      assertThat(coturn.log).anyMatch(line -> line.contains("lifetime=60"));
      assertThat(mentions(coturn, "REFRESH processed, success")).isGreaterThanOrEqualTo(10);
      assertThat(mentions(coturn, "Stale nonce")).isPositive();
      assertThat(trickle.pair.offerer.seen).noneMatch(PeerEvent.PathLost.class::isInstance);
    }
  }

  @Test
  @Timeout(60)
  void anAllocationOfSecondsAndAStaleNonce() throws Exception {
    try (Coturn coturn = Coturn.start(directory, "--max-allocate-lifetime=4", "--stale-nonce=3");
        var trickle =
            new Trickle(
                RelayedPathTest.through(RelayedPathTest.server("turn:127.0.0.1:" + coturn.port)))) {
      trickle.sendFor(9);
      assertThat(mentions(coturn, "ALLOCATE processed, success")).isEqualTo(2);
      assertThat(coturn.log).anyMatch(line -> line.contains("lifetime=4"));
      assertThat(mentions(coturn, "REFRESH processed, success")).isGreaterThanOrEqualTo(6);
      assertThat(mentions(coturn, "Stale nonce")).isPositive();
    }
  }

  @Test
  @Timeout(60)
  void aCredentialThatExpiresMidway() throws Exception {
    try (Coturn coturn =
        Coturn.startWithSecret(directory, "--max-allocate-lifetime=4", "--stale-nonce=3")) {
      URI uri = URI.create("turn:127.0.0.1:" + coturn.port);
      TurnCredential first = Coturn.timed(2);
      PeerOptions options =
          RelayedPathTest.through(IceServer.of(uri, first.username(), first.password()));
      try (var trickle = new Trickle(options)) {
        TurnCredential second = Coturn.timed(600);
        IceServer renewed = IceServer.of(uri, second.username(), second.password());
        trickle.pair.offerer.connection.iceServers(List.of(renewed));
        trickle.pair.answerer.connection.iceServers(List.of(renewed));
        trickle.sendFor(8);
      }
    }
  }

  @Test
  @Timeout(60)
  void aServerThatIsRestarted() throws Exception {
    try (Coturn coturn = Coturn.start(directory);
        var trickle =
            new Trickle(
                RelayedPathTest.through(RelayedPathTest.server("turn:127.0.0.1:" + coturn.port)))) {
      trickle.sendFor(1);
      coturn.restart();
      trickle.send();
      trickle.sendFor(1);
    }
  }

  @Test
  @Timeout(60)
  void aServerOverTcpThatIsRestarted() throws Exception {
    try (Coturn coturn = Coturn.start(directory);
        var trickle =
            new Trickle(
                RelayedPathTest.through(
                    RelayedPathTest.server("turn:127.0.0.1:" + coturn.port + "?transport=tcp")))) {
      trickle.sendFor(1);
      coturn.restart();
      trickle.send();
      trickle.sendFor(1);
    }
  }
}
