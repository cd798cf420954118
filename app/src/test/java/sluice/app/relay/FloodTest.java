package sluice.app.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sluice.signaling.wire.ClientMessage;
import sluice.signaling.wire.Nameplate;
import sluice.signaling.wire.RefusalReason;
import sluice.signaling.wire.RelayMessage;
import sluice.signaling.wire.Role;
import sluice.signaling.wire.WireLimits;

/// What a stranger may drive up, and how far.
final class FloodTest {
  private final RelaySimulation relay = new RelaySimulation(RelayLimits.standalone(), 6);

  @Test
  void messagesBeyondTheRateEndTheConnection() {
    RelaySimulation.Client client = relay.connect("192.0.2.1");
    client.allocate(relay.token());
    for (int message = 0; message < 199; message++) {
      client.send("x");
    }
    assertThat(client.closeCode).isZero();
    client.send("x");
    client.assertRefused(RefusalReason.SLOW_DOWN);
  }

  @Test
  void aSteadyRateWithinTheLimitGoesOn() {
    RelaySimulation.Client client = relay.connect("192.0.2.1");
    client.allocate(relay.token());
    for (int second = 0; second < 100; second++) {
      for (int message = 0; message < 50; message++) {
        client.send("x");
      }
      relay.pass(1, TimeUnit.SECONDS);
    }
    assertThat(client.closeCode).isZero();
  }

  @Test
  void bytesBeyondTheRateEndTheConnection() {
    RelaySimulation.Client client = relay.connect("192.0.2.1");
    client.allocate(relay.token());
    String large = "x".repeat(33_000);
    int sent = 0;
    while (client.closeCode == 0 && sent < 1000) {
      client.send(large);
      sent++;
    }
    assertThat(client.closeCode).isEqualTo(RefusalReason.SLOW_DOWN.closeCode());
    assertThat((long) sent * large.length()).isBetween(6L << 20, 9L << 20);
  }

  @Test
  void aMessageAboveTheLimitIsTooLarge() {
    RelaySimulation.Client client = relay.connect("192.0.2.1");
    client.sayText(" ".repeat(WireLimits.MAX_FRAME_BYTES + 1));
    client.assertRefused(RefusalReason.TOO_LARGE);
  }

  @Test
  void oneSourceHasItsShareOfConnections() {
    for (int connection = 0; connection < 64; connection++) {
      relay.connect("192.0.2.1");
    }
    relay.connect("192.0.2.1").assertRefused(RefusalReason.FULL);
    assertThat(relay.connect("192.0.2.2").closeCode).isZero();
    assertThat(relay.rooms.connections()).isEqualTo(65);
  }

  @Test
  void connectionsWithoutASeatAreEnded() {
    RelaySimulation.Client idle = relay.connect("192.0.2.1");
    for (int second = 0; second < 60; second++) {
      assertThat(idle.closeCode).isZero();
      relay.pass(1, TimeUnit.SECONDS);
      idle.pong();
    }
    idle.assertRefused(RefusalReason.EXPIRED);
  }

  @Test
  void aPlaceDoesNotLiveForEver() {
    RelaySimulation.Client maker = relay.connect("192.0.2.1");
    maker.allocate(relay.token());
    for (int minute = 0; maker.closeCode == 0 && minute < 60 * 24 * 8; minute++) {
      for (int part = 0; part < 6; part++) {
        relay.pass(10, TimeUnit.SECONDS);
        maker.pong();
      }
    }
    assertThat(relay.rooms.nameplates()).isZero();
    assertThat(maker.heard).contains(RelayMessage.Refused.of(RefusalReason.EXPIRED));
  }

  @Test
  void anEmbeddedRelayHasOneNameplateEightConnectionsAndFewRooms() {
    RelaySimulation embedded = new RelaySimulation(RelayLimits.embedded(), 7);
    RelaySimulation.Client maker = embedded.connect("127.0.0.1");
    Nameplate nameplate = maker.allocate(embedded.token());
    RelaySimulation.Client second = embedded.connect("192.0.2.1");
    second.say(new ClientMessage.Allocate(1, embedded.token(), null));
    second.assertRefused(RefusalReason.FULL);
    RelaySimulation.Client stranger = embedded.connect("192.0.2.2");
    stranger.enter(embedded.token(), embedded.room(), Role.MAKER);
    stranger.assertRefused(RefusalReason.FULL);
    RelaySimulation.Client joiner = embedded.connect("192.0.2.3");
    joiner.join(embedded.token(), nameplate);
    joiner.enter(embedded.token(), embedded.room(), Role.JOINER);
    assertThat(embedded.rooms.rooms()).isOne();
    for (int more = 0; more < 6; more++) {
      embedded.connect("198.51.100." + more);
    }
    embedded.connect("198.51.100.99").assertRefused(RefusalReason.FULL);
  }

  @Test
  void sourcesAreForgottenBeforeTheyFillTheMemory() {
    SourceLedger ledger = new SourceLedger(RelayLimits.standalone());
    SplittableRandom random = new SplittableRandom(8);
    for (int source = 0; source < SourceLedger.MAX_SOURCES + 1000; source++) {
      ledger.fail(new SourceAddress(Long.toHexString(random.nextLong())), source);
    }
    assertThat(ledger.size()).isEqualTo(SourceLedger.MAX_SOURCES);
  }

  @Test
  void theEndIsToldToEverybody() {
    RelaySimulation.Client maker = relay.connect("192.0.2.1");
    maker.allocate(relay.token());
    relay.shutdown();
    maker.assertRefused(RefusalReason.SHUTDOWN);
    assertThat(relay.rooms.connections()).isZero();
  }
}
