package sluice.transport.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sluice.transport.sctp.send.congestion.Bbr;
import sluice.transport.sctp.send.congestion.CongestionController;
import sluice.transport.sctp.send.congestion.Cubic;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.SimulatedEnd;
import sluice.transport.simulation.SimulatedPair;
import sluice.transport.simulation.Simulation;

/// What the controllers make of links of 50 Mbit/s, for many round-trip times, losses and queues and for both roles of
/// the handshake, is exactly what the table in the resources says. The table is what a change of the engine changes, for
/// a reader to judge: the run with `-Dsluice.goodput.write=true -Dgroups=soak` writes it anew.
class GoodputTableTest {
  private static final Path TABLE =
      Path.of("src/test/resources/sluice/transport/sctp/goodput.txt").toAbsolutePath();
  private static final String HEAD =
      """
      # 50 Mbit/s, packets of 1435 bytes and 65 around them, loss on both ways, 20 s; regenerate:
      # mvn -o -q -Dfast -Psoak -pl transport -am -Dtest=GoodputTableTest -Dsluice.goodput.write=true
      #   -Dsurefire.failIfNoSpecifiedTests=false test
      # rtt: ms; loss: of packets; queue: bandwidth-delay products; sender: who began the handshake or who answered;
      # mbit: user data at the receiver in the second half; longest: the longest queue then, ms; again: bytes sent again
      rtt  loss  queue controller sender   mbit  longest    again
      """;
  private static final long RATE = 50_000_000 / 8;
  private static final int OVERHEAD_BYTES = 28 + 37;
  private static final int MTU_BYTES = 1435;

  private record Case(
      int rttMillis, double loss, double queue, Controller controller, Role sender) {}

  private enum Controller {
    BBR(Bbr::new),
    CUBIC(Cubic::new);

    @SuppressWarnings("ImmutableEnumChecker") // Each is a constructor.
    private final CongestionController.Factory factory;

    Controller(CongestionController.Factory factory) {
      this.factory = factory;
    }
  }

  private enum Role {
    BEGAN,
    ANSWERED
  }

  @Test
  void aSampleOfTheTable() throws IOException {
    List<String> rows = table();
    List<Case> cases = cases();
    assertThat(rows).hasSize(cases.size());
    for (int i = 0; i < cases.size(); i += 13) {
      assertThat(row(cases.get(i))).isEqualTo(rows.get(i));
    }
  }

  @Test
  @Tag("soak")
  void allOfTheTable() throws IOException {
    List<String> rows = cases().stream().map(GoodputTableTest::row).toList();
    if (Boolean.getBoolean("sluice.goodput.write")) {
      Files.writeString(TABLE, HEAD + String.join("\n", rows) + "\n");
    }
    assertThat(table()).isEqualTo(rows);
  }

  private static List<String> table() throws IOException {
    return Files.readString(TABLE).substring(HEAD.length()).lines().toList();
  }

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (int rtt : new int[] {5, 40, 100, 300}) {
      for (double loss : new double[] {0, 0.001, 0.005, 0.02}) {
        for (double queue : new double[] {0.25, 1, 8}) {
          for (Controller controller : Controller.values()) {
            for (Role sender : Role.values()) {
              cases.add(new Case(rtt, loss, queue, controller, sender));
            }
          }
        }
      }
    }
    return cases;
  }

  private static String row(Case of) {
    LinkSettings link =
        LinkSettings.PERFECT
            .withDelay(of.rttMillis * Simulation.MILLISECOND / 2)
            .withLoss(of.loss)
            .withRate(
                RATE,
                Math.max((long) (of.queue * RATE * of.rttMillis / 1_000), 15_000),
                OVERHEAD_BYTES);
    AssociationOptions options = AssociationOptions.DEFAULT.withCongestion(of.controller.factory);
    SimulatedPair pair = new SimulatedPair(1, options, link);
    pair.toZ.mtu(MTU_BYTES);
    pair.toA.mtu(MTU_BYTES);
    pair.established();
    boolean began = of.sender == Role.BEGAN;
    SimulatedEnd sender = began ? pair.a : pair.z;
    SimulatedEnd receiver = began ? pair.z : pair.a;
    receiver.forgetMessages();
    feed(pair, sender);
    pair.simulation.run(10 * Simulation.SECOND);
    long before = receiver.receivedBytes();
    (began ? pair.toZ : pair.toA).resetMaxQueued();
    pair.simulation.run(10 * Simulation.SECOND);
    return "%3d  %.3f %4.2f  %-10s %-8s %6.2f  %7.2f %8d"
        .formatted(
            of.rttMillis,
            of.loss,
            of.queue,
            of.controller,
            of.sender,
            (receiver.receivedBytes() - before) * 8 / 10e6,
            (began ? pair.toZ : pair.toA).maxQueuedBytes() * 1_000.0 / RATE,
            sender.association().statistics().dataBytesRetransmitted());
  }

  private static void feed(SimulatedPair pair, SimulatedEnd sender) {
    ByteBuffer message = ByteBuffer.allocate(60_000);
    sender.afterEach(
        () -> {
          while (sender.association().bufferedBytes() < 12 << 20) {
            sender
                .association()
                .send(1, 53, SendOptions.RELIABLE, message, pair.simulation.nowNanos());
          }
        });
    sender.crank();
  }
}
