package sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `PeerOptions.mtuBytes` holds for both directions, whoever of the two was told.
@Timeout(60)
class MtuTest {
  private static final int BYTES = 4 << 20;
  private static final int MTU_BYTES = 1_200;

  /// IPv4 and UDP, the least that stands around a datagram.
  private static final int HEADER_BYTES = 28;

  @Test
  void holdsForTheEndThatWasTold() throws Exception {
    PeerOptions limited = PeerPair.LOOPBACK.withMtu(MTU_BYTES);
    assertThat(meanDatagramBytes(limited, PeerPair.LOOPBACK)).isBetween(1_000.0, wireBytes());
  }

  @Test
  void holdsForTheOtherEnd() throws Exception {
    PeerOptions limited = PeerPair.LOOPBACK.withMtu(MTU_BYTES);
    assertThat(meanDatagramBytes(PeerPair.LOOPBACK, limited)).isBetween(1_000.0, wireBytes());
  }

  @Test
  void withoutAnyLoopbackCarriesFarMore() throws Exception {
    PeerOptions cubic = PeerPair.LOOPBACK.withCongestion(PeerOptions.Congestion.CUBIC);
    assertThat(meanDatagramBytes(cubic, PeerPair.LOOPBACK)).isGreaterThan(4_000);
  }

  private static double wireBytes() {
    return MTU_BYTES - HEADER_BYTES;
  }

  /// Of the sender, over a transfer that makes its few others not count.
  private static double meanDatagramBytes(PeerOptions sender, PeerOptions receiver)
      throws Exception {
    try (var pair = new PeerPair(sender, receiver)) {
      byte[] data = PeerPair.random(BYTES, 1);
      var arrived = new Collector(data.length);
      var offered = new CompletableFuture<DataChannel>();
      pair.answerer.early =
          event -> {
            if (event instanceof PeerEvent.ChannelOffered(DataChannel channel)) {
              channel.listen(arrived);
              offered.complete(channel);
            }
          };
      DataChannel channel =
          pair.offerer.connection.openChannel("data", ChannelOptions.RELIABLE, new Collector(1));
      pair.connect();
      offered.get(10, TimeUnit.SECONDS);
      LoopbackTransferTest.sendAll(channel, data);
      assertThat(arrived.done.get(40, TimeUnit.SECONDS)).isEqualTo(data);
      // A snapshot is up to 50 ms old.
      pair.await(() -> pair.offerer.connection.statistics().bytesSent() > BYTES);
      PeerStatistics statistics = pair.offerer.connection.statistics();
      return (double) statistics.bytesSent() / statistics.datagramsSent();
    }
  }
}
