package sluice.transport.loop;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import sluice.transport.ChannelClosedException;
import sluice.transport.ChannelListener;
import sluice.transport.ChannelOptions;
import sluice.transport.DataChannel;
import sluice.transport.PeerConnection;
import sluice.transport.PeerEvent;
import sluice.transport.PeerOptions;
import sluice.transport.dtls.KeyPolicy;

/// Two connections over a {@link TestNetwork}, with a stream of numbered messages from the first to the second, and
/// signaling that can be cut.
final class NetworkPair implements AutoCloseable {
  private static final int MESSAGE_BYTES = 4_096;

  final List<PeerEvent> ofMaker = new CopyOnWriteArrayList<>();
  final List<PeerEvent> ofJoiner = new CopyOnWriteArrayList<>();
  final PeerConnection maker;
  final PeerConnection joiner;

  /// How many messages arrived, each of them once and in order.
  final AtomicLong arrived = new AtomicLong();

  /// Lets both ends look like browsers, who cannot renew keys.
  volatile boolean stripRenewal;

  private final Deque<Runnable> held = new ArrayDeque<>();
  private final DataChannel stream;
  private final Thread sender;
  private volatile boolean disordered;
  private volatile boolean over;
  private boolean cut;

  NetworkPair(TestNetwork.Machine ofMaker, TestNetwork.Machine ofJoiner) {
    this(ofMaker, ofJoiner, PeerOptions.defaults());
  }

  NetworkPair(TestNetwork.Machine atMaker, TestNetwork.Machine atJoiner, PeerOptions options) {
    this(atMaker, atJoiner, options, KeyPolicy.LIMIT_UNITS);
  }

  NetworkPair(
      TestNetwork.Machine atMaker,
      TestNetwork.Machine atJoiner,
      PeerOptions options,
      long keyUnits) {
    maker =
        PeerLoop.open(
            options, event -> onMaker(event), new PeerLoop.Surroundings(() -> atMaker, keyUnits));
    joiner =
        PeerLoop.open(
            options, event -> onJoiner(event), new PeerLoop.Surroundings(() -> atJoiner, keyUnits));
    stream = maker.openChannel("stream", ChannelOptions.RELIABLE, new Numbers());
    sender = Thread.ofVirtual().unstarted(this::sendNumbers);
  }

  private void onMaker(PeerEvent event) {
    ofMaker.add(event);
    switch (event) {
      case PeerEvent.LocalDescription(String text) -> signal(() -> take(joiner, text));
      case PeerEvent.LocalCandidate(String text) -> signal(() -> joiner.addRemoteCandidate(text));
      default -> {}
    }
  }

  private void onJoiner(PeerEvent event) {
    ofJoiner.add(event);
    switch (event) {
      case PeerEvent.LocalDescription(String text) -> signal(() -> take(maker, text));
      case PeerEvent.LocalCandidate(String text) -> signal(() -> maker.addRemoteCandidate(text));
      case PeerEvent.RestartWanted() -> signal(maker::restart);
      case PeerEvent.ChannelOffered(DataChannel channel) -> channel.listen(new Numbers());
      default -> {}
    }
  }

  private void take(PeerConnection end, String text) {
    String description = stripRenewal ? text.replace("a=sluice-key-renewal:1\r\n", "") : text;
    if (description.contains("a=setup:actpass")) {
      end.acceptOffer(description);
    } else {
      end.acceptAnswer(description);
    }
  }

  private synchronized void signal(Runnable message) {
    if (cut) {
      held.add(message);
    } else {
      message.run();
    }
  }

  /// Holds signaling back from now on.
  synchronized void cutSignaling() {
    cut = true;
  }

  /// Delivers what was held back, and all that follows.
  synchronized void mendSignaling() {
    cut = false;
    held.forEach(Runnable::run);
    held.clear();
  }

  private void sendNumbers() {
    var message = ByteBuffer.allocate(MESSAGE_BYTES);
    try {
      for (long number = 0; !over; number++) {
        stream.send(message.clear().putLong(0, number));
        LockSupport.parkNanos(1_000_000);
      }
    } catch (ChannelClosedException | InterruptedException e) {
      return; // The connection is over; its events tell why.
    }
  }

  private final class Numbers implements ChannelListener {
    @Override
    public void onBinary(DataChannel channel, ByteBuffer message) {
      disordered |= message.remaining() != MESSAGE_BYTES || message.getLong() != arrived.get();
      arrived.incrementAndGet();
    }

    @Override
    public void onText(DataChannel channel, String message) {
      disordered = true;
    }
  }

  /// Connects, and lets the stream begin.
  NetworkPair connect() {
    maker.offer();
    await(5, () -> has(ofMaker, PeerEvent.Connected.class));
    sender.start();
    awaitProgress(5);
    return this;
  }

  static boolean has(List<PeerEvent> events, Class<? extends PeerEvent> type) {
    return events.stream().anyMatch(type::isInstance);
  }

  static long count(List<PeerEvent> events, Class<? extends PeerEvent> type) {
    return events.stream().filter(type::isInstance).count();
  }

  /// Waits until the stream has moved on well.
  void awaitProgress(int seconds) {
    long before = arrived.get();
    await(seconds, () -> arrived.get() > before + 200);
  }

  /// Waits for an event that comes from now on, at the maker.
  void awaitAtMaker(int seconds, Class<? extends PeerEvent> type, Consumer<NetworkPair> after) {
    long before = count(ofMaker, type);
    after.accept(this);
    await(seconds, () -> count(ofMaker, type) > before);
  }

  void await(int seconds, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "not within " + seconds + " s; " + arrived + " arrived; " + ofMaker + " " + ofJoiner);
      }
      LockSupport.parkNanos(2_000_000);
    }
    if (disordered) {
      throw new AssertionError("a message was lost or doubled; " + ofMaker + " " + ofJoiner);
    }
  }

  @Override
  public void close() {
    over = true;
    maker.abort("the test is over");
    joiner.abort("the test is over");
  }
}
