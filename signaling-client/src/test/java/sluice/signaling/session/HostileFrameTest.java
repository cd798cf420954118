package sluice.signaling.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.signaling.ByeReason;
import sluice.signaling.Mutations;
import sluice.signaling.RendezvousEvent;
import sluice.signaling.SignalingFailure;
import sluice.signaling.pake.Octets;
import sluice.signaling.wire.Nameplate;
import sluice.signaling.wire.Payload;
import sluice.signaling.wire.Presence;
import sluice.signaling.wire.RelayMessage;
import sluice.signaling.wire.Role;
import sluice.signaling.wire.WireLimits;
import sluice.signaling.wire.WireWriter;

/// Random and altered bytes at every parser behind the wire: nothing throws, limits hold, and the
/// session lives or ends with a failure.
class HostileFrameTest {
  @Test
  void noPlaintextThrows() {
    List<byte[]> good =
        List.of(
            new SealedMessage.Hello(1, Set.of("files", "text-1.0")).bytes(),
            new SealedMessage.Data(Octets.of(new byte[20])).bytes(),
            new SealedMessage.Bye(ByeReason.DECLINED, "no, thänks").bytes());
    for (byte[] plaintext : good) {
      SealedMessage message = SealedMessage.parse(plaintext);
      assertThat(message).isNotNull();
      assertThat(message.bytes()).isEqualTo(plaintext);
    }
    Mutations mutations = new Mutations(4, good);
    int read = 0;
    for (int i = 0; i < 50_000; i++) {
      SealedMessage message = SealedMessage.parse(mutations.next());
      if (message != null) {
        read++;
        assertThat(SealedMessage.parse(message.bytes())).isEqualTo(message);
      }
    }
    assertThat(read).isGreaterThan(100);
  }

  @Test
  void noPairingMessageThrows() {
    Octets run = Octets.of(new byte[16]);
    List<PairingMessage> good =
        List.of(
            new PairingMessage.Start(run, 1, 255),
            new PairingMessage.ShareA(run, 1, Octets.of(new byte[65])),
            new PairingMessage.ConfirmB(run, Octets.of(new byte[65]), Octets.of(new byte[32])),
            new PairingMessage.ConfirmA(run, Octets.of(new byte[32])),
            new PairingMessage.Refusal(run, 2, 5));
    for (PairingMessage message : good) {
      assertThat(PairingMessage.parse(message.payload().bytes())).isEqualTo(message);
    }
    Mutations mutations =
        new Mutations(5, good.stream().map(message -> message.payload().bytes()).toList());
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = mutations.next();
      PairingMessage message = PairingMessage.parse(bytes);
      if (message != null) {
        assertThat(message.payload().bytes()).isEqualTo(bytes);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void aRelayThatSaysAnythingBreaksNothing(long seed) {
    Simulation simulation = new Simulation(seed);
    Random random = new Random(seed);
    List<byte[]> seen = new ArrayList<>(List.of(new byte[40]));
    simulation.relay.conduct =
        (from, payload) -> {
          if (seen.size() < 200) {
            seen.add(payload.bytes());
          }
          FakeRelay.forward(from, payload);
          if (random.nextInt(3) == 0) {
            byte[] noise = new Mutations(random.nextLong(), seen).next();
            if (noise.length <= WireLimits.MAX_PAYLOAD_BYTES) {
              FakeRelay.forward(from, Payload.of(noise));
            }
          }
        };
    Simulation.End maker = simulation.maker("pelican-violin");
    simulation.run(Simulation.SECOND);
    Simulation.End joiner = simulation.joiner("42", "pelican-violin");
    for (int i = 0; i < 200 && !maker.session.ended() && !joiner.session.ended(); i++) {
      Simulation.End victim = random.nextBoolean() ? maker : joiner;
      victim.session.receive(anything(random), simulation.nowNanos);
      victim.drain();
      simulation.run(random.nextLong(Simulation.SECOND));
    }
    simulation.run(300 * Simulation.SECOND);
    for (Simulation.End end : List.of(maker, joiner)) {
      assertThat(end.messages()).isEmpty();
      assertThat(end.told(RendezvousEvent.Failed.class)).hasSizeLessThanOrEqualTo(1);
    }
  }

  private static String anything(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> "{\"type\":\"" + random.nextInt() + "\"}";
      case 1 -> "noise " + random.nextInt();
      case 2 ->
          WireWriter.text(new RelayMessage.PeerChanged(Presence.values()[1 + random.nextInt(3)]));
      case 3 ->
          WireWriter.text(new RelayMessage.SeatedAtNameplate(new Nameplate("42"), Presence.HERE));
      case 4 -> WireWriter.text(new RelayMessage.Ice(List.of(), random.nextInt(100)));
      default -> "{\"type\":\"message\",\"payload\":\"\"}";
    };
  }

  @Test
  void waitingMessagesHaveALimit() {
    Simulation simulation = new Simulation(1);
    Simulation.End maker = simulation.maker("pelican-violin");
    simulation.run(Simulation.SECOND);
    Simulation.End joiner = simulation.joiner("42", "pelican-violin");
    simulation.run(Simulation.SECOND);
    simulation.relayUp = false;
    maker.cut();
    joiner.cut();
    simulation.run(Simulation.SECOND);
    int taken = 0;
    while (maker.session.send(ByteBuffer.allocate(10), simulation.nowNanos)) {
      taken++;
    }
    assertThat(taken).isEqualTo(SealedChannel.MAX_UNACKNOWLEDGED);
    taken = 0;
    while (joiner.session.send(
        ByteBuffer.allocate(SealedMessage.MAX_DATA_BYTES), simulation.nowNanos)) {
      taken++;
    }
    assertThat(taken).isEqualTo(31);
    simulation.relayUp = true;
    simulation.run(120 * Simulation.SECOND);
    assertThat(joiner.messages()).hasSize(SealedChannel.MAX_UNACKNOWLEDGED);
    assertThat(maker.messages()).hasSize(31);
    assertThat(maker.<RendezvousEvent.Failed>told(RendezvousEvent.Failed.class)).isEmpty();
  }

  @Test
  void anAcknowledgementOfWhatWasNeverSentEndsTheSession() {
    SessionKeys keys = new SessionKeys(Octets.of(new byte[16]));
    SealedChannel channel = new SealedChannel(Role.MAKER, keys);
    FrameCipher acks = new FrameCipher(SealedChannel.ACK, keys.acks(Role.JOINER));
    assertThat(channel.onAck(acks.seal(1, new byte[0]), 0))
        .isInstanceOf(SealedChannel.Malformed.class);
    assertThat(channel.onAck(acks.seal(0, new byte[0]), 0))
        .isInstanceOf(SealedChannel.Ignored.class);
  }

  @Test
  void theFirstFrameMustBeHelloAndNoOtherMay() {
    SessionKeys keys = new SessionKeys(Octets.of(new byte[16]));
    FrameCipher frames = new FrameCipher(SealedChannel.FRAME, keys.frames(Role.JOINER));
    byte[] hello = new SealedMessage.Hello(1, Set.of()).bytes();
    byte[] data = new SealedMessage.Data(Octets.of(new byte[1])).bytes();
    SealedChannel one = new SealedChannel(Role.MAKER, keys);
    assertThat(one.onFrame(frames.seal(0, data), 0)).isInstanceOf(SealedChannel.Malformed.class);
    SealedChannel two = new SealedChannel(Role.MAKER, keys);
    assertThat(two.onFrame(frames.seal(0, hello), 0)).isInstanceOf(SealedChannel.Delivered.class);
    assertThat(two.onFrame(frames.seal(0, hello), 0)).isInstanceOf(SealedChannel.Ignored.class);
    assertThat(two.onFrame(frames.seal(1, hello), 0)).isInstanceOf(SealedChannel.Malformed.class);
  }

  @Test
  void aMalformedRelayIsDroppedAndTriedAgain() {
    Simulation simulation = new Simulation(1);
    Simulation.End maker = simulation.maker("pelican-violin");
    simulation.run(Simulation.SECOND);
    maker.session.receive("{", simulation.nowNanos);
    maker.drain();
    simulation.run(Simulation.SECOND);
    assertThat(maker.told(RendezvousEvent.RelayLost.class)).hasSize(1);
    assertThat(maker.told(RendezvousEvent.RelayBack.class)).hasSize(1);
    SignalingFailure failure = maker.failure();
    assertThat(failure).isNull();
  }
}
