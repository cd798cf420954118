package sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A receiver that does not take what comes stops the sender, in bounded memory, and loses nothing.
@Timeout(30)
class BackpressureTest {
  private static final int MESSAGE_BYTES = 65_536;

  private record Pipe(PeerPair pair, DataChannel out, DataChannel in, Ear ear) {}

  private static Pipe open(PeerPair pair) throws Exception {
    var in = new CompletableFuture<DataChannel>();
    var ear = new Ear();
    pair.answerer.early =
        event -> {
          if (event instanceof PeerEvent.ChannelOffered offered) {
            in.complete(offered.channel());
          }
        };
    DataChannel out = pair.offerer.connection.openChannel("data", ChannelOptions.RELIABLE, ear);
    pair.connect();
    return new Pipe(pair, out, in.get(10, TimeUnit.SECONDS), ear);
  }

  /// Sends until the channel takes no more for half a second.
  private static long fill(DataChannel out) throws Exception {
    var message = ByteBuffer.allocate(MESSAGE_BYTES);
    long taken = 0;
    long quietSince = System.nanoTime();
    while (System.nanoTime() - quietSince < TimeUnit.MILLISECONDS.toNanos(500)) {
      if (out.trySend(message)) {
        taken += MESSAGE_BYTES;
        quietSince = System.nanoTime();
      } else {
        Thread.onSpinWait();
      }
    }
    return taken;
  }

  @Test
  void aChannelThatNobodyListensToStopsTheSenderAndGivesAllOnceHeard() throws Exception {
    try (var pair = new PeerPair()) {
      Pipe pipe = open(pair);
      long taken = fill(pipe.out);
      PeerOptions options = PeerPair.LOOPBACK;
      assertThat(taken)
          .isLessThan(options.receiveWindowBytes() + options.sendBufferBytes() + (2L << 20));
      var collector = new Collector((int) taken);
      pipe.in.listen(collector);
      assertThat(collector.done.get(10, TimeUnit.SECONDS)).hasSize((int) taken);
    }
  }

  @Test
  void pauseHoldsAndResumeGivesInOrder() throws Exception {
    try (var pair = new PeerPair()) {
      Pipe pipe = open(pair);
      var ear = new Ear();
      pipe.in.pause();
      pipe.in.listen(ear);
      for (int i = 0; i < 100; i++) {
        pipe.out.send("message " + i);
      }
      pair.awaitIdle(pipe.out);
      assertThat(ear.heard).containsExactly("open");
      pipe.in.resume();
      assertThat(ear.next()).isEqualTo("open");
      for (int i = 0; i < 100; i++) {
        assertThat(ear.next()).isEqualTo("text message " + i);
      }
    }
  }

  @Test
  void aBlockedSenderIsWokenByTheEndOfTheConnection() throws Exception {
    try (var pair = new PeerPair()) {
      Pipe pipe = open(pair);
      fill(pipe.out);
      var thrown = new CompletableFuture<Exception>();
      Thread.ofPlatform()
          .start(
              () -> {
                try {
                  while (true) {
                    pipe.out.send(ByteBuffer.allocate(MESSAGE_BYTES));
                  }
                } catch (ChannelClosedException | InterruptedException e) {
                  thrown.complete(e);
                }
              });
      pair.answerer.connection.abort("enough");
      assertThat(thrown.get(10, TimeUnit.SECONDS)).isInstanceOf(ChannelClosedException.class);
    }
  }

  @Test
  void theThresholdIsToldEachTimeItIsCrossed() throws Exception {
    try (var pair = new PeerPair()) {
      Pipe pipe = open(pair);
      var received = new AtomicLong();
      pipe.in.listen(
          new ChannelListener() {
            @Override
            public void onBinary(DataChannel channel, ByteBuffer message) {
              received.addAndGet(message.remaining());
            }

            @Override
            public void onText(DataChannel channel, String message) {}
          });
      pipe.out.bufferedLowThreshold(MESSAGE_BYTES);
      for (int round = 1; round <= 3; round++) {
        // One message alone is above the threshold, however fast it leaves.
        pipe.out.send(ByteBuffer.allocate(3 * MESSAGE_BYTES));
        int told = round;
        pair.await(() -> pipe.ear.lows.get() >= told);
        assertThat(pipe.ear.lows.get()).isEqualTo(told);
      }
      assertThat(received.get()).isEqualTo(3L * 3 * MESSAGE_BYTES);
    }
  }

  @Test
  void tooLongIsRefusedAtOnce() throws Exception {
    try (var pair = new PeerPair()) {
      Pipe pipe = open(pair);
      assertThat(pipe.out.maxMessageBytes()).isEqualTo(256 << 10);
      assertThatThrownBy(() -> pipe.out.send(ByteBuffer.allocate((256 << 10) + 1)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
