package sluice.transport.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sluice.transport.channel.ChannelEnd.Received;
import sluice.transport.channel.ChannelEvent.Cause;
import sluice.transport.sctp.AssociationEvent;
import sluice.transport.sctp.AssociationOptions;
import sluice.transport.sctp.AssociationState;
import sluice.transport.sctp.SendOptions;
import sluice.transport.sctp.SendResult;
import sluice.transport.simulation.SimulatedEnd;
import sluice.transport.simulation.SimulatedLink;
import sluice.transport.simulation.Simulation;

/// A peer that speaks SCTP well and the channel protocol badly.
class HostileChannelTest {
  private static final ChannelLimits LIMITS = new ChannelLimits(4, 20, 10_000, 100_000, 2_000);
  private static final int DCEP = 50;
  private static final String OPEN_X = "03 00 0100 00000000 0001 0000 78";
  private static final String ACK = "02";

  private final Simulation simulation = new Simulation();
  private final ChannelEnd ours;
  private final SimulatedEnd peer;

  HostileChannelTest() {
    SplittableRandom random = new SplittableRandom(1);
    ours = new ChannelEnd(simulation, LIMITS, AssociationOptions.DEFAULT, random.split());
    peer = new SimulatedEnd(simulation, 2, AssociationOptions.DEFAULT, random.split());
    ours.link(new SimulatedLink(simulation, random.split(), ChannelPair.NEAR, peer::receive));
    peer.link(new SimulatedLink(simulation, random.split(), ChannelPair.NEAR, ours::receive));
    ours.start(StreamParity.EVEN, 10_000);
    settle();
  }

  private void settle() {
    simulation.run(2 * Simulation.SECOND);
  }

  private void send(int streamId, int payloadProtocolId, SendOptions options, byte[] content) {
    assertThat(
            peer.association()
                .send(
                    streamId,
                    payloadProtocolId,
                    options,
                    ByteBuffer.wrap(content),
                    simulation.nowNanos()))
        .isEqualTo(SendResult.QUEUED);
    peer.crank();
    settle();
  }

  private void send(int streamId, int payloadProtocolId, String hex) {
    byte[] content = HexFormat.of().parseHex(hex.replace(" ", ""));
    send(streamId, payloadProtocolId, SendOptions.RELIABLE, content);
  }

  private void text(int streamId, String content) {
    send(streamId, 51, SendOptions.RELIABLE, content.getBytes(UTF_8));
  }

  private List<Integer> streamsResetByUs() {
    return peer.all(AssociationEvent.IncomingStreamsReset.class).stream()
        .flatMap(event -> event.streamIds().stream())
        .toList();
  }

  private void assertAlive() {
    send(31, DCEP, OPEN_X);
    text(31, "alive");
    Channel last = ours.offered().getLast();
    assertThat(last.streamId()).isEqualTo(31);
    assertThat(ours.texts(last)).isEqualTo(List.of("alive"));
  }

  @Test
  void dataBeforeItsOpenIsKept() {
    text(1, "early");
    send(1, 57, "00");
    send(1, DCEP, OPEN_X);

    assertThat(ours.received(ours.onlyOffered()))
        .isEqualTo(
            List.of(new Received(MessageKind.TEXT, "early"), new Received(MessageKind.BINARY, "")));
    assertThat(ours.engine.droppedMessages()).isZero();
  }

  @Test
  void dataOnUnknownStreamsIsKeptWithinItsLimit() {
    for (int i = 0; i < 20; i++) {
      send(2 * i + 1, 53, SendOptions.RELIABLE, new byte[500]);
    }
    assertThat(ours.engine.droppedMessages()).isEqualTo(17);
    assertThat(ours.events).isEmpty();
    assertAlive();
  }

  @Test
  void aSecondOpenClosesTheChannel() {
    send(1, DCEP, OPEN_X);
    Channel channel = ours.onlyOffered();
    send(1, DCEP, OPEN_X);
    assertThat(channel.state()).isEqualTo(Channel.State.CLOSING);
    assertThat(streamsResetByUs()).isEqualTo(List.of(1));

    peer.association().resetStreams(List.of(1), simulation.nowNanos());
    peer.crank();
    settle();
    assertThat(ours.closed(channel)).isEqualTo(Cause.PROTOCOL_VIOLATION);
    assertAlive();
  }

  @Test
  void anOpenOnAChannelOfOursClosesIt() {
    Channel channel = ours.open("mine");
    send(0, DCEP, OPEN_X);
    assertThat(channel.state()).isEqualTo(Channel.State.CLOSING);
    assertThat(streamsResetByUs()).isEqualTo(List.of(0));
    assertAlive();
  }

  @Test
  void anOpenOfTheWrongParityIsRefused() {
    send(8, DCEP, OPEN_X);
    assertThat(ours.offered()).isEmpty();
    assertThat(streamsResetByUs()).isEqualTo(List.of(8));
    assertAlive();
  }

  @Test
  void anOpenBeyondTheLimitOfChannelsIsRefused() {
    for (int i = 0; i < 7; i++) {
      send(2 * i + 1, DCEP, OPEN_X);
    }
    assertThat(ours.offered()).hasSize(4);
    assertThat(streamsResetByUs()).isEqualTo(List.of(9, 11, 13));
  }

  @Test
  void aLabelBeyondTheLimitIsRefused() {
    send(1, DCEP, "03 00 0100 00000000 0015 0000" + "61".repeat(21));
    send(3, DCEP, "03 00 0100 00000000 0000 0015" + "61".repeat(21));
    assertThat(ours.offered()).isEmpty();
    assertThat(streamsResetByUs()).isEqualTo(List.of(1, 3));
    assertAlive();
  }

  @Test
  void brokenEstablishmentOnAnUnknownStreamIsDropped() {
    send(1, DCEP, "FF");
    send(1, DCEP, "03 00");
    send(1, DCEP, ACK);
    assertThat(ours.events).isEmpty();
    assertThat(ours.engine.droppedMessages()).isEqualTo(2);
    assertAlive();
  }

  @Test
  void brokenEstablishmentOnAChannelClosesIt() {
    send(1, DCEP, OPEN_X);
    send(1, DCEP, "04");
    assertThat(ours.onlyOffered().state()).isEqualTo(Channel.State.CLOSING);
    assertThat(streamsResetByUs()).isEqualTo(List.of(1));
    assertAlive();
  }

  @Test
  void anAcknowledgementNobodyWaitsForIsNothing() {
    send(1, DCEP, OPEN_X);
    send(1, DCEP, ACK);
    send(1, DCEP, ACK);
    assertThat(ours.all(ChannelEvent.Opened.class)).isEmpty();
    text(1, "alive");
    assertThat(ours.texts(ours.onlyOffered())).isEqualTo(List.of("alive"));
  }

  @Test
  void aMessageInsteadOfTheAcknowledgementWillDo() {
    Channel channel = ours.open("mine");
    text(0, "answer");
    assertThat(channel.state()).isEqualTo(Channel.State.OPEN);
    assertThat(ours.texts(channel)).isEqualTo(List.of("answer"));
    send(0, DCEP, ACK);
    assertThat(ours.all(ChannelEvent.Opened.class)).hasSize(1);
  }

  @Test
  void unknownPayloadProtocolsAreDropped() {
    send(1, DCEP, OPEN_X);
    for (int unknown : List.of(0, 49, 55, 58, 0xFFFFFFFF)) {
      send(1, unknown, "00");
    }
    assertThat(ours.received(ours.onlyOffered())).isEmpty();
    assertThat(ours.engine.droppedMessages()).isEqualTo(5);
    assertAlive();
  }

  @Test
  void messagesInTheDeprecatedPartsArePutTogether() {
    send(1, DCEP, OPEN_X);
    send(1, 52, "61 62");
    send(1, 52, "63");
    send(1, 53, "64");
    send(1, 54, "65");
    send(1, 51, "66");
    send(1, 51, "67");
    assertThat(ours.received(ours.onlyOffered()))
        .isEqualTo(
            List.of(
                new Received(MessageKind.BINARY, "abcd"),
                new Received(MessageKind.TEXT, "ef"),
                new Received(MessageKind.TEXT, "g")));
  }

  @Test
  void partsOfTwoKindsCloseTheChannel() {
    send(1, DCEP, OPEN_X);
    send(1, 52, "61");
    send(1, 51, "62");
    assertThat(ours.received(ours.onlyOffered())).isEmpty();
    assertThat(streamsResetByUs()).isEqualTo(List.of(1));
    assertAlive();
  }

  @Test
  void aMessageBeyondTheLimitClosesTheChannel() {
    send(1, DCEP, OPEN_X);
    send(1, 53, SendOptions.RELIABLE, new byte[10_001]);
    send(3, DCEP, OPEN_X);
    send(3, 52, SendOptions.RELIABLE, new byte[9_000]);
    send(3, 53, SendOptions.RELIABLE, new byte[1_001]);
    assertThat(ours.receivedBytes).isZero();
    assertThat(streamsResetByUs()).isEqualTo(List.of(1, 3));
    assertAlive();
  }

  @Test
  void theLargestMessageInPartsIsTaken() {
    send(1, DCEP, OPEN_X);
    send(1, 52, SendOptions.RELIABLE, new byte[9_000]);
    send(1, 53, SendOptions.RELIABLE, new byte[1_000]);
    assertThat(ours.receivedBytes).isEqualTo(10_000);
  }

  @Test
  void noiseIsSurvived() {
    Random random = new Random(5);
    int[] protocols = {50, 50, 51, 52, 53, 54, 56, 57, 0};
    for (int i = 0; i < 3_000; i++) {
      byte[] content = new byte[1 + random.nextInt(40)];
      random.nextBytes(content);
      if (random.nextBoolean()) {
        content = HexFormat.of().parseHex((random.nextInt(5) == 0 ? ACK : OPEN_X).replace(" ", ""));
      }
      SendResult _ =
          peer.association()
              .send(
                  random.nextInt(10),
                  protocols[random.nextInt(protocols.length)],
                  random.nextBoolean() ? SendOptions.RELIABLE : SendOptions.UNORDERED,
                  ByteBuffer.wrap(content),
                  simulation.nowNanos());
      if (random.nextInt(20) == 0) {
        peer.association().resetStreams(List.of(random.nextInt(10)), simulation.nowNanos());
      }
      if (random.nextInt(50) == 0) {
        ours.open("mine");
      }
      if (random.nextInt(30) == 0 && !ours.offered().isEmpty()) {
        ours.close(ours.offered().get(random.nextInt(ours.offered().size())));
      }
      peer.crank();
      simulation.run(10 * Simulation.MILLISECOND);
      assertThat(ours.offered().stream().filter(c -> c.state() == Channel.State.OPEN).count())
          .isLessThanOrEqualTo(LIMITS.maxChannels());
    }
    assertThat(ours.all(ChannelEvent.Closed.class)).isNotEmpty();
    assertThat(ours.association.state()).isEqualTo(AssociationState.ESTABLISHED);
  }
}
