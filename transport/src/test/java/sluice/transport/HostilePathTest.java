package sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Whole connections while somebody without the keys sends them all that he can think of: STUN, DTLS
/// and noise, from the very addresses of the other end, and from others.
@Timeout(60)
class HostilePathTest {
  private static final int TOTAL_BYTES = 8 << 20;
  private static final int STORM_DATAGRAMS = 20_000;

  /// What a storm may leave behind in the whole process.
  private static final long MAX_GROWTH_BYTES = 24 << 20;

  private final CompletableFuture<DataChannel> offered = new CompletableFuture<>();
  private final Collector atOfferer = new Collector(TOTAL_BYTES);
  private final Collector atAnswerer = new Collector(TOTAL_BYTES);

  @Test
  void aSessionLivesAmongForgeriesFromTheTrueAddresses() throws Exception {
    try (TamperedPath path = new TamperedPath(PeerPair.LOOPBACK)) {
      DataChannel channel = connect(path);
      path.storm(100);
      long before = usedBytes();
      path.storm(STORM_DATAGRAMS);
      path.forgeriesPerDatagram = 1;
      transfer(channel);
      path.forgeriesPerDatagram = 0;
      assertThat(path.forged.get()).isGreaterThan(2 * STORM_DATAGRAMS);
      // The two gathered copies of the data were there before.
      assertThat(usedBytes() - before).isLessThan(MAX_GROWTH_BYTES);
      assertThat(path.offerer.connection.statistics().rejectedDatagrams()).isPositive();
    }
  }

  @Test
  void aSessionLivesAmongStrangers() throws Exception {
    try (TamperedPath path = new TamperedPath(PeerPair.LOOPBACK);
        DatagramChannel stranger =
            DatagramChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      DataChannel channel = connect(path);
      SplittableRandom random = new SplittableRandom(9);
      for (int i = 0; i < STORM_DATAGRAMS; i++) {
        stranger.send(ByteBuffer.wrap(Forgeries.noise(random)), path.offererAddress());
      }
      transfer(channel);
      assertThat(path.offerer.connection.statistics().rejectedDatagrams()).isPositive();
    }
  }

  /// Messages of the handshake in clear can be forged, so a connection may fail; but it says so.
  @Test
  void aConnectionComesAboutOrFailsAmongForgeries() throws Exception {
    PeerOptions impatient = PeerPair.LOOPBACK.withConnectTimeout(Duration.ofSeconds(3));
    for (int i = 0; i < 5; i++) {
      try (TamperedPath path = new TamperedPath(impatient)) {
        path.forgeriesPerDatagram = 3;
        path.offerer.connection.offer();
        PeerEvent first = awaitEnd(path.offerer);
        isNoFaultOfOurs(first);
        path.offerer.connection.abort("enough");
        path.answerer.connection.abort("enough");
        if (first instanceof PeerEvent.Connected) {
          isNoFaultOfOurs(lastOf(path.offerer));
        }
        isNoFaultOfOurs(lastOf(path.answerer));
      }
    }
  }

  private static void isNoFaultOfOurs(PeerEvent event) {
    if (event instanceof PeerEvent.Failed(PeerFailure failure)) {
      assertThat(failure).isNotInstanceOf(PeerFailure.OwnFault.class);
    }
  }

  private DataChannel connect(TamperedPath path) throws Exception {
    path.answerer.early =
        event -> {
          if (event instanceof PeerEvent.ChannelOffered(DataChannel channel)) {
            channel.listen(atAnswerer);
            offered.complete(channel);
          }
        };
    DataChannel channel =
        path.offerer.connection.openChannel("data", ChannelOptions.RELIABLE, atOfferer);
    path.offerer.connection.offer();
    path.offerer.await(PeerEvent.Connected.class);
    path.answerer.await(PeerEvent.Connected.class);
    return channel;
  }

  private void transfer(DataChannel channel) throws Exception {
    byte[] there = PeerPair.random(TOTAL_BYTES, 1);
    byte[] back = PeerPair.random(TOTAL_BYTES, 2);
    DataChannel other = offered.get(10, TimeUnit.SECONDS);
    Thread sender = Thread.ofPlatform().start(() -> LoopbackTransferTest.sendAll(channel, there));
    LoopbackTransferTest.sendAll(other, back);
    sender.join();
    assertThat(atAnswerer.done.get(40, TimeUnit.SECONDS)).isEqualTo(there);
    assertThat(atOfferer.done.get(40, TimeUnit.SECONDS)).isEqualTo(back);
  }

  /// Connected, failed or closed.
  private static PeerEvent awaitEnd(PeerEnd end) throws InterruptedException {
    while (true) {
      PeerEvent event = end.events.poll(40, TimeUnit.SECONDS);
      assertThat(event).isNotNull();
      if (event instanceof PeerEvent.Connected
          || event instanceof PeerEvent.Failed
          || event instanceof PeerEvent.Closed) {
        return event;
      }
    }
  }

  private static PeerEvent lastOf(PeerEnd end) throws InterruptedException {
    PeerEvent event = awaitEnd(end);
    while (event instanceof PeerEvent.Connected) {
      event = awaitEnd(end);
    }
    return event;
  }

  private static long usedBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
