package sluice.transport.simulation;

import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// One direction of a link between two ends: a drop-tail queue before a bottleneck, then delay. Several may share one
/// bottleneck.
public final class SimulatedLink {
  private final Simulation simulation;
  private final RandomGenerator random;
  private final Consumer<byte[]> receiver;
  private LinkSettings settings;
  private Predicate<byte[]> filter = packet -> true;
  private int mtuBytes = 1_191;
  private final Bottleneck bottleneck;
  private long packets;
  private long drops;
  private long carriedBytes;

  /// The queue before the narrowest place of a path.
  public static final class Bottleneck {
    private long busyUntilNanos;
    private long maxQueuedBytes;
  }

  public SimulatedLink(
      Simulation simulation,
      RandomGenerator random,
      LinkSettings settings,
      Consumer<byte[]> receiver) {
    this(simulation, random, settings, receiver, new Bottleneck());
  }

  /// @param shared with other links, whose rate and queue are to be the same
  public SimulatedLink(
      Simulation simulation,
      RandomGenerator random,
      LinkSettings settings,
      Consumer<byte[]> receiver,
      Bottleneck shared) {
    this.bottleneck = shared;
    this.simulation = simulation;
    this.random = random;
    this.settings = settings;
    this.receiver = receiver;
  }

  public void settings(LinkSettings changed) {
    settings = changed;
  }

  /// Drops what the filter refuses, before all chance.
  public void filter(Predicate<byte[]> pass) {
    filter = pass;
  }

  public long packets() {
    return packets;
  }

  public long drops() {
    return drops;
  }

  public long carriedBytes() {
    return carriedBytes;
  }

  public long maxQueuedBytes() {
    return bottleneck.maxQueuedBytes;
  }

  public void resetMaxQueued() {
    bottleneck.maxQueuedBytes = 0;
  }

  /// The largest packet that passes; 1191 bytes at first. A larger one is dropped and not counted, as an interface does.
  public void mtu(int bytes) {
    mtuBytes = bytes;
  }

  public void send(byte[] packet) {
    if (packet.length <= mtuBytes) {
      sendDivisible(packet);
    }
  }

  /// A packet that the network may divide on its way: its size does not stop it.
  public void sendDivisible(byte[] packet) {
    packets++;
    if (!filter.test(packet) || random.nextDouble() < settings.loss()) {
      drops++;
      return;
    }
    long departure = simulation.nowNanos();
    if (settings.bytesPerSecond() > 0) {
      long waiting = Math.max(0, bottleneck.busyUntilNanos - departure);
      long queued = (long) ((double) waiting * settings.bytesPerSecond() / Simulation.SECOND);
      int size = packet.length + settings.overheadBytes();
      if (queued + size > settings.queueBytes()) {
        drops++;
        return;
      }
      bottleneck.maxQueuedBytes = Math.max(bottleneck.maxQueuedBytes, queued + size);
      long service = (long) ((double) size * Simulation.SECOND / settings.bytesPerSecond());
      bottleneck.busyUntilNanos = Math.max(bottleneck.busyUntilNanos, departure) + service;
      departure = bottleneck.busyUntilNanos;
    }
    byte[] carried = packet;
    if (random.nextDouble() < settings.corruption()) {
      carried = packet.clone();
      carried[random.nextInt(carried.length)] ^= (byte) (1 << random.nextInt(8));
    }
    deliver(carried, departure);
    if (random.nextDouble() < settings.duplication()) {
      deliver(carried, departure);
    }
  }

  private void deliver(byte[] packet, long departure) {
    long jitter = settings.jitterNanos() == 0 ? 0 : random.nextLong(settings.jitterNanos());
    carriedBytes += packet.length;
    simulation.at(departure + settings.delayNanos() + jitter, () -> receiver.accept(packet));
  }
}
