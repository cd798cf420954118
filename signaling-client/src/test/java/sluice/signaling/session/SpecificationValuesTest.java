package sluice.signaling.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sluice.signaling.Pairing;
import sluice.signaling.Purpose;
import sluice.signaling.code.Secret;
import sluice.signaling.lobby.LobbyNames;
import sluice.signaling.pake.Octets;
import sluice.signaling.wire.Nameplate;
import sluice.signaling.wire.Role;
import sluice.signaling.wire.RoomName;

/// `docs/protocol.md`, section 11: values that another program computed.
class SpecificationValuesTest {
  private static final HexFormat HEX = HexFormat.of();

  private final SessionKeys keys =
      new SessionKeys(Octets.of(HEX.parseHex("000102030405060708090a0b0c0d0e0f")));

  @Test
  void theSecretAsANumber() {
    MeetingPlace place = MeetingPlace.of(new Nameplate("42"), new Secret("pelican-violin"));
    assertThat(place.w().toString(16))
        .isEqualTo("5e7f009b1577ceb572855a93344da3c90f82a327b2a85af37147ad56f3c0135f");
  }

  @Test
  void identities() {
    assertThat(identity(Role.MAKER))
        .isEqualTo("0006736c7569636500010100056d616b6572000101000234320000");
    assertThat(identity(Role.JOINER))
        .isEqualTo("0006736c7569636500010100066a6f696e6572000101000234320000");
  }

  @Test
  void keysOfASession() {
    assertThat(HEX.formatHex(keys.room().bytes()))
        .isEqualTo("2cb7cde4f0c4969df64e2a91e5ae946cfeeb9a8112f7724ef8709d2b54b86773");
    assertThat(HEX.formatHex(keys.frames(Role.MAKER)))
        .isEqualTo("061806d8ebcfee34f1ee2b105636610c816e8cb2f2fd34b1609d15616a222f0f");
    assertThat(HEX.formatHex(keys.frames(Role.JOINER)))
        .isEqualTo("eeda5d8d5ae3b7c973001952f107397389d23f8ef2094b1b7d5c31f49370e33d");
    assertThat(HEX.formatHex(keys.resumeSecret()))
        .isEqualTo("eded2386225af82315f05240075d7b3ae2ac5236d2ca8d5da4604b57597c1e46");
    assertThat(keys.verificationWords()).containsExactly("zipping", "lilac", "zigzagged", "circle");
  }

  @Test
  void sealedFrames() {
    byte[] hello = new SealedMessage.Hello(1, Set.of("files")).bytes();
    assertThat(
            HEX.formatHex(
                new FrameCipher(SealedChannel.FRAME, keys.frames(Role.MAKER)).seal(0, hello)))
        .isEqualTo("10000000000000000033ddf178be76eac27e3eb044db14a514cf00d6bfbe0939d253");
    assertThat(
            HEX.formatHex(
                new FrameCipher(SealedChannel.ACK, keys.acks(Role.JOINER)).seal(1, new byte[0])))
        .isEqualTo("110000000000000001786bd316cea59968b3c7a88761400b63");
  }

  @Test
  void aPairingForGood() {
    Octets maker = Octets.of(HEX.parseHex("aa".repeat(16)));
    Octets joiner = Octets.of(HEX.parseHex("bb".repeat(16)));
    byte[] secret = keys.pairingSecret(maker, joiner);
    assertThat(HEX.formatHex(secret))
        .isEqualTo("6d40e90457b455077e8cc45b95bdcbdd88e065032f835c69db74c6d5240a8221");
    Pairing atMaker = new Pairing(Octets.of(secret), maker, joiner);
    RoomName lobby = LobbyNames.here(atMaker, 495_000).room();
    assertThat(HEX.formatHex(lobby.bytes()))
        .isEqualTo("e28e7106c6d3d0cb80106e0858a3749b0904fd2564dda9217e448eede3072972");
    assertThat(MeetingPlace.of(lobby, atMaker, Role.MAKER).w().toString(16))
        .isEqualTo("20541ba07f199087655cf0de110c4cc020a69c34503cf437cac8cd65b3b86524");
  }

  private static String identity(Role role) {
    Octets place = Octets.of(new byte[] {'4', '2'});
    Octets nobody = Octets.of(new byte[0]);
    return HEX.formatHex(new Identity(1, role, Purpose.SEND, place, nobody).bytes());
  }
}
