package sluice.app.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import sluice.app.relay.RelaySimulation.Client;
import sluice.signaling.wire.ClientMessage;
import sluice.signaling.wire.IceServer;
import sluice.signaling.wire.RelayMessage;
import sluice.signaling.wire.Role;
import sluice.signaling.wire.RoomName;

/// Who is handed which ICE servers: `signaling-client/docs/protocol.md`, section 2.6.
final class HandedIceServersTest {
  private static final long NOON = 1_893_456_000;
  private static final IceOffers.Turn TURN =
      new IceOffers.Turn(List.of("turn:turn.example"), "north", Duration.ofHours(1));

  private static Visitor visitor(String address, Visitor.Secrecy secrecy) {
    return new Visitor(
        SourceAddress.of(InetAddress.ofLiteral(address)), secrecy, Optional.of("relay.example"));
  }

  /// Maker and joiner of a room.
  private record Pair(RelaySimulation relay, Client maker, Client joiner) {
    static Pair meet(IceOffers offers, Visitor.Secrecy ofMaker, Visitor.Secrecy ofJoiner) {
      RelaySimulation relay = new RelaySimulation(RelayLimits.standalone(), 2, offers);
      relay.rooms.timeOfDay(NOON);
      Client maker = relay.connect(visitor("192.0.2.1", ofMaker));
      Client joiner = relay.connect(visitor("192.0.2.2", ofJoiner));
      joiner.join(relay.token(), maker.allocate(relay.token()));
      assertThat(joiner.heard).noneMatch(RelayMessage.Ice.class::isInstance);
      RoomName room = relay.room();
      maker.enter(relay.token(), room, Role.MAKER);
      assertThat(maker.heard).noneMatch(RelayMessage.Ice.class::isInstance);
      joiner.enter(relay.token(), room, Role.JOINER);
      return new Pair(relay, maker, joiner);
    }
  }

  private static RelayMessage.Ice ice(Client client) {
    RelayMessage.Ice last = null;
    for (RelayMessage message : client.heard) {
      if (message instanceof RelayMessage.Ice ice) {
        last = ice;
      }
    }
    assertThat(last).isNotNull();
    client.heard.clear();
    return last;
  }

  @Test
  void stunServersAreToldInARoomOfTwoOnly() {
    var offers = new IceOffers(List.of("stun:stun.example"), OptionalInt.of(443), Optional.empty());
    Pair pair = Pair.meet(offers, Visitor.Secrecy.NONE, Visitor.Secrecy.NONE);
    var told =
        new RelayMessage.Ice(
            List.of(
                new IceServer(List.of("stun:stun.example", "stun:relay.example:443"), null, null)),
            0);
    assertThat(ice(pair.maker)).isEqualTo(told);
    assertThat(ice(pair.joiner)).isEqualTo(told);
  }

  /// The HMAC was computed by openssl.
  @Test
  void aTurnCredentialIsTheHmacOfItsExpiryAndName() {
    IceServer server = TURN.server("0a0b0c0d0e0f", NOON);
    assertThat(server.username()).isEqualTo("1893459600:0a0b0c0d0e0f");
    assertThat(server.credential()).isEqualTo("6QgZg3SQ8+i1EoslJeI1VrnGY9Q=");
  }

  @Test
  void credentialsGoOnlyWhereNobodyListens() {
    var offers = new IceOffers(List.of(), OptionalInt.empty(), Optional.of(TURN));
    Pair pair = Pair.meet(offers, Visitor.Secrecy.KEPT, Visitor.Secrecy.NONE);
    RelayMessage.Ice told = ice(pair.maker);
    assertThat(told.lifetimeSeconds()).isEqualTo(3600);
    assertThat(told.servers())
        .singleElement()
        .extracting(IceServer::uris)
        .isEqualTo(List.of("turn:turn.example"));
    assertThat(pair.joiner.heard).noneMatch(RelayMessage.Ice.class::isInstance);
    pair.joiner.say(new ClientMessage.AskIce());
    assertThat(pair.joiner.heard).noneMatch(RelayMessage.Ice.class::isInstance);
  }

  @Test
  void whoAsksAgainGetsALaterExpiryUnderTheSameName() {
    var offers = new IceOffers(List.of(), OptionalInt.empty(), Optional.of(TURN));
    Pair pair = Pair.meet(offers, Visitor.Secrecy.KEPT, Visitor.Secrecy.KEPT);
    String first = username(pair.maker);
    assertThat(username(pair.joiner).substring(11)).isNotEqualTo(first.substring(11));
    pair.relay.rooms.timeOfDay(NOON + 60);
    pair.maker.say(new ClientMessage.AskIce());
    String second = username(pair.maker);
    assertThat(second.substring(11)).isEqualTo(first.substring(11));
    assertThat(Long.parseLong(second.substring(0, 10)))
        .isEqualTo(Long.parseLong(first.substring(0, 10)) + 60);
  }

  @Test
  void aLifetimeAboveAnHourIsNone() {
    assertThatThrownBy(() -> new IceOffers.Turn(List.of(), "s", Duration.ofMinutes(61)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String username(Client client) {
    return String.valueOf(ice(client).servers().getFirst().username());
  }
}
