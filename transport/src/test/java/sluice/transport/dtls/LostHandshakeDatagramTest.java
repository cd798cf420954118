package sluice.transport.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Handshakes over networks that lose, repeat and reorder. The plain peer sends each record in a
/// datagram of its own, so that each single message gets lost once.
class LostHandshakeDatagramTest {

  /// Who meets whom.
  enum Pairing {
    TWO_LINKS,
    OUR_CLIENT,
    OUR_SERVER;

    Encounter meet(Encounter.Network network) throws Exception {
      return switch (this) {
        case TWO_LINKS -> Encounter.ofLinks(network);
        case OUR_CLIENT -> plain(DtlsRole.CLIENT, network);
        case OUR_SERVER -> plain(DtlsRole.SERVER, network);
      };
    }

    private static Encounter plain(DtlsRole ours, Encounter.Network network) throws Exception {
      PlainEndpoint.Habits habits = new PlainEndpoint.Habits(0, 300, true);
      return Encounter.withPlain(ours, PlainIdentity.ecdsa(), habits, network);
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachDatagramLostInTurn(Pairing pairing) throws Exception {
    for (DtlsRole from : DtlsRole.values()) {
      int datagrams = datagramsOfAHandshake(pairing, from);
      assertThat(datagrams).isGreaterThanOrEqualTo(2);
      for (int index = 0; index < datagrams; index++) {
        int lost = index;
        converses(
            pairing.meet(
                (sender, number, datagram, deliver) -> {
                  if (sender != from || number != lost) {
                    deliver.accept(datagram);
                  }
                }));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachDatagramOvertakenInTurn(Pairing pairing) throws Exception {
    for (DtlsRole from : DtlsRole.values()) {
      int datagrams = datagramsOfAHandshake(pairing, from);
      for (int index = 0; index < datagrams; index++) {
        converses(pairing.meet(new Overtaking(from, index)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyDatagramTwice(Pairing pairing) throws Exception {
    converses(
        pairing.meet(
            (sender, number, datagram, deliver) -> {
              deliver.accept(datagram.clone());
              deliver.accept(datagram);
            }));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aTenthLostATenthTwiceATenthLater(long seed) throws Exception {
    for (Pairing pairing : Pairing.values()) {
      converses(pairing.meet(new Shaky(seed)));
    }
  }

  /// The client has our first record before our Finished: BouncyCastle's client would never accept
  /// the Finished any more, since its replay window has moved on. So a server must wait.
  @Test
  void aServerSendsNothingBeforeTheClientHasShownThatItHasFinished() throws Exception {
    AtomicInteger lastFlights = new AtomicInteger();
    try (Encounter encounter =
        Pairing.OUR_SERVER.meet(
            (sender, number, datagram, deliver) -> {
              boolean isLastFlight =
                  sender == DtlsRole.SERVER && datagram[0] == HandshakeGate.CHANGE_CIPHER_SPEC;
              if (!isLastFlight || lastFlights.incrementAndGet() > 3) {
                deliver.accept(datagram);
              }
            })) {
      encounter.start().until(encounter.server::isEstablished);
      assertThat(encounter.server.isWritable()).isFalse();
      encounter.converse();
    }
  }

  private static void converses(Encounter encounter) {
    try (encounter) {
      encounter.start();
      encounter.until(() -> encounter.client.isEstablished() && encounter.server.isEstablished());
      encounter.network = Encounter.Network.PERFECT;
      encounter.converse();
      assertThat(encounter.server.received()).containsExactly("from the client");
      assertThat(encounter.client.received()).containsExactly("from the server");
    }
  }

  private static int datagramsOfAHandshake(Pairing pairing, DtlsRole from) throws Exception {
    try (Encounter encounter = pairing.meet(Encounter.Network.PERFECT).start()) {
      encounter.until(() -> encounter.client.isEstablished() && encounter.server.isEstablished());
      return switch (from) {
        case CLIENT -> encounter.clientDatagrams;
        case SERVER -> encounter.serverDatagrams;
      };
    }
  }

  /// Holds one datagram back until its sender's next one has passed.
  private static final class Overtaking implements Encounter.Network {
    private final DtlsRole from;
    private final int index;
    private final ArrayDeque<byte[]> held = new ArrayDeque<>();

    Overtaking(DtlsRole from, int index) {
      this.from = from;
      this.index = index;
    }

    @Override
    public void carry(DtlsRole sender, int number, byte[] datagram, Consumer<byte[]> deliver) {
      if (sender == from && number == index) {
        held.add(datagram);
        return;
      }
      deliver.accept(datagram);
      if (sender == from && !held.isEmpty()) {
        deliver.accept(held.remove());
      }
    }
  }

  private static final class Shaky implements Encounter.Network {
    private final Random random;
    private final ArrayDeque<Runnable> later = new ArrayDeque<>();

    Shaky(long seed) {
      random = new Random(seed);
    }

    @Override
    public void carry(DtlsRole sender, int number, byte[] datagram, Consumer<byte[]> deliver) {
      int fate = random.nextInt(100);
      if (fate < 10) {
        later.add(() -> deliver.accept(datagram));
        return;
      }
      if (fate < 20) {
        deliver.accept(datagram.clone());
      }
      if (fate < 90) {
        deliver.accept(datagram);
      }
      while (!later.isEmpty()) {
        later.remove().run();
      }
    }
  }
}
