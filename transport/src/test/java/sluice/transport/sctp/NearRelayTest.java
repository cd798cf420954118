package sluice.transport.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.SimulatedPair;
import sluice.transport.simulation.Simulation;

/// A relay keeps 64 KiB while they wait, which is more than what is on the way behind a round trip of a tenth of a
/// millisecond.
class NearRelayTest {
  private static final int NEAR_RATE = 200_000_000;
  private static final int DISTANT_RATE = 12_500_000;
  private static final int BUFFER_BYTES = 64 << 10;
  private static final int HEADER_BYTES = 65;
  private static final int LIMIT_BYTES = 16 << 10;

  @Test
  void itsBufferIsNotOverrun() {
    SimulatedPair pair = through(NEAR_RATE, Simulation.MILLISECOND / 20, LIMIT_BYTES);
    assertThat(inOneSecond(pair)).isGreaterThan(NEAR_RATE / 10 * 9);
    assertThat(share(pair)).isLessThan(0.001);
  }

  /// Far away the flight is on the way and not in the buffer: it stays as large as it has to be.
  @Test
  void aDistantOneCarriesAsMuchAsEver() {
    long unlimited =
        inOneSecond(through(DISTANT_RATE, 20 * Simulation.MILLISECOND, Long.MAX_VALUE));
    long limited = inOneSecond(through(DISTANT_RATE, 20 * Simulation.MILLISECOND, LIMIT_BYTES));
    assertThat(limited).isGreaterThan(unlimited * 9 / 10);
  }

  private static long inOneSecond(SimulatedPair pair) {
    pair.simulation.run(3 * Simulation.SECOND);
    long begin = pair.z.receivedBytes();
    pair.simulation.run(Simulation.SECOND);
    return pair.z.receivedBytes() - begin;
  }

  private static SimulatedPair through(int rate, long delayNanos, long burstBytes) {
    LinkSettings way = LinkSettings.PERFECT.withDelay(delayNanos);
    LinkSettings relayed = way.withRate(rate, BUFFER_BYTES, HEADER_BYTES);
    var pair =
        new SimulatedPair(1, AssociationOptions.DEFAULT, AssociationOptions.DEFAULT, relayed, way);
    pair.established();
    pair.a.association().burstLimit(burstBytes);
    return pair.keptBusy(8 << 20);
  }

  private static double share(SimulatedPair pair) {
    AssociationStatistics statistics = pair.a.association().statistics();
    return (double) statistics.dataBytesRetransmitted() / pair.z.receivedBytes();
  }
}
