package sluice.transport.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.transport.sctp.AssociationOptions;
import sluice.transport.simulation.Simulation;

/// A reader that pauses stops the writer at the other end, and memory stays within the window.
class BackpressureTest {
  private static final int WINDOW_BYTES = 512 << 10;
  private static final int MAX_MESSAGE_BYTES = 256 << 10;

  /// The window may be exceeded by one message, or a message that is nearly whole could block it.
  private static final int MOST_HELD_BYTES = WINDOW_BYTES + MAX_MESSAGE_BYTES;

  private static final int SEND_BUFFER_BYTES = 1 << 20;
  private static final int MESSAGE_BYTES = 50_000;
  private static final int MESSAGES = 400;

  private static final AssociationOptions SMALL =
      AssociationOptions.DEFAULT
          .withReceiving(WINDOW_BYTES, MAX_MESSAGE_BYTES)
          .withSending(SEND_BUFFER_BYTES, MAX_MESSAGE_BYTES);

  private final ChannelPair pair =
      new ChannelPair(1, ChannelPair.NEAR, ChannelLimits.DEFAULT, SMALL).established();
  private int sent;

  private void produce(Channel channel) {
    while (sent < MESSAGES
        && pair.a.engine.send(
                channel,
                MessageKind.BINARY,
                ByteBuffer.allocate(MESSAGE_BYTES),
                pair.simulation.nowNanos())
            == ChannelSendResult.QUEUED) {
      sent++;
    }
  }

  @Test
  void theWindowClosesAndOpensAgain() {
    Channel ours = pair.opened("x");
    Channel theirs = pair.z.onlyOffered();
    pair.z.keepMessages = false;
    pair.z.engine.pause(theirs);
    pair.a.afterEach = () -> produce(ours);
    pair.a.crank();
    pair.simulation.run(30 * Simulation.SECOND);

    assertThat(pair.z.receivedBytes).isZero();
    long transferred = (long) sent * MESSAGE_BYTES - pair.a.engine.bufferedBytes(ours);
    assertThat(transferred).isLessThanOrEqualTo(MOST_HELD_BYTES);
    assertThat(pair.a.engine.bufferedBytes(ours)).isLessThanOrEqualTo(SEND_BUFFER_BYTES);

    pair.z.resume(theirs);
    pair.await(() -> pair.z.receivedBytes == (long) MESSAGES * MESSAGE_BYTES);
  }

  @Test
  void aReaderMayPauseAtEachMessage() {
    Channel ours = pair.opened("x");
    Channel theirs = pair.z.onlyOffered();
    pair.z.onMessage =
        () -> {
          pair.z.engine.pause(theirs);
          pair.simulation.after(Simulation.MILLISECOND, () -> pair.z.resume(theirs));
        };
    for (int i = 0; i < 50; i++) {
      pair.a.text(ours, "message " + i);
    }
    pair.await(() -> pair.z.texts(theirs).size() == 50);

    assertThat(pair.z.texts(theirs).getLast()).isEqualTo("message 49");
    assertThat(pair.z.texts(theirs)).doesNotHaveDuplicates();
  }

  @Test
  void emptyMessagesCountAgainstTheWindowToo() {
    Channel ours = pair.opened("x");
    Channel theirs = pair.z.onlyOffered();
    pair.z.engine.pause(theirs);
    int messages = 2 * WINDOW_BYTES / ChannelInbox.OVERHEAD_BYTES;
    for (int i = 0; i < messages; i++) {
      assertThat(
              pair.a.engine.send(
                  ours, MessageKind.TEXT, ByteBuffer.allocate(0), pair.simulation.nowNanos()))
          .isEqualTo(ChannelSendResult.QUEUED);
    }
    pair.a.crank();
    pair.simulation.run(30 * Simulation.SECOND);
    assertThat(theirs.held.size()).isBetween(100, MOST_HELD_BYTES / ChannelInbox.OVERHEAD_BYTES);

    pair.z.resume(theirs);
    pair.await(() -> pair.z.received(theirs).size() == messages);
  }

  @Test
  void thresholdsAreTold() {
    Channel ours = pair.opened("x");
    pair.a.events.clear();
    pair.a.engine.bufferedLowThreshold(ours, 100_000);
    for (int i = 0; i < 10; i++) {
      pair.a.binary(ours, new byte[MESSAGE_BYTES]);
    }
    assertThat(pair.a.engine.bufferedBytes(ours)).isEqualTo(10 * MESSAGE_BYTES);
    assertThat(pair.a.events).isEmpty();
    pair.await(() -> !pair.a.events.isEmpty());

    assertThat(pair.a.events).isEqualTo(List.of(new ChannelEvent.BufferedLow(ours)));
    assertThat(pair.a.engine.bufferedBytes(ours)).isBetween(1L, 100_000L);
  }

  @Test
  void aChannelShutOutByAnotherIsWoken() {
    Channel busy = pair.opened("busy");
    Channel starved = pair.a.open("starved");
    pair.await(() -> starved.state() == Channel.State.OPEN);
    while (pair.a.binary(busy, new byte[MESSAGE_BYTES]) == ChannelSendResult.QUEUED) {
      sent++;
    }
    pair.a.events.clear();
    assertThat(pair.a.binary(starved, new byte[MESSAGE_BYTES]))
        .isEqualTo(ChannelSendResult.BUFFER_FULL);
    pair.await(() -> pair.a.events.contains(new ChannelEvent.BufferedLow(starved)));

    assertThat(pair.a.binary(starved, new byte[MESSAGE_BYTES])).isEqualTo(ChannelSendResult.QUEUED);
  }

  @Test
  void theOutboxBeforeTheAssociationHasItsLimitAndWakes() {
    ChannelPair fresh = new ChannelPair(1, ChannelPair.NEAR, ChannelLimits.DEFAULT, SMALL);
    Channel channel = fresh.a.open("x");
    int queued = 0;
    while (fresh.a.binary(channel, new byte[MESSAGE_BYTES]) == ChannelSendResult.QUEUED) {
      queued++;
    }
    assertThat(queued).isBetween(1, ChannelLimits.DEFAULT.maxOutboxBytes() / MESSAGE_BYTES);
    int expected = queued * MESSAGE_BYTES;
    fresh.start();
    fresh.await(() -> fresh.a.events.contains(new ChannelEvent.BufferedLow(channel)));
    assertThat(fresh.a.binary(channel, new byte[1])).isEqualTo(ChannelSendResult.QUEUED);
    fresh.await(() -> fresh.z.receivedBytes == expected + 1);
  }
}
