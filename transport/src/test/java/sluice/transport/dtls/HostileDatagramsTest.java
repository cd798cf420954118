package sluice.transport.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Somebody who sees every datagram, and can send but not stop any.
class HostileDatagramsTest {

  private static final DtlsSettings IMPATIENT =
      new DtlsSettings(Duration.ofSeconds(1), Duration.ofMillis(40), 1200, KeyPolicy.ONE_KEY);

  /// Collects what passes and makes something else of it.
  private static final class Attacker implements Encounter.Network {
    private static final int MAX_CORPUS = 200;

    final Random random;
    final List<byte[]> seen = new ArrayList<>();
    private final int forgeriesPerDatagram;
    private final boolean mutates;

    Attacker(long seed, int forgeriesPerDatagram, boolean mutates) {
      random = new Random(seed);
      this.forgeriesPerDatagram = forgeriesPerDatagram;
      this.mutates = mutates;
    }

    @Override
    public void carry(DtlsRole from, int index, byte[] datagram, Consumer<byte[]> deliver) {
      if (seen.size() < MAX_CORPUS) {
        seen.add(datagram.clone());
      }
      for (int i = 0; i < forgeriesPerDatagram; i++) {
        deliver.accept(mutates ? mutated() : noise());
      }
      deliver.accept(datagram);
    }

    byte[] noise() {
      byte[] datagram = new byte[random.nextInt(1300)];
      random.nextBytes(datagram);
      if (datagram.length > 0) {
        datagram[0] = (byte) (20 + random.nextInt(44));
      }
      if (datagram.length > 13 && random.nextBoolean()) {
        byte[] header = {(byte) (20 + random.nextInt(5)), (byte) 0xfe, (byte) 0xfd, 0};
        System.arraycopy(header, 0, datagram, 0, header.length);
        datagram[4] = (byte) random.nextInt(3);
        datagram[11] = (byte) ((datagram.length - 13) >> 8);
        datagram[12] = (byte) (datagram.length - 13);
      }
      return datagram;
    }

    byte[] mutated() {
      byte[] datagram = seen.get(random.nextInt(seen.size())).clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        switch (random.nextInt(5)) {
          case 0 -> datagram = Arrays.copyOf(datagram, random.nextInt(datagram.length + 20));
          case 1 -> set(datagram, random.nextInt(30), random.nextInt(256));
          case 2 -> set(datagram, 4, random.nextInt(2));
          case 3 -> set(datagram, 0, 20 + random.nextInt(5));
          default -> set(datagram, random.nextInt(1200), random.nextInt(256));
        }
      }
      return datagram;
    }

    private static void set(byte[] datagram, int at, int value) {
      if (datagram.length > 0) {
        datagram[at % datagram.length] = (byte) value;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void noiseDoesNotHinderAHandshake(long seed) {
    try (Encounter encounter = Encounter.ofLinks(new Attacker(seed, 300, false)).start()) {
      // Noise may push real data out of the place for what comes early: that is loss.
      encounter.until(() -> encounter.client.isEstablished() && encounter.server.isEstablished());
      encounter.converse();
      assertThat(encounter.client.received()).containsExactly("from the server");
      assertThat(encounter.server.received()).containsExactly("from the client");
      assertThat(encounter.clientLink().link.droppedRecords()).isPositive();
    }
  }

  /// Handshake messages in clear can be forged: they may spoil a handshake, but it ends.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void aHandshakeLivesOrEndsCleanly(long seed) {
    try (Encounter encounter = Encounter.ofLinks(new Attacker(seed, 20, true), IMPATIENT).start()) {
      encounter.until(() -> hasEnded(encounter.clientLink()) || hasEnded(encounter.serverLink()));
      encounter.exchange();
      encounter.clientLink().clockNanos = AlertInClear.GRACE.toNanos();
      encounter.serverLink().clockNanos = AlertInClear.GRACE.toNanos();
      encounter.exchange();
      for (LinkEndpoint end : List.of(encounter.clientLink(), encounter.serverLink())) {
        assertThat(end.link.earlyBytes()).isLessThanOrEqualTo(RecordBuffer.MAX_BYTES);
        end.close();
      }
      encounter.until(
          () ->
              !encounter.clientLink().link.isHandshakeAlive()
                  && !encounter.serverLink().link.isHandshakeAlive());
    }
  }

  private static boolean hasEnded(LinkEndpoint end) {
    return end.isEstablished() || end.failure() != null;
  }

  /// A session that stands cannot be ended, nor be talked into anything, without its keys: not
  /// while the server still waits to repeat its last flight, and not later.
  @Test
  void aSessionLives() {
    Attacker attacker = new Attacker(42, 0, true);
    try (Encounter encounter = Encounter.ofLinks(attacker).start()) {
      encounter.until(() -> encounter.client.isEstablished() && encounter.server.isEstablished());
      attack(attacker, encounter);
      encounter.converse();
      attack(attacker, encounter);
      int before = encounter.client.received().size();
      encounter.client.send("still here");
      encounter.server.send("me too");
      encounter.exchange();
      assertThat(encounter.server.received()).endsWith("still here");
      assertThat(encounter.client.received()).hasSize(before + 1).endsWith("me too");
      assertThat(encounter.clientLink().failure()).isNull();
      assertThat(encounter.serverLink().failure()).isNull();
    }
  }

  private static void attack(Attacker attacker, Encounter encounter) {
    List<byte[]> corpus = List.copyOf(attacker.seen);
    for (int i = 0; i < 20_000; i++) {
      byte[] forged = i % 3 == 0 ? attacker.noise() : attacker.mutated();
      (i % 2 == 0 ? encounter.client : encounter.server).receive(forged);
    }
    for (byte[] datagram : corpus) {
      encounter.client.receive(datagram.clone());
      encounter.server.receive(datagram.clone());
    }
    encounter.exchange();
  }

  @Test
  void nothingBeforeTheStartDoesHarm() {
    Attacker attacker = new Attacker(5, 0, false);
    try (Encounter encounter = Encounter.ofLinks(Encounter.Network.PERFECT)) {
      for (int i = 0; i < 5_000; i++) {
        encounter.client.receive(attacker.noise());
        encounter.server.receive(attacker.noise());
      }
      assertThat(encounter.clientLink().link.earlyBytes())
          .isLessThanOrEqualTo(RecordBuffer.MAX_BYTES);
      encounter.start().converse();
    }
  }
}
