package sluice.transport.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.transport.channel.ChannelEvent.Cause;
import sluice.transport.sctp.AssociationOptions;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.Simulation;

/// A channel is closed by resetting its stream both ways; only then may the stream be used again.
class CloseChannelTest {

  @Test
  void whatWasSentBeforeIsDelivered() {
    ChannelPair pair = new ChannelPair().established();
    Channel channel = pair.opened("x");
    for (int i = 0; i < 100; i++) {
      pair.a.binary(channel, new byte[10_000]);
    }
    pair.a.close(channel);
    assertThat(channel.state()).isEqualTo(Channel.State.CLOSING);
    assertThat(pair.a.text(channel, "late")).isEqualTo(ChannelSendResult.CLOSED);
    Channel offered = pair.z.onlyOffered();
    pair.await(() -> pair.a.closed(channel) != null && pair.z.closed(offered) != null);

    assertThat(pair.z.receivedBytes).isEqualTo(1_000_000);
    assertThat(pair.a.closed(channel)).isEqualTo(Cause.BY_US);
    assertThat(pair.z.closed(offered)).isEqualTo(Cause.BY_PEER);
    assertThat(pair.a.released).hasSize(100);
  }

  @Test
  void evenWhatWasSentBeforeTheAssociationStood() {
    ChannelPair pair = new ChannelPair();
    Channel channel = pair.a.open("x");
    pair.a.text(channel, "all");
    pair.a.close(channel);
    pair.start();
    pair.await(() -> pair.a.closed(channel) != null);

    assertThat(pair.z.texts(pair.z.onlyOffered())).isEqualTo(List.of("all"));
  }

  @Test
  void aChannelNeverUsedBeforeTheAssociationStoodIsClosedAtOnce() {
    ChannelPair pair = new ChannelPair();
    Channel channel = pair.a.open("x");
    pair.a.close(channel);

    assertThat(pair.a.closed(channel)).isEqualTo(Cause.BY_US);
    pair.established();
    pair.simulation.run(Simulation.SECOND);
    assertThat(pair.z.offered()).isEmpty();
  }

  @Test
  void theStreamIsFreeOnlyAfterBothResets() {
    ChannelPair pair = new ChannelPair().established();
    Channel first = pair.opened("first");
    pair.a.close(first);
    Channel second = pair.a.open("second");
    pair.await(() -> pair.a.closed(first) != null);
    Channel third = pair.a.open("third");
    pair.await(() -> pair.z.offered().size() == 3);

    assertThat(first.streamId()).isZero();
    assertThat(second.streamId()).isEqualTo(2);
    assertThat(third.streamId()).isZero();
  }

  @Test
  void bothEndsAtOnce() {
    ChannelPair pair = new ChannelPair().established();
    Channel ours = pair.opened("x");
    Channel theirs = pair.z.onlyOffered();
    pair.a.close(ours);
    pair.z.close(theirs);
    pair.await(() -> pair.a.closed(ours) != null && pair.z.closed(theirs) != null);

    assertThat(pair.a.closed(ours)).isEqualTo(Cause.BY_US);
    assertThat(pair.z.closed(theirs)).isEqualTo(Cause.BY_US);
  }

  @Test
  void nothingIsReceivedAfterClosing() {
    ChannelPair pair = new ChannelPair().established();
    Channel ours = pair.opened("x");
    Channel theirs = pair.z.onlyOffered();
    pair.z.text(theirs, "late");
    pair.a.close(ours);
    pair.await(() -> pair.a.closed(ours) != null);

    assertThat(pair.a.received(ours)).isEmpty();
    assertThat(pair.a.engine.droppedMessages()).isEqualTo(1);
  }

  @Test
  void whatWaitsForAPausedReaderIsDeliveredBeforeTheEnd() {
    ChannelPair pair = new ChannelPair().established();
    Channel ours = pair.opened("x");
    Channel theirs = pair.z.onlyOffered();
    pair.z.engine.pause(theirs);
    pair.a.text(ours, "1");
    pair.a.text(ours, "2");
    pair.a.close(ours);
    pair.await(() -> pair.a.closed(ours) != null);
    pair.simulation.run(Simulation.SECOND);
    assertThat(theirs.state()).isEqualTo(Channel.State.CLOSING);
    assertThat(pair.z.closed(theirs)).isNull();

    pair.z.resume(theirs);
    assertThat(pair.z.texts(theirs)).isEqualTo(List.of("1", "2"));
    assertThat(pair.z.closed(theirs)).isEqualTo(Cause.BY_PEER);
  }

  @Test
  void theStreamCanBeUsedAgainWhileItsFormerReaderIsPaused() {
    ChannelPair pair = new ChannelPair().established();
    Channel first = pair.opened("first");
    Channel theirs = pair.z.onlyOffered();
    pair.z.engine.pause(theirs);
    pair.a.text(first, "old");
    pair.a.close(first);
    pair.await(() -> pair.a.closed(first) != null);
    Channel second = pair.opened("second");
    pair.a.text(second, "new");
    pair.await(
        () -> pair.z.offered().size() == 2 && !pair.z.texts(pair.z.offered().get(1)).isEmpty());

    assertThat(second.streamId()).isZero();
    pair.z.resume(theirs);
    assertThat(pair.z.texts(theirs)).isEqualTo(List.of("old"));
    assertThat(pair.z.texts(pair.z.offered().get(1))).isEqualTo(List.of("new"));
    assertThat(pair.z.closed(theirs)).isEqualTo(Cause.BY_PEER);
  }

  @Test
  void theHandlerMayCloseFromWithin() {
    ChannelPair pair = new ChannelPair().established();
    Channel ours = pair.opened("x");
    Channel theirs = pair.z.onlyOffered();
    pair.z.onMessage = () -> pair.z.engine.close(theirs);
    pair.a.text(ours, "1");
    pair.a.text(ours, "2");
    pair.await(() -> pair.a.closed(ours) != null && pair.z.closed(theirs) != null);

    assertThat(pair.z.texts(theirs)).isEqualTo(List.of("1"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void againAndAgainOverALossyNetwork(long seed) {
    LinkSettings lossy =
        LinkSettings.PERFECT
            .withDelay(20 * Simulation.MILLISECOND)
            .withJitter(20 * Simulation.MILLISECOND)
            .withLoss(0.1)
            .withDuplication(0.1);
    ChannelPair pair =
        new ChannelPair(seed, lossy, ChannelLimits.DEFAULT, AssociationOptions.DEFAULT)
            .established();
    Set<Integer> streams = new HashSet<>();
    for (int i = 0; i < 30; i++) {
      String content = "round " + i;
      ChannelEnd opener = i % 3 == 0 ? pair.z : pair.a;
      ChannelEnd other = opener == pair.a ? pair.z : pair.a;
      int before = other.offered().size();
      Channel channel = opener.open("x" + i);
      opener.text(channel, content);
      pair.await(
          () ->
              other.offered().size() == before + 1
                  && !other.texts(other.offered().getLast()).isEmpty());
      Channel offered = other.offered().getLast();
      if (i % 2 == 0) {
        opener.close(channel);
      } else {
        other.close(offered);
      }
      pair.await(() -> opener.closed(channel) != null);
      streams.add(channel.streamId());
      assertThat(other.texts(offered)).isEqualTo(List.of(content));
    }
    pair.await(
        () ->
            pair.a.offered().stream().allMatch(channel -> pair.a.closed(channel) != null)
                && pair.z.offered().stream().allMatch(channel -> pair.z.closed(channel) != null));
    assertThat(streams).isEqualTo(Set.of(0, 1));
    assertThat(pair.a.engine.droppedMessages() + pair.z.engine.droppedMessages()).isZero();
  }

  @Test
  void theEndOfTheAssociationEndsEveryChannel() {
    ChannelPair pair = new ChannelPair().established();
    Channel ours = pair.opened("x");
    Channel paused = pair.a.open("paused");
    pair.await(() -> pair.z.offered().size() == 2);
    Channel theirs = pair.z.offered().get(1);
    pair.z.engine.pause(theirs);
    pair.a.text(paused, "kept");
    pair.await(() -> pair.a.association.bufferedBytes() == 0);
    pair.a.association.abort("enough", pair.simulation.nowNanos());
    ByteBuffer late = ByteBuffer.allocate(3);
    pair.a.crank();
    pair.simulation.run(Simulation.SECOND);

    assertThat(pair.a.closed(ours)).isEqualTo(Cause.ASSOCIATION_ENDED);
    assertThat(pair.a.closed(paused)).isEqualTo(Cause.ASSOCIATION_ENDED);
    assertThat(pair.a.send(ours, MessageKind.BINARY, late)).isEqualTo(ChannelSendResult.CLOSED);
    assertThat(pair.z.closed(pair.z.offered().get(0))).isEqualTo(Cause.ASSOCIATION_ENDED);
    assertThat(pair.z.closed(theirs)).isNull();
    pair.z.resume(theirs);
    assertThat(pair.z.texts(theirs)).isEqualTo(List.of("kept"));
    assertThat(pair.z.closed(theirs)).isEqualTo(Cause.ASSOCIATION_ENDED);
    assertThat(pair.a.closed(pair.a.open("later"))).isEqualTo(Cause.ASSOCIATION_ENDED);
  }
}
