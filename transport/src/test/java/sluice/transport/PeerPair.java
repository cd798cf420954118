package sluice.transport;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/// Two connections in one process whose descriptions and candidates are carried over at once.
final class PeerPair implements AutoCloseable {
  static final PeerOptions LOOPBACK = loopback(PeerOptions.defaults());

  final End offerer;
  final End answerer;

  PeerPair() {
    this(LOOPBACK, UnaryOperator.identity());
  }

  PeerPair(PeerOptions options, UnaryOperator<String> inTransit) {
    offerer = new End(options);
    answerer = new End(options);
    offerer.carry =
        event -> {
          switch (event) {
            case PeerEvent.LocalDescription local ->
                answerer.connection.acceptOffer(inTransit.apply(local.description()));
            case PeerEvent.LocalCandidate local ->
                answerer.connection.addRemoteCandidate(local.candidate());
            default -> {}
          }
        };
    answerer.carry =
        event -> {
          switch (event) {
            case PeerEvent.LocalDescription local ->
                offerer.connection.acceptAnswer(inTransit.apply(local.description()));
            case PeerEvent.LocalCandidate local ->
                offerer.connection.addRemoteCandidate(local.candidate());
            default -> {}
          }
        };
  }

  static PeerOptions loopback(PeerOptions options) {
    return new PeerOptions(
        options.iceServers(),
        PeerOptions.CandidatePolicy.LOOPBACK,
        options.connectTimeout(),
        options.lostTimeout(),
        Duration.ofSeconds(5),
        options.sendBufferBytes(),
        options.receiveWindowBytes());
  }

  PeerPair connect() throws InterruptedException {
    offerer.connection.offer();
    offerer.await(PeerEvent.Connected.class);
    answerer.await(PeerEvent.Connected.class);
    return this;
  }

  @Override
  public void close() {
    offerer.connection.abort("the test is over");
    answerer.connection.abort("the test is over");
  }

  static byte[] random(int size, long seed) {
    var data = new byte[size];
    new Random(seed).nextBytes(data);
    return data;
  }

  /// One of the two.
  static final class End {
    final PeerConnection connection;
    final BlockingQueue<PeerEvent> events = new LinkedBlockingQueue<>();
    final List<PeerEvent> seen = new ArrayList<>();
    volatile PeerListener carry = event -> {};
    volatile PeerListener early = event -> {};

    End(PeerOptions options) {
      connection =
          PeerConnection.open(
              options,
              event -> {
                early.onEvent(event);
                carry.onEvent(event);
                events.add(event);
              });
    }

    /// The next event of this type, leaving out others, within twenty seconds.
    <T extends PeerEvent> T await(Class<T> type) throws InterruptedException {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (true) {
        PeerEvent event = events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (event == null) {
          throw new AssertionError("no " + type.getSimpleName() + " after " + seen);
        }
        seen.add(event);
        if (type.isInstance(event)) {
          return type.cast(event);
        }
        if (event instanceof PeerEvent.Failed || event instanceof PeerEvent.Closed) {
          throw new AssertionError("no " + type.getSimpleName() + " after " + seen);
        }
      }
    }
  }

  /// Keeps what a channel heard.
  static final class Ear implements ChannelListener {
    final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();

    @Override
    public void onOpen(DataChannel channel) {
      heard.add("open");
    }

    @Override
    public void onBinary(DataChannel channel, ByteBuffer message) {
      var copy = new byte[message.remaining()];
      message.get(copy);
      heard.add(copy);
    }

    @Override
    public void onText(DataChannel channel, String message) {
      heard.add("text " + message);
    }

    @Override
    public void onBufferedLow(DataChannel channel) {
      heard.add("low");
    }

    @Override
    public void onClosed(DataChannel channel) {
      heard.add("closed");
    }

    Object next() throws InterruptedException {
      Object next = heard.poll(20, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("the channel heard nothing");
      }
      return next;
    }
  }
}
