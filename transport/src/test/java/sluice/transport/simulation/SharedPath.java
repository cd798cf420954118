package sluice.transport.simulation;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import sluice.transport.sctp.AssociationEvent;
import sluice.transport.sctp.AssociationOptions;
import sluice.transport.sctp.SendOptions;
import sluice.transport.sctp.send.congestion.CongestionController;

/// Associations that all send through one bottleneck, each with its own controller and its own beginning.
public final class SharedPath {
  private static final int OVERHEAD_BYTES = 28 + 37;
  private static final int MTU_BYTES = 1435;
  private static final int MESSAGE_BYTES = 60_000;

  private final Simulation simulation = new Simulation();
  private final SimulatedLink.Bottleneck bottleneck = new SimulatedLink.Bottleneck();
  private final SplittableRandom random;
  private final LinkSettings settings;
  private final long rate;
  private final long rttNanos;
  private final List<Flow> flows = new ArrayList<>();

  /// One sender, which always has something to send, and its receiver.
  public final class Flow {
    private final SimulatedEnd sender;
    private final SimulatedEnd receiver;
    private final SimulatedLink toReceiver;

    private Flow(CongestionController.Factory controller, int name) {
      AssociationOptions options =
          AssociationOptions.DEFAULT
              .withReceiving(64 << 20, 256 << 10)
              .withSending(64L << 20, 256 << 10)
              .withCongestion(controller);
      sender = new SimulatedEnd(simulation, 2 * name, options, random.split());
      receiver = new SimulatedEnd(simulation, 2 * name + 1, options, random.split());
      toReceiver =
          new SimulatedLink(simulation, random.split(), settings, receiver::receive, bottleneck);
      SimulatedLink back =
          new SimulatedLink(
              simulation,
              random.split(),
              settings.withLoss(0).withRate(0, Long.MAX_VALUE, 0),
              sender::receive);
      toReceiver.mtu(MTU_BYTES);
      back.mtu(MTU_BYTES);
      sender.link(toReceiver);
      receiver.link(back);
      receiver.forgetMessages();
    }

    private void begin() {
      ByteBuffer message = ByteBuffer.allocate(MESSAGE_BYTES);
      long ahead = Math.max(1 << 20, 8 * rate * rttNanos / Simulation.SECOND);
      sender.afterEach(
          () -> {
            while (sender.has(AssociationEvent.Established.class)
                && sender.association().bufferedBytes() < ahead) {
              sender
                  .association()
                  .send(1, 53, SendOptions.RELIABLE, message, simulation.nowNanos());
            }
          });
      sender.associate();
    }

    public long receivedBytes() {
      return receiver.receivedBytes();
    }

    public SimulatedEnd sender() {
      return sender;
    }
  }

  /// @param queueProducts the queue in bandwidth-delay products
  public SharedPath(long seed, long megabits, long rttMillis, double queueProducts, double loss) {
    random = new SplittableRandom(seed);
    rate = megabits * 1_000_000 / 8;
    rttNanos = rttMillis * Simulation.MILLISECOND;
    long queueBytes = (long) (queueProducts * rate * rttMillis / 1_000);
    settings =
        LinkSettings.PERFECT
            .withDelay(rttNanos / 2)
            .withLoss(loss)
            .withRate(rate, Math.max(queueBytes, 15_000), OVERHEAD_BYTES);
  }

  /// A further flow, which begins at that time.
  public Flow flow(CongestionController.Factory controller, long beginNanos) {
    Flow flow = new Flow(controller, flows.size());
    flows.add(flow);
    simulation.at(beginNanos, flow::begin);
    return flow;
  }

  public Simulation simulation() {
    return simulation;
  }

  /// Runs for so long.
  ///
  /// @return what each flow received meanwhile, in bytes
  public long[] run(long nanos) {
    long[] before = flows.stream().mapToLong(Flow::receivedBytes).toArray();
    simulation.run(nanos);
    long[] received = flows.stream().mapToLong(Flow::receivedBytes).toArray();
    for (int i = 0; i < received.length; i++) {
      received[i] -= before[i];
    }
    return received;
  }

  public void resetMaxQueued() {
    flows.getFirst().toReceiver.resetMaxQueued();
  }

  public double maxQueuedMillis() {
    return flows.getFirst().toReceiver.maxQueuedBytes() * 1_000.0 / rate;
  }

  /// Jain's index: 1 where all have the same, 1 / n where one has all.
  public static double jain(long... received) {
    double sum = 0;
    double squares = 0;
    for (long bytes : received) {
      sum += bytes;
      squares += (double) bytes * bytes;
    }
    return sum * sum / (received.length * squares);
  }
}
