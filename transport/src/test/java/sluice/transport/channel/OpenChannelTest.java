package sluice.transport.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.transport.channel.ChannelEnd.Received;
import sluice.transport.channel.ChannelEvent.Cause;
import sluice.transport.sctp.AssociationOptions;
import sluice.transport.sctp.SendOptions.Ordering;

/// Channels come to be, from either end and at any time, and carry messages of both kinds.
class OpenChannelTest {

  @Test
  void beforeTheAssociationStandsWithMessagesOnTheirWay() {
    ChannelPair pair = new ChannelPair();
    ChannelSettings settings =
        new ChannelSettings(
            "lábel", "proto", Ordering.UNORDERED, new Reliability.MaxRetransmits(3));
    Channel early = pair.a.open(settings);
    assertThat(early.state()).isEqualTo(Channel.State.OPENING);
    assertThat(early.streamId()).isEqualTo(-1);
    assertThat(pair.a.text(early, "first")).isEqualTo(ChannelSendResult.QUEUED);
    assertThat(pair.a.text(early, "second")).isEqualTo(ChannelSendResult.QUEUED);
    assertThat(pair.a.engine.bufferedBytes(early)).isGreaterThanOrEqualTo(11);

    pair.start();
    pair.await(() -> early.state() == Channel.State.OPEN);

    Channel offered = pair.z.onlyOffered();
    assertThat(offered.settings()).isEqualTo(settings);
    assertThat(offered.streamId()).isZero();
    assertThat(pair.z.received(offered))
        .isEqualTo(
            List.of(
                new Received(MessageKind.TEXT, "first"), new Received(MessageKind.TEXT, "second")));
    assertThat(pair.a.all(ChannelEvent.Opened.class))
        .containsExactly(new ChannelEvent.Opened(early));
    assertThat(pair.a.released).hasSize(2);
    assertThat(pair.a.engine.bufferedBytes(early)).isZero();
  }

  @Test
  void theDtlsRoleDecidesTheParity() {
    ChannelPair pair = new ChannelPair();
    List<Channel> ofA = List.of(pair.a.open("a0"), pair.a.open("a1"));
    List<Channel> ofZ = List.of(pair.z.open("z0"), pair.z.open("z1"));
    pair.established();
    Channel later = pair.z.open("z2");
    pair.await(() -> pair.a.offered().size() == 3 && pair.z.offered().size() == 2);

    assertThat(ofA).extracting(Channel::streamId).isEqualTo(List.of(0, 2));
    assertThat(ofZ).extracting(Channel::streamId).isEqualTo(List.of(1, 3));
    assertThat(later.streamId()).isEqualTo(5);
    assertThat(pair.a.offered())
        .extracting(channel -> channel.settings().label())
        .isEqualTo(List.of("z0", "z1", "z2"));
  }

  @Test
  void messagesFromEmptyToTheLargestGoBothWays() {
    ChannelPair pair = new ChannelPair().established();
    Channel ours = pair.opened("x");
    Channel theirs = pair.z.onlyOffered();
    String large = "y".repeat(256 << 10);
    for (String content : List.of("", "a", "\u00e4\ud83d\ude00", large)) {
      assertThat(pair.a.text(ours, content)).isEqualTo(ChannelSendResult.QUEUED);
      assertThat(pair.z.text(theirs, content)).isEqualTo(ChannelSendResult.QUEUED);
    }
    assertThat(pair.a.binary(ours, new byte[0])).isEqualTo(ChannelSendResult.QUEUED);
    assertThat(pair.a.binary(ours, new byte[] {65})).isEqualTo(ChannelSendResult.QUEUED);
    pair.await(() -> pair.z.received(theirs).size() == 6 && pair.a.received(ours).size() == 4);

    List<Received> texts =
        List.of(
            new Received(MessageKind.TEXT, ""),
            new Received(MessageKind.TEXT, "a"),
            new Received(MessageKind.TEXT, "\u00e4\ud83d\ude00"),
            new Received(MessageKind.TEXT, large));
    assertThat(pair.a.received(ours)).isEqualTo(texts);
    assertThat(pair.z.received(theirs).subList(0, 4)).isEqualTo(texts);
    assertThat(pair.z.received(theirs).subList(4, 6))
        .isEqualTo(
            List.of(new Received(MessageKind.BINARY, ""), new Received(MessageKind.BINARY, "A")));
  }

  @Test
  void largerMessagesGoWhereTheyWereNegotiated() {
    ChannelLimits limits = new ChannelLimits(8, 100, 1 << 20, 4 << 20, 0);
    AssociationOptions options =
        AssociationOptions.DEFAULT.withReceiving(5 << 20, 1 << 20).withSending(8 << 20, 1 << 20);
    ChannelPair pair = new ChannelPair(1, ChannelPair.NEAR, limits, options).start(0);
    Channel channel = pair.opened("x");
    assertThat(pair.a.engine.maxMessageBytes()).isEqualTo(Long.MAX_VALUE);

    assertThat(pair.a.binary(channel, new byte[1 << 20])).isEqualTo(ChannelSendResult.QUEUED);
    assertThat(pair.a.binary(channel, new byte[(1 << 20) + 1]))
        .isEqualTo(ChannelSendResult.TOO_LONG);
    pair.await(() -> pair.z.receivedBytes == 1 << 20);
  }

  @Test
  void theLimitOfThePeerHolds() {
    ChannelPair pair = new ChannelPair();
    Channel channel = pair.a.open("x");
    assertThat(pair.a.engine.maxMessageBytes()).isEqualTo(65_536);
    assertThat(pair.a.binary(channel, new byte[65_537])).isEqualTo(ChannelSendResult.TOO_LONG);
    pair.start(1_000);
    assertThat(pair.a.engine.maxMessageBytes()).isEqualTo(1_000);
    assertThat(pair.a.binary(channel, new byte[1_001])).isEqualTo(ChannelSendResult.TOO_LONG);
    assertThat(pair.a.binary(channel, new byte[1_000])).isEqualTo(ChannelSendResult.QUEUED);
    pair.await(() -> pair.z.receivedBytes == 1_000);
  }

  @Test
  void aMessageQueuedBeforeTheLimitWasKnownClosesItsChannelWhenTooLong() {
    ChannelPair pair = new ChannelPair();
    Channel channel = pair.a.open("x");
    ByteBuffer message = ByteBuffer.allocate(2_000);
    pair.a.send(channel, MessageKind.BINARY, message);
    pair.start(1_000);
    pair.await(() -> pair.a.closed(channel) != null);

    assertThat(pair.a.closed(channel)).isEqualTo(Cause.MESSAGE_TOO_LONG);
    assertThat(pair.a.released).containsExactly(message);
    assertThat(pair.z.receivedBytes).isZero();
  }

  @Test
  void labelsKeepToTheirLimit() {
    ChannelEngine engine = new ChannelPair().a.engine;
    int most = ChannelLimits.DEFAULT.maxLabelBytes();

    assertThat(engine.open(ChannelSettings.reliable("x".repeat(most))).state())
        .isEqualTo(Channel.State.OPENING);
    assertThatThrownBy(() -> engine.open(ChannelSettings.reliable("\u00e4".repeat(most))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noMoreChannelsThanTheLimit() {
    ChannelLimits limits = new ChannelLimits(3, 100, 1_000, 1_000, 0);
    ChannelPair pair = new ChannelPair(1, ChannelPair.NEAR, limits, AssociationOptions.DEFAULT);
    for (int i = 0; i < 3; i++) {
      assertThat(pair.a.open("x").state()).isEqualTo(Channel.State.OPENING);
    }
    Channel refused = pair.a.open("x");

    assertThat(refused.state()).isEqualTo(Channel.State.CLOSED);
    assertThat(pair.a.closed(refused)).isEqualTo(Cause.NO_STREAM);
    assertThat(pair.a.text(refused, "x")).isEqualTo(ChannelSendResult.CLOSED);
  }

  @Test
  void noMoreChannelsThanThePeerHasStreams() {
    AssociationOptions options = AssociationOptions.DEFAULT.withStreams(4);
    ChannelPair pair = new ChannelPair(1, ChannelPair.NEAR, ChannelLimits.DEFAULT, options);
    List<Channel> channels =
        List.of(pair.a.open("0"), pair.a.open("1"), pair.a.open("2"), pair.a.open("3"));
    pair.established();
    pair.await(() -> pair.z.offered().size() == 2);

    assertThat(pair.a.closed(channels.get(2))).isEqualTo(Cause.NO_STREAM);
    assertThat(pair.a.closed(channels.get(3))).isEqualTo(Cause.NO_STREAM);
    Channel another = pair.a.open("4");
    assertThat(pair.a.closed(another)).isEqualTo(Cause.NO_STREAM);
  }

  @Test
  void anOfferedChannelWaitsUntilItIsResumed() {
    ChannelPair pair = new ChannelPair();
    pair.z.resumeOffered = false;
    Channel channel = pair.a.open("x");
    pair.a.text(channel, "1");
    pair.a.text(channel, "2");
    pair.established();
    pair.await(() -> channel.state() == Channel.State.OPEN);
    pair.simulation.run(1_000_000_000L);
    Channel offered = pair.z.onlyOffered();
    assertThat(pair.z.texts(offered)).isEmpty();

    pair.z.resume(offered);
    assertThat(pair.z.texts(offered)).isEqualTo(List.of("1", "2"));
  }
}
