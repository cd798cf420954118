package sluice.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A box on the only path between two connections on this machine. It forwards every datagram, and
/// sends whatever else it likes from the same addresses: the strongest place that somebody without
/// the keys can have.
final class TamperedPath implements AutoCloseable {
  private static final int MAX_DATAGRAM_BYTES = 65_535;
  private static final int MAX_CORPUS = 256;

  final PeerEnd offerer;
  final PeerEnd answerer;
  final AtomicLong forged = new AtomicLong();

  /// How many forgeries follow each true datagram.
  volatile int forgeriesPerDatagram;

  private final Side towardsOfferer = new Side(1);
  private final Side towardsAnswerer = new Side(2);

  TamperedPath(PeerOptions options) throws IOException {
    offerer = new PeerEnd(options);
    answerer = new PeerEnd(options);
    offerer.carry = event -> carry(event, offerer, answerer, towardsOfferer, towardsAnswerer);
    answerer.carry = event -> carry(event, answerer, offerer, towardsAnswerer, towardsOfferer);
    towardsOfferer.start(towardsAnswerer);
    towardsAnswerer.start(towardsOfferer);
  }

  /// @param near sends to the one whose event this is, `far` to the other
  private void carry(PeerEvent event, PeerEnd from, PeerEnd to, Side near, Side far) {
    switch (event) {
      case PeerEvent.LocalDescription local -> {
        if (from.equals(offerer)) {
          to.connection.acceptOffer(local.description());
        } else {
          to.connection.acceptAnswer(local.description());
        }
      }
      case PeerEvent.LocalCandidate local -> {
        String[] fields = local.candidate().split(" ", -1);
        if (fields[4].equals("127.0.0.1") && near.peer == null) {
          near.peer =
              new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(fields[5]));
          fields[5] = String.valueOf(far.port());
          to.connection.addRemoteCandidate(String.join(" ", fields));
        }
      }
      default -> {}
    }
  }

  /// Sends so many forgeries to both ends.
  void storm(int datagrams) throws IOException {
    for (int i = 0; i < datagrams; i++) {
      towardsOfferer.forge();
      towardsAnswerer.forge();
    }
  }

  InetSocketAddress offererAddress() {
    InetSocketAddress address = towardsOfferer.peer;
    if (address == null) {
      throw new IllegalStateException("no candidate yet");
    }
    return address;
  }

  @Override
  public void close() throws IOException {
    offerer.connection.abort("the test is over");
    answerer.connection.abort("the test is over");
    towardsOfferer.channel.close();
    towardsAnswerer.channel.close();
  }

  /// The socket that faces one of the two.
  private final class Side {
    final DatagramChannel channel;
    volatile @Nullable InetSocketAddress peer;
    private final SplittableRandom random;
    private final byte[][] corpus = new byte[MAX_CORPUS][];
    private int remembered;

    Side(long seed) throws IOException {
      random = new SplittableRandom(seed);
      channel =
          DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      // A box that drops would test retransmission instead.
      channel.setOption(java.net.StandardSocketOptions.SO_RCVBUF, 4 << 20);
    }

    int port() {
      try {
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /// Forwards what this side's peer sends to the other side's.
    void start(Side other) {
      Thread.ofPlatform().daemon().name("tampered-path").start(() -> forward(other));
    }

    private void forward(Side other) {
      ByteBuffer buffer = ByteBuffer.allocate(MAX_DATAGRAM_BYTES);
      try {
        while (true) {
          buffer.clear();
          channel.receive(buffer);
          buffer.flip();
          other.send(Arrays.copyOf(buffer.array(), buffer.limit()));
        }
      } catch (ClosedChannelException e) {
        return; // The test is over.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void send(byte[] datagram) throws IOException {
      InetSocketAddress to = peer;
      if (to == null) {
        return;
      }
      synchronized (corpus) {
        corpus[remembered++ % MAX_CORPUS] = datagram;
      }
      for (int i = forgeriesPerDatagram; i > 0; i--) {
        forge();
      }
      channel.send(ByteBuffer.wrap(datagram), to);
    }

    void forge() throws IOException {
      InetSocketAddress to = peer;
      byte[] datagram;
      synchronized (corpus) {
        datagram =
            remembered == 0 || random.nextInt(4) == 0
                ? Forgeries.noise(random)
                : Forgeries.mutated(
                    corpus[random.nextInt(Math.min(remembered, MAX_CORPUS))], random);
      }
      if (to != null) {
        forged.incrementAndGet();
        channel.send(ByteBuffer.wrap(datagram), to);
      }
    }
  }
}
