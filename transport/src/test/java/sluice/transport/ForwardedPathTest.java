package sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Two connections whose only way is one that their applications lend.
@Timeout(60)
class ForwardedPathTest {
  /// One direction: a bounded queue, and a thread that hands on.
  private static final class Direction {
    private static final int MAX_DATAGRAM_BYTES = 1_500;
    private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(512);
    private volatile Consumer<ByteBuffer> receiver = datagram -> {};
    final AtomicLong carried = new AtomicLong();

    Direction() {
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  while (true) {
                    receiver.accept(ByteBuffer.wrap(queue.take()));
                  }
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
    }

    boolean send(ByteBuffer datagram) {
      assertThat(datagram.remaining()).isLessThanOrEqualTo(MAX_DATAGRAM_BYTES);
      var copy = new byte[datagram.remaining()];
      datagram.get(copy);
      carried.incrementAndGet();
      return queue.offer(copy);
    }
  }

  private record Lent(Direction out, Direction in) implements ForwardedPath {
    @Override
    public int maxDatagramBytes() {
      return Direction.MAX_DATAGRAM_BYTES;
    }

    @Override
    public boolean send(ByteBuffer datagram) {
      return out.send(datagram);
    }

    @Override
    public void listen(Consumer<ByteBuffer> receiver) {
      in.receiver = receiver;
    }
  }

  private final Direction there = new Direction();
  private final Direction back = new Direction();

  private PeerPair lend(PeerOptions options) {
    var pair = new PeerPair(options, options);
    pair.offerer.connection.offerForwardedPath(new Lent(there, back));
    pair.answerer.connection.offerForwardedPath(new Lent(back, there));
    return pair;
  }

  @Test
  void carriesATransferWhereNothingElseWorks() throws Exception {
    PeerOptions nothing = PeerPair.LOOPBACK.withVia(PeerOptions.Via.RELAY);
    try (PeerPair pair = lend(nothing)) {
      Route route = RelayedPathTest.transfer(pair);
      assertThat(route.kind()).isEqualTo(Route.Kind.FORWARDED);
    }
  }

  /// Nothing but these datagrams comes in: they alone must be acknowledged in time and count as a sign of life.
  @Test
  void isNotDoubtedWhileItCarries() throws Exception {
    PeerOptions nothing = PeerPair.LOOPBACK.withVia(PeerOptions.Via.RELAY);
    try (PeerPair pair = lend(nothing)) {
      RelayedPathTest.carry(pair, Duration.ofSeconds(4));
      assertThat(pair.offerer.events).noneMatch(PeerEvent.PathSuspect.class::isInstance);
      assertThat(pair.answerer.events).noneMatch(PeerEvent.PathSuspect.class::isInstance);
    }
  }

  @Test
  void isNotUsedWhereADirectPathWorks() throws Exception {
    try (PeerPair pair = lend(PeerPair.LOOPBACK)) {
      Route route = RelayedPathTest.transfer(pair);
      assertThat(route.kind()).isEqualTo(Route.Kind.LAN);
      assertThat(there.carried.get()).isLessThan(100);
    }
  }

  @Test
  void isNotTouchedWhereOnlyDirectIsAllowed() throws Exception {
    try (PeerPair pair = lend(PeerPair.LOOPBACK.withVia(PeerOptions.Via.DIRECT))) {
      assertThat(RelayedPathTest.transfer(pair).kind()).isEqualTo(Route.Kind.LAN);
      assertThat(there.carried.get()).isZero();
      assertThat(back.carried.get()).isZero();
    }
  }
}
