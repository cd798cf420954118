package sluice.transport.simulation;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import sluice.transport.sctp.AssociationEvent;
import sluice.transport.sctp.AssociationOptions;
import sluice.transport.sctp.SendOptions;

/// Two associations and the two directions of the link between them.
public final class SimulatedPair {
  public final Simulation simulation = new Simulation();
  public final SimulatedEnd a;
  public final SimulatedEnd z;
  public final SimulatedLink toZ;
  public final SimulatedLink toA;

  public SimulatedPair(long seed, AssociationOptions options, LinkSettings settings) {
    this(seed, options, options, settings, settings);
  }

  public SimulatedPair(
      long seed,
      AssociationOptions optionsA,
      AssociationOptions optionsZ,
      LinkSettings linkToZ,
      LinkSettings linkToA) {
    this(seed, optionsA, optionsZ, linkToZ, linkToA, new SplittableRandom(~seed));
  }

  /// @param randomOfA for what the first end chooses
  public SimulatedPair(
      long seed,
      AssociationOptions optionsA,
      AssociationOptions optionsZ,
      LinkSettings linkToZ,
      LinkSettings linkToA,
      RandomGenerator randomOfA) {
    SplittableRandom random = new SplittableRandom(seed);
    a = new SimulatedEnd(simulation, 1, optionsA, randomOfA);
    z = new SimulatedEnd(simulation, 2, optionsZ, random.split());
    toZ = new SimulatedLink(simulation, random.split(), linkToZ, z::receive);
    toA = new SimulatedLink(simulation, random.split(), linkToA, a::receive);
    a.link(toZ);
    z.link(toA);
  }

  /// Both stand.
  public boolean isEstablished() {
    return a.has(AssociationEvent.Established.class) && z.has(AssociationEvent.Established.class);
  }

  /// Lets the first end always have this much to send; what the second one receives is counted and not kept. Both are
  /// established.
  public SimulatedPair keptBusy(long bufferedBytes) {
    z.forgetMessages();
    ByteBuffer message = ByteBuffer.allocate(60_000);
    a.afterEach(
        () -> {
          while (a.association().bufferedBytes() < bufferedBytes) {
            a.association().send(1, 53, SendOptions.RELIABLE, message, simulation.nowNanos());
          }
        });
    a.crank();
    return this;
  }

  /// The first end associates, and both stand afterwards.
  public SimulatedPair established() {
    a.associate();
    if (!simulation.runUntil(this::isEstablished, 60 * Simulation.SECOND)) {
      throw new IllegalStateException("no association within a minute");
    }
    return this;
  }
}
