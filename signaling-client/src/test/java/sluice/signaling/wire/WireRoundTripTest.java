package sluice.signaling.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireRoundTripTest {
  private static final Token TOKEN = Token.random(new Random(1));
  private static final Nameplate NAMEPLATE = new Nameplate("42");
  private static final RoomName ROOM = RoomName.of(new byte[32]);

  static List<ClientMessage> clientMessages() {
    return List.of(
        new ClientMessage.Allocate(1, TOKEN, null),
        new ClientMessage.Allocate(1, TOKEN, NAMEPLATE),
        new ClientMessage.Join(1, TOKEN, NAMEPLATE),
        new ClientMessage.Enter(1, TOKEN, ROOM, Role.MAKER),
        new ClientMessage.Enter(2, TOKEN, ROOM, Role.JOINER),
        new ClientMessage.Send(Payload.of(new byte[0])),
        new ClientMessage.Send(Payload.of(new byte[WireLimits.MAX_PAYLOAD_BYTES])),
        new ClientMessage.AskIce(),
        new ClientMessage.Leave());
  }

  static List<RelayMessage> relayMessages() {
    List<RelayMessage> messages = new ArrayList<>();
    for (Presence presence : Presence.values()) {
      if (presence != Presence.LEFT) {
        messages.add(new RelayMessage.SeatedAtNameplate(NAMEPLATE, presence));
        messages.add(new RelayMessage.SeatedInRoom(ROOM, presence));
      }
      if (presence != Presence.NONE) {
        messages.add(new RelayMessage.PeerChanged(presence));
      }
    }
    for (RefusalReason reason : RefusalReason.values()) {
      messages.add(RelayMessage.Refused.of(reason));
      messages.add(new RelayMessage.Refused(reason, 1500, "slowly, \"please\" \u0007 é 🦦"));
    }
    messages.add(new RelayMessage.Delivery(Payload.of(new byte[] {1, 2, 3})));
    messages.add(new RelayMessage.Ice(List.of(), 0));
    messages.add(
        new RelayMessage.Ice(
            List.of(
                new IceServer(List.of("stun:stun.example:3478"), null, null),
                new IceServer(
                    List.of("turn:t.example?transport=udp", "turns:t.example"), "u", "c")),
            3600));
    return messages;
  }

  @ParameterizedTest
  @MethodSource("clientMessages")
  void clientMessagesComeBack(ClientMessage message) {
    String text = WireWriter.text(message);
    assertThat(text.length()).isLessThanOrEqualTo(WireLimits.MAX_FRAME_BYTES);
    assertThat(WireReader.clientMessage(text)).isEqualTo(new Decoded.Valid<>(message));
  }

  @ParameterizedTest
  @MethodSource("relayMessages")
  void relayMessagesComeBack(RelayMessage message) {
    assertThat(WireReader.relayMessage(WireWriter.text(message)))
        .isEqualTo(new Decoded.Valid<>(message));
  }

  @Test
  void theFormIsThatOfTheSpecification() {
    assertThat(WireWriter.text(new ClientMessage.Join(1, TOKEN, NAMEPLATE)))
        .isEqualTo(
            "{\"type\":\"join\",\"version\":1,\"token\":\"%s\",\"nameplate\":\"42\"}"
                .formatted(TOKEN.base64url()));
    assertThat(WireWriter.text(new RelayMessage.PeerChanged(Presence.AWAY)))
        .isEqualTo("{\"type\":\"peer\",\"state\":\"away\"}");
  }

  @Test
  void unknownFieldsAreIgnored() {
    assertThat(
            WireReader.clientMessage(
                "{\"type\":\"leave\",\"why\":[1,2.5,{\"a\":null}],\"x\":true}"))
        .isEqualTo(new Decoded.Valid<>(new ClientMessage.Leave()));
  }

  @Test
  void unknownTypesAreTold() {
    assertThat(WireReader.relayMessage("{\"type\":\"dance\"}"))
        .isInstanceOf(Decoded.UnknownType.class);
  }

  @Test
  void anUnknownReasonIsTreatedLikeFull() {
    assertThat(WireReader.relayMessage("{\"type\":\"refused\",\"reason\":\"weather\"}"))
        .isEqualTo(new Decoded.Valid<>(RelayMessage.Refused.of(RefusalReason.FULL)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "\"leave\"",
        "{}",
        "{\"type\":7}",
        "{\"type\":null}",
        "{\"type\":\"leave\"",
        "{\"type\":\"leave\"}x",
        "{\"type\":\"leave\"}{\"type\":\"leave\"}",
        "{\"type\":\"leave\",\"type\":\"leave\"}",
        "{\"type\":\"leave\",\"a\":{\"b\":{\"c\":{\"d\":[1]}}}}",
        "{'type':'leave'}",
        "{\"type\":\"leave\",}",
        "{\"type\":\"send\"}",
        "{\"type\":\"send\",\"payload\":\"a\"}",
        "{\"type\":\"send\",\"payload\":\"AB\"}",
        "{\"type\":\"send\",\"payload\":\"AA==\"}",
        "{\"type\":\"send\",\"payload\":\"A+/A\"}",
        "{\"type\":\"send\",\"payload\":12}",
        "{\"type\":\"join\",\"version\":1,\"token\":\"AAAAAAAAAAAAAAAAAAAAAA\"}",
        "{\"type\":\"join\",\"version\":-1,\"token\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"nameplate\":\"4\"}",
        "{\"type\":\"join\",\"version\":1.0,\"token\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"nameplate\":\"4\"}",
        "{\"type\":\"join\",\"version\":99999999999999999999,\"token\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"nameplate\":\"4\"}",
        "{\"type\":\"join\",\"version\":1,\"token\":\"AAAAAAAAAAAAAAAAAAAAAB\",\"nameplate\":\"4\"}",
        "{\"type\":\"join\",\"version\":1,\"token\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"nameplate\":\"04\"}",
        "{\"type\":\"join\",\"version\":1,\"token\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"nameplate\":\"1234567890\"}",
        "{\"type\":\"join\",\"version\":1,\"token\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"nameplate\":4}",
      })
  void whatIsNoMessageIsMalformed(String text) {
    assertThat(WireReader.clientMessage(text)).isInstanceOf(Decoded.Malformed.class);
  }

  @Test
  void whatIsTooMuchIsMalformed() {
    String blanks = " ".repeat(WireLimits.MAX_FRAME_BYTES);
    assertThat(WireReader.clientMessage("{\"type\":\"leave\"" + blanks + "}"))
        .isInstanceOf(Decoded.Malformed.class);
    String payload = "A".repeat((WireLimits.MAX_PAYLOAD_BYTES + 3) / 3 * 4);
    assertThat(WireReader.clientMessage("{\"type\":\"send\",\"payload\":\"" + payload + "\"}"))
        .isInstanceOf(Decoded.Malformed.class);
    assertThat(
            WireReader.clientMessage(
                "{\"type\":\"leave\",\"a\":[" + "1,".repeat(WireLimits.MAX_TOKENS) + "1]}"))
        .isInstanceOf(Decoded.Malformed.class);
    assertThat(
            WireReader.relayMessage(
                "{\"type\":\"refused\",\"reason\":\"full\",\"message\":\""
                    + "x".repeat(WireLimits.MAX_REFUSAL_TEXT + 1)
                    + "\"}"))
        .isInstanceOf(Decoded.Malformed.class);
    String server = "{\"uris\":[\"stun:a\"]},";
    assertThat(
            WireReader.relayMessage(
                "{\"type\":\"ice\",\"lifetimeSeconds\":0,\"servers\":["
                    + server.repeat(WireLimits.MAX_ICE_SERVERS)
                    + "{\"uris\":[\"stun:a\"]}]}"))
        .isInstanceOf(Decoded.Malformed.class);
  }

  @Test
  void theRightServersAreHandedOutOnly() {
    assertThat(IceServer.isValid(List.of("stun:a"), null, null)).isTrue();
    assertThat(IceServer.isValid(List.of(), null, null)).isFalse();
    assertThat(IceServer.isValid(List.of("http://a"), null, null)).isFalse();
    assertThat(IceServer.isValid(List.of("stun:a b"), null, null)).isFalse();
    assertThat(
            IceServer.isValid(
                List.of("stun:a", "stun:b", "stun:c", "stun:d", "stun:e"), null, null))
        .isFalse();
    assertThat(IceServer.isValid(List.of("turn:a"), "u".repeat(508), null)).isTrue();
    assertThat(IceServer.isValid(List.of("turn:a"), "u".repeat(509), null)).isFalse();
    assertThat(IceServer.isValid(List.of("turn:a"), "ü".repeat(255), null)).isFalse();
    assertThat(IceServer.isValid(List.of("turn:a"), "u", "c".repeat(513))).isFalse();
  }

  @Test
  void namesAndTokensAreNotForLogs() {
    assertThat(ROOM.toString()).doesNotContain(ROOM.base64url());
    assertThat(TOKEN.toString()).doesNotContain(TOKEN.base64url());
  }
}
