package sluice.transport.sctp;

import java.util.Arrays;
import java.util.Locale;
import sluice.transport.sctp.send.congestion.Bbr;
import sluice.transport.sctp.send.congestion.CongestionController;
import sluice.transport.sctp.send.congestion.Cubic;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.SimulatedPair;
import sluice.transport.simulation.Simulation;

/// What a file gets over a link in simulation, for `app/src/bench/wan --calibrate` to compare with the link emulator: the
/// median of three seeds, without the first quarter. A program, not a test: Mbit/s of the link, round trip in ms, loss in
/// percent, queue in bandwidth-delay products, the file's MB, `bbr` or `cubic`.
final class SimulatedGoodput {
  private static final int OVERHEAD_BYTES = 28 + 37;
  private static final int MTU_BYTES = 1435;
  private static final int SEEDS = 3;
  private static final int BUFFER_BYTES = 8 << 20;

  private SimulatedGoodput() {}

  public static void main(String[] arguments) {
    long bytesPerSecond = Long.parseLong(arguments[0]) * 1_000_000 / 8;
    double rttNanos = Double.parseDouble(arguments[1]) * Simulation.MILLISECOND;
    double queue = Double.parseDouble(arguments[3]);
    LinkSettings link =
        LinkSettings.PERFECT
            .withDelay((long) (rttNanos / 2))
            .withLoss(Double.parseDouble(arguments[2]) / 100)
            .withRate(
                bytesPerSecond,
                Math.max((long) (queue * bytesPerSecond * rttNanos / Simulation.SECOND), 15_000),
                OVERHEAD_BYTES);
    long bytes = Long.parseLong(arguments[4]) * 1_000_000;
    CongestionController.Factory controller = "cubic".equals(arguments[5]) ? Cubic::new : Bbr::new;
    double[] rates = new double[SEEDS];
    for (int seed = 0; seed < SEEDS; seed++) {
      rates[seed] = megabits(seed, link, controller, bytes);
    }
    Arrays.sort(rates);
    System.out.printf(Locale.ROOT, "%.1f%n", rates[SEEDS / 2]);
  }

  private static double megabits(
      long seed, LinkSettings link, CongestionController.Factory controller, long bytes) {
    AssociationOptions options = AssociationOptions.DEFAULT.withCongestion(controller);
    SimulatedPair pair = new SimulatedPair(seed, options, link);
    pair.toZ.mtu(MTU_BYTES);
    pair.toA.mtu(MTU_BYTES);
    pair.established().keptBusy(BUFFER_BYTES);
    long begin = reach(pair, bytes / 4);
    return (bytes - bytes / 4) * 8e3 / (reach(pair, bytes) - begin);
  }

  private static long reach(SimulatedPair pair, long bytes) {
    if (!pair.simulation.runUntil(
        () -> pair.z.receivedBytes() >= bytes, 1_000 * Simulation.SECOND)) {
      throw new IllegalStateException("not through in a thousand seconds");
    }
    return pair.simulation.nowNanos();
  }
}
