package sluice.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import sluice.transport.turn.ChannelData;
import sluice.transport.turn.Coturn;
import sluice.transport.turn.TurnAllocation;
import sluice.transport.turn.TurnCredential;
import sluice.transport.turn.TurnSettings;
import sluice.transport.udp.UdpPort;
import sluice.transport.udp.UdpPorts;

/// Measures what coturn forwards on this machine: a plain flow of datagrams that never has more on the way than its
/// sockets hold, and a data channel of ours, in turns. A program, not a test: its argument is the number of MiB.
final class RelayedThroughput {
  private static final int DATAGRAM_BYTES = 1_200;
  private static final int RUN = 8;

  /// What a socket of coturn's holds: 64 KiB, doubled by the kernel, at about 2.3 KB for each datagram.
  private static final int WINDOW = 24;

  private static final long STALLED_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private RelayedThroughput() {}

  public static void main(String[] arguments) throws Exception {
    long bytes = Long.parseLong(arguments[0]) << 20;
    Path directory = Files.createTempDirectory("sluice-relayed");
    try (Coturn coturn = Coturn.start(directory)) {
      for (int round = 0; round < 4; round++) {
        System.out.println("plain    " + plain(coturn, bytes));
        System.out.println("channel  " + channel(coturn, bytes));
      }
    }
    System.exit(0);
  }

  /// A peer sends to a relayed address.
  private static String plain(Coturn coturn, long bytes) throws Exception {
    var received = new AtomicLong();
    var relayed = new CompletableFuture<InetSocketAddress>();
    try (UdpPorts sending = UdpPorts.open()) {
      UdpPort from = sending.bind(InetAddress.getLoopbackAddress(), 0);
      Thread client =
          Thread.ofPlatform().daemon().start(() -> client(coturn, from.local(), relayed, received));
      InetSocketAddress to = relayed.get(10, TimeUnit.SECONDS);
      RealTime.passes(Duration.ofMillis(300)); // The channel is bound meanwhile.
      var run = new byte[RUN * DATAGRAM_BYTES];
      long count = bytes / DATAGRAM_BYTES;
      long lost = 0;
      long begin = System.nanoTime();
      long progress = begin;
      long seen = 0;
      for (long sent = 0; sent < count; ) {
        long now = System.nanoTime();
        long arrived = received.get();
        if (arrived != seen) {
          seen = arrived;
          progress = now;
        }
        if (sent - arrived - lost <= WINDOW - RUN) {
          from.send(run, 0, run.length, DATAGRAM_BYTES, to);
          sent += RUN;
        } else if (now - progress > STALLED_NANOS) {
          lost = sent - arrived;
          progress = now;
        } else {
          Thread.onSpinWait();
        }
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      client.interrupt();
      return "%.1f MB/s, %d of %d lost".formatted(bytes / 1e6 / seconds, lost, count);
    }
  }

  private static void client(
      Coturn coturn,
      InetSocketAddress peer,
      CompletableFuture<InetSocketAddress> relayed,
      AtomicLong received) {
    try (UdpPorts ports = UdpPorts.open()) {
      UdpPort port = ports.bind(InetAddress.getLoopbackAddress(), 0);
      var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), coturn.port);
      var allocation =
          new TurnAllocation(
              TurnSettings.of(TurnSettings.Carrier.DATAGRAMS, TurnSettings.Families.IPV4),
              new TurnCredential("alice", "wonderland"),
              new SecureRandom());
      long origin = System.nanoTime();
      allocation.allocate(0);
      while (!Thread.currentThread().isInterrupted()) {
        long now = System.nanoTime() - origin;
        allocation.onTimeout(now);
        if (allocation.allocated()) {
          allocation.channel(peer, now);
        }
        for (byte[] message = allocation.pollMessage();
            message != null;
            message = allocation.pollMessage()) {
          port.send(message, 0, message.length, message.length, server);
        }
        if (allocation.allocated()) {
          relayed.complete(allocation.relayed().getFirst());
        }
        ports.await(
            TimeUnit.MILLISECONDS.toNanos(20),
            (at, buffer, offset, length, segment, from) -> {
              if (ChannelData.is(buffer[offset])) {
                received.addAndGet((length + segment - 1) / segment);
              } else {
                allocation.receive(buffer, offset, length, (p, b, o, l) -> {}, now);
              }
            });
      }
      allocation.close(System.nanoTime() - origin);
      byte[] last = allocation.pollMessage();
      if (last != null) {
        port.send(last, 0, last.length, last.length, server);
      }
    } catch (IOException e) {
      relayed.completeExceptionally(e);
    }
  }

  /// A direct end sends to one behind a relay.
  private static String channel(Coturn coturn, long bytes) throws Exception {
    PeerOptions direct = PeerPair.LOOPBACK.withMtu(Integer.getInteger("sluice.mtu", 1_280));
    PeerOptions relayed =
        RelayedPathTest.through(RelayedPathTest.server("turn:127.0.0.1:" + coturn.port))
            .withMtu(Integer.getInteger("sluice.mtu", 1_280));
    try (var pair = new PeerPair(direct, relayed)) {
      var counting = new Counting(bytes);
      pair.answerer.early =
          event -> {
            if (event instanceof PeerEvent.ChannelOffered(DataChannel channel)) {
              channel.listen(counting);
            }
          };
      DataChannel channel =
          pair.offerer.connection.openChannel(
              "data", ChannelOptions.RELIABLE, new Counting(Long.MAX_VALUE));
      pair.connect();
      long begin = System.nanoTime();
      ByteBuffer message = ByteBuffer.wrap(PeerPair.random(65_536, 1));
      for (long sent = 0; sent < bytes; sent += message.capacity()) {
        channel.send(message.rewind());
      }
      counting.done.get(60, TimeUnit.SECONDS);
      double seconds = (System.nanoTime() - begin) / 1e9;
      PeerStatistics statistics = pair.offerer.connection.statistics();
      return "%.1f MB/s, %.3f %% repeated, RTT %.2f ms"
          .formatted(
              bytes / 1e6 / seconds,
              100.0 * statistics.retransmittedBytes() / bytes,
              statistics.smoothedRoundTripNanos() / 1e6);
    }
  }

  private static final class Counting implements ChannelListener {
    final CompletableFuture<Long> done = new CompletableFuture<>();
    private final long total;
    private long received;

    Counting(long total) {
      this.total = total;
    }

    @Override
    public void onBinary(DataChannel channel, ByteBuffer message) {
      received += message.remaining();
      if (received >= total) {
        done.complete(received);
      }
    }

    @Override
    public void onText(DataChannel channel, String message) {}
  }
}
