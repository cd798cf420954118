package sluice.transport.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sluice.transport.channel.ChannelEvent.Cause;
import sluice.transport.sctp.AssociationOptions;
import sluice.transport.simulation.SimulatedLink;
import sluice.transport.simulation.Simulation;

/// The other end loses its state and begins a new association in the place of the old one.
class PeerBeganAnewTest {
  private final Simulation simulation = new Simulation();
  private final SplittableRandom random = new SplittableRandom(7);
  private final ChannelEnd a = end();
  private ChannelEnd z = end();

  private ChannelEnd end() {
    return new ChannelEnd(
        simulation, ChannelLimits.DEFAULT, AssociationOptions.DEFAULT, random.split());
  }

  private void connect() {
    a.link(new SimulatedLink(simulation, random.split(), ChannelPair.NEAR, p -> z.receive(p)));
    z.link(new SimulatedLink(simulation, random.split(), ChannelPair.NEAR, a::receive));
    a.start(StreamParity.EVEN, 262_144);
    z.start(StreamParity.ODD, 262_144);
    simulation.run(Simulation.SECOND);
  }

  private void restart() {
    z = end();
    z.link(new SimulatedLink(simulation, random.split(), ChannelPair.NEAR, a::receive));
    z.start(StreamParity.ODD, 262_144);
    simulation.run(Simulation.SECOND);
  }

  @Test
  void everyChannelEndsAndOthersMayBeOpened() {
    connect();
    Channel ours = a.open("ours");
    simulation.run(Simulation.SECOND);
    a.text(ours, "old");
    restart();
    assertThat(a.closed(ours)).isEqualTo(Cause.ASSOCIATION_ENDED);

    Channel again = a.open("again");
    Channel theirs = z.open("theirs");
    simulation.run(Simulation.SECOND);
    a.text(again, "new");
    z.text(theirs, "new too");
    simulation.run(Simulation.SECOND);

    assertThat(again.streamId()).isZero();
    assertThat(z.texts(z.onlyOffered())).isEqualTo(List.of("new"));
    assertThat(a.texts(a.onlyOffered())).isEqualTo(List.of("new too"));
  }

  @Test
  void aPausedReaderStillGetsWhatCameBefore() {
    connect();
    Channel theirs = z.open("theirs");
    simulation.run(Simulation.SECOND);
    Channel paused = a.onlyOffered();
    a.engine.pause(paused);
    z.text(theirs, "kept");
    simulation.run(Simulation.SECOND);
    restart();
    assertThat(a.closed(paused)).isNull();

    a.resume(paused);
    assertThat(a.texts(paused)).isEqualTo(List.of("kept"));
    assertThat(a.closed(paused)).isEqualTo(Cause.ASSOCIATION_ENDED);
  }
}
