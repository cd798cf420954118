package sluice.transport.channel;

import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import sluice.transport.sctp.AssociationEvent;
import sluice.transport.sctp.AssociationOptions;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.SimulatedLink;
import sluice.transport.simulation.Simulation;

/// Two ends with channels and the network between them; `a` is the DTLS client.
final class ChannelPair {
  static final LinkSettings NEAR = LinkSettings.PERFECT.withDelay(10 * Simulation.MILLISECOND);

  final Simulation simulation = new Simulation();
  final ChannelEnd a;
  final ChannelEnd z;
  final SimulatedLink toZ;
  final SimulatedLink toA;

  ChannelPair() {
    this(1, NEAR, ChannelLimits.DEFAULT, AssociationOptions.DEFAULT);
  }

  ChannelPair(long seed, LinkSettings link, ChannelLimits limits, AssociationOptions options) {
    SplittableRandom random = new SplittableRandom(seed);
    a = new ChannelEnd(simulation, limits, options, random.split());
    z = new ChannelEnd(simulation, limits, options, random.split());
    toZ = new SimulatedLink(simulation, random.split(), link, z::receive);
    toA = new SimulatedLink(simulation, random.split(), link, a::receive);
    a.link(toZ);
    z.link(toA);
  }

  /// Both ends start, each telling that it takes messages of any size up to its own limit.
  ChannelPair start() {
    return start(ChannelLimits.DEFAULT.maxReceiveMessageBytes());
  }

  ChannelPair start(long maxMessageBytes) {
    a.start(StreamParity.EVEN, maxMessageBytes);
    z.start(StreamParity.ODD, maxMessageBytes);
    return this;
  }

  ChannelPair established() {
    start();
    await(
        () ->
            has(a, AssociationEvent.Established.class)
                && has(z, AssociationEvent.Established.class));
    return this;
  }

  private static boolean has(ChannelEnd end, Class<? extends AssociationEvent> type) {
    return end.associationEvents.stream().anyMatch(type::isInstance);
  }

  /// Runs until the condition holds; fails after ten minutes of virtual time.
  void await(BooleanSupplier condition) {
    if (!simulation.runUntil(condition, 10 * Simulation.MINUTE)) {
      throw new AssertionError("not within ten minutes");
    }
  }

  /// Opens a channel from `a`, and waits until `z` has it.
  Channel opened(String label) {
    Channel channel = a.open(label);
    await(() -> channel.state() == Channel.State.OPEN);
    return channel;
  }
}
