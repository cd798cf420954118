package sluice.transport;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/// Two connections in one process whose descriptions and candidates are carried over at once.
public final class PeerPair implements AutoCloseable {
  public static final PeerOptions LOOPBACK = loopback(PeerOptions.defaults());

  public final PeerEnd offerer;
  public final PeerEnd answerer;

  public PeerPair() {
    this(LOOPBACK, UnaryOperator.identity());
  }

  public PeerPair(PeerOptions options, UnaryOperator<String> inTransit) {
    this(options, options, inTransit);
  }

  public PeerPair(PeerOptions ofOfferer, PeerOptions ofAnswerer) {
    this(ofOfferer, ofAnswerer, UnaryOperator.identity());
  }

  private PeerPair(PeerOptions ofOfferer, PeerOptions ofAnswerer, UnaryOperator<String> inTransit) {
    offerer = new PeerEnd(ofOfferer);
    answerer = new PeerEnd(ofAnswerer);
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

  public static PeerOptions loopback(PeerOptions options) {
    return options
        .withCandidates(PeerOptions.CandidatePolicy.LOOPBACK)
        .withCloseTimeout(Duration.ofSeconds(5));
  }

  public PeerPair connect() throws InterruptedException {
    offerer.connection.offer();
    offerer.await(PeerEvent.Connected.class);
    answerer.await(PeerEvent.Connected.class);
    return this;
  }

  /// Returns when everything sent on a channel has been acknowledged.
  public void awaitIdle(DataChannel channel) {
    await(() -> channel.bufferedBytes() == 0);
  }

  /// Waits for what other threads bring about.
  public void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("what was waited for did not happen within 20 s");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Override
  public void close() {
    offerer.connection.abort("the test is over");
    answerer.connection.abort("the test is over");
  }

  public static byte[] random(int size, long seed) {
    var data = new byte[size];
    new Random(seed).nextBytes(data);
    return data;
  }
}
