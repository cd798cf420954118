package sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Bytes go both ways over loopback and arrive as they were sent.
@Timeout(60)
class LoopbackTransferTest {
  private static final int TOTAL_BYTES = 64 << 20;
  private static final int MESSAGE_BYTES = 65_536;

  @Test
  void connectsInUnderASecondAndSaysHow() throws Exception {
    try (var pair = new PeerPair()) {
      pair.connect();
      long begin = System.nanoTime();
      try (var warm = new PeerPair()) {
        warm.offerer.connection.offer();
        Route route = warm.offerer.await(PeerEvent.Connected.class).route();
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)).isLessThan(1_000);
        assertThat(route.kind()).isEqualTo(Route.Kind.LAN);
        assertThat(route.remote().getAddress().isLoopbackAddress()).isTrue();
      }
    }
  }

  @Test
  void sixtyFourMegabytesEachWay() throws Exception {
    try (var pair = new PeerPair()) {
      byte[] there = PeerPair.random(TOTAL_BYTES, 1);
      byte[] back = PeerPair.random(TOTAL_BYTES, 2);
      var atOfferer = new Collector(back.length);
      var atAnswerer = new Collector(there.length);
      var answering = new CompletableFuture<DataChannel>();
      pair.answerer.early =
          event -> {
            if (event instanceof PeerEvent.ChannelOffered offered) {
              offered.channel().listen(atAnswerer);
              answering.complete(offered.channel());
            }
          };
      DataChannel channel =
          pair.offerer.connection.openChannel("data", ChannelOptions.RELIABLE, atOfferer);
      pair.connect();
      DataChannel other = answering.get(10, TimeUnit.SECONDS);
      Thread sender = Thread.ofPlatform().start(() -> sendAll(channel, there));
      sendAll(other, back);
      sender.join();
      assertThat(atAnswerer.done.get(40, TimeUnit.SECONDS)).isEqualTo(there);
      assertThat(atOfferer.done.get(40, TimeUnit.SECONDS)).isEqualTo(back);
    }
  }

  static void sendAll(DataChannel channel, byte[] data) {
    try {
      for (int at = 0; at < data.length; at += MESSAGE_BYTES) {
        channel.send(ByteBuffer.wrap(data, at, Math.min(MESSAGE_BYTES, data.length - at)));
      }
    } catch (ChannelClosedException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
