package sluice.transport.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Keys are renewed under the data that they protect: every message comes once, however often that happens.
class KeyRenewalTest {
  private static final int UNITS = 200;

  /// For handshakes that are to fail, but for the first one that must not, on a busy machine too.
  private static final Duration HASTE = Duration.ofSeconds(2);

  /// More copies of the last flight than a client asks for in its time.
  private static final int LOST_FLIGHTS = 8;

  private static Encounter pair(KeyPolicy.Renewal renewal, Encounter.Network network) {
    DtlsSettings settings =
        new DtlsSettings(
            Duration.ofSeconds(10), Duration.ofMillis(40), 1200, new KeyPolicy(renewal, UNITS));
    return Encounter.ofLinks(network, settings).start();
  }

  private static LinkEndpoint end(Encounter encounter, DtlsRole role) {
    return role == DtlsRole.CLIENT ? encounter.clientLink() : encounter.serverLink();
  }

  @ParameterizedTest
  @EnumSource
  void whoeverSendsMuch(DtlsRole busy) {
    try (Encounter encounter = pair(KeyPolicy.Renewal.AGREED, Encounter.Network.PERFECT)) {
      encounter.converse();
      LinkEndpoint sender = end(encounter, busy);
      LinkEndpoint receiver = end(encounter, opposite(busy));
      renewThreeTimes(encounter, sender, receiver);
      assertThat(receiver.link.droppedRecords()).isZero();
    }
  }

  /// Sends message by message, as fast as the renewal keeps up, and looks that each one arrives once.
  private static void renewThreeTimes(
      Encounter encounter, LinkEndpoint sender, LinkEndpoint receiver) {
    var sent = new ArrayList<>(receiver.received());
    long renewals = 0;
    int underThisKey = 0;
    for (int i = 0; renewals < 3; i++) {
      String message = "message " + i;
      sender.send(message);
      sent.add(message);
      encounter.until(() -> receiver.received().size() >= sent.size());
      passTime(sender, receiver);
      if (++underThisKey > UNITS / 2 + 10) {
        long before = renewals;
        encounter.until(() -> sender.link.renewals() > before);
        sender.send("under the new key");
        sent.add("under the new key");
        encounter.until(() -> receiver.link.renewals() > before);
        encounter.until(() -> receiver.received().size() >= sent.size());
        renewals++;
        underThisKey = 0;
      } else if (sender.link.renewals() > renewals) {
        renewals++;
        underThisKey = 0;
      }
    }
    assertThat(receiver.received()).isEqualTo(sent);
    assertThat(sender.failure()).isNull();
    assertThat(receiver.failure()).isNull();
  }

  private static void passTime(LinkEndpoint... ends) {
    for (LinkEndpoint each : ends) {
      each.clockNanos += Renewal.AGAIN.toNanos() / 10;
    }
  }

  @Test
  void whileDatagramsAreLostAndReordered() {
    var held = new ArrayList<Runnable>();
    Encounter.Network network =
        (from, index, datagram, deliver) -> {
          boolean isHandshake = datagram[0] == HandshakeGate.HANDSHAKE && datagram[4] != 0;
          if (isHandshake && index % 3 == 0) {
            return; // Lost: its sender repeats it.
          }
          if (isHandshake && index % 3 == 1) {
            held.add(() -> deliver.accept(datagram));
            return;
          }
          deliver.accept(datagram);
          List.copyOf(held).forEach(Runnable::run);
          held.clear();
        };
    try (Encounter encounter = pair(KeyPolicy.Renewal.AGREED, Encounter.Network.PERFECT)) {
      encounter.converse();
      encounter.network = network;
      renewThreeTimes(encounter, encounter.clientLink(), encounter.serverLink());
    }
  }

  /// The server has the new keys and the client has not, until it gives up and begins anew.
  @ParameterizedTest
  @EnumSource
  void whenTheLastFlightIsLostUntilTheClientGivesUp(DtlsRole busy) {
    DtlsSettings hasty =
        new DtlsSettings(
            HASTE,
            Duration.ofMillis(40),
            1200,
            new KeyPolicy(KeyPolicy.Renewal.AGREED, 10 * UNITS));
    try (Encounter encounter = Encounter.ofLinks(Encounter.Network.PERFECT, hasty).start()) {
      encounter.converse();
      var eaten = new AtomicLong();
      encounter.network =
          (from, index, datagram, deliver) -> {
            if (from == DtlsRole.SERVER && isLastFlight(datagram) && eaten.get() < LOST_FLIGHTS) {
              eaten.incrementAndGet();
            } else {
              deliver.accept(datagram);
            }
          };
      LinkEndpoint sender = end(encounter, busy);
      LinkEndpoint receiver = end(encounter, opposite(busy));
      for (int i = 0; i <= 5 * UNITS; i++) {
        sender.send("data");
      }
      encounter.until(
          () -> {
            passTime(sender, receiver);
            if (sender.link.renewals() == 0) {
              sender.send("more"); // Whoever sends nothing needs no keys.
            }
            return sender.link.renewals() == 1 && receiver.link.renewals() == 1;
          });
      assertThat(eaten.get()).isEqualTo(LOST_FLIGHTS);
    }
  }

  /// The client gave a handshake up whose hellos hang in the network until it has the keys of the next one.
  @Test
  void aHelloThatComesAfterThatOfALaterHandshakeChangesNothing() {
    DtlsSettings hasty =
        new DtlsSettings(
            HASTE,
            Duration.ofMillis(40),
            1200,
            new KeyPolicy(KeyPolicy.Renewal.AGREED, 10 * UNITS));
    try (Encounter encounter = Encounter.ofLinks(Encounter.Network.PERFECT, hasty).start()) {
      encounter.converse();
      var held = new ArrayList<Runnable>();
      var begun = new AtomicLong();
      var released = new AtomicLong();
      encounter.network =
          (from, index, datagram, deliver) -> {
            boolean renews = datagram[0] == HandshakeGate.HANDSHAKE && datagram[4] == 1;
            if (from == DtlsRole.CLIENT && renews) {
              begun.compareAndSet(0, System.nanoTime());
              if (System.nanoTime() - begun.get() < HASTE.plusMillis(10).toNanos()) {
                held.add(() -> deliver.accept(datagram));
                return;
              }
            } else if (from == DtlsRole.CLIENT && datagram[4] == 2) {
              released.addAndGet(held.size());
              held.forEach(Runnable::run);
              held.clear();
            }
            deliver.accept(datagram);
          };
      LinkEndpoint client = encounter.clientLink();
      LinkEndpoint server = encounter.serverLink();
      for (int i = 0; i <= 5 * UNITS; i++) {
        client.send("data");
      }
      encounter.until(
          () -> {
            passTime(client, server);
            if (client.link.renewals() == 0) {
              client.send("more");
            }
            return client.link.renewals() == 1 && server.link.renewals() == 1;
          });
      assertThat(released.get()).isPositive();
      client.send("under the new keys");
      encounter.until(() -> server.received().contains("under the new keys"));
    }
  }

  /// ChangeCipherSpec and Finished alone are so short; the flight before holds a certificate.
  private static boolean isLastFlight(byte[] datagram) {
    return datagram[0] == HandshakeGate.HANDSHAKE
        && datagram.length > 2 * DtlsLink.RECORD_OVERHEAD_BYTES
        && datagram.length < 200;
  }

  @Test
  void recordsUnderTheOldKeyStillOpen() {
    try (Encounter encounter = pair(KeyPolicy.Renewal.AGREED, Encounter.Network.PERFECT)) {
      encounter.converse();
      LinkEndpoint client = encounter.clientLink();
      LinkEndpoint server = encounter.serverLink();
      byte[] late = client.sealed("late");
      for (int i = 0; i <= UNITS / 2; i++) {
        client.send("data");
      }
      encounter.until(() -> client.link.renewals() == 1 && server.link.renewals() == 1);
      server.receive(late);
      assertThat(server.received()).last().isEqualTo("late");
      server.receive(late);
      assertThat(server.received().stream().filter("late"::equals)).hasSize(1);
      byte[] tooLate = client.sealed("in time");
      server.clockNanos += Renewal.GRACE.toNanos();
      server.poll();
      server.receive(late);
      server.receive(tooLate);
      assertThat(server.received()).last().isEqualTo("in time");
    }
  }

  @Test
  void aPeerThatCannotIsToldInTimeAndOnce() {
    try (Encounter encounter = pair(KeyPolicy.Renewal.UNKNOWN_TO_PEER, Encounter.Network.PERFECT)) {
      encounter.converse();
      LinkEndpoint client = encounter.clientLink();
      for (int i = 0; i < UNITS - 5; i++) {
        client.send("data");
      }
      encounter.exchange();
      assertThat(client.events.stream().filter(DtlsEvent.KeyWearsOut.class::isInstance)).hasSize(1);
      assertThat(client.failure()).isNull();
      client.close();
      encounter.exchange();
      assertThat(encounter.serverLink().events).last().isEqualTo(new DtlsEvent.ClosedByPeer());
    }
  }

  @Test
  void nobodyFromOutsideBeginsOne() {
    try (Encounter encounter = pair(KeyPolicy.Renewal.AGREED, Encounter.Network.PERFECT)) {
      encounter.converse();
      LinkEndpoint server = encounter.serverLink();
      byte[] forged = encounter.clientLink().sealed("x".repeat(80));
      forged[0] = HandshakeGate.HANDSHAKE;
      long before = server.link.droppedRecords();
      server.receive(forged);
      assertThat(server.link.droppedRecords()).isEqualTo(before + 1);
      encounter.exchange();
      assertThat(server.poll()).isNull();
    }
  }

  private static DtlsRole opposite(DtlsRole role) {
    return role == DtlsRole.CLIENT ? DtlsRole.SERVER : DtlsRole.CLIENT;
  }
}
