package sluice.transport.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.SimulatedEnd;
import sluice.transport.simulation.SimulatedPair;
import sluice.transport.simulation.Simulation;

/// Messages of every size around the borders arrive whole, in packets no larger than the path carries.
class FragmentationTest {
  @Test
  void everySizeAroundAFragmentsEdge() {
    SimulatedPair pair = new SimulatedPair(1, AssociationOptions.DEFAULT, LinkSettings.PERFECT);
    int[] largest = new int[1];
    pair.toZ.filter(
        packet -> {
          largest[0] = Math.max(largest[0], packet.length);
          return true;
        });
    pair.established();
    SplittableRandom random = new SplittableRandom(5);
    int count = 0;
    for (int fragments = 1; fragments <= 3; fragments++) {
      for (int around = -40; around <= 40; around++) {
        byte[] content = new byte[fragments * 1160 + around];
        random.nextBytes(content);
        pair.a.send(1, content);
        pair.simulation.run(200 * Simulation.MILLISECOND);
        count++;
        assertThat(pair.z.messages()).hasSize(1);
        SimulatedEnd.Message message = pair.z.messages().remove();
        assertThat(message.content()).isEqualTo(content);
      }
    }
    assertThat(count).isEqualTo(243);
    assertThat(largest[0]).isLessThanOrEqualTo(1191).isGreaterThan(1180);
  }

  @Test
  void thePathCarriesLessInTheMiddle() {
    AssociationOptions options = AssociationOptions.DEFAULT.withPackets(1191, 16_000);
    SimulatedPair pair = new SimulatedPair(1, options, LinkSettings.PERFECT).established();
    pair.toZ.mtu(16_000);
    pair.a.association().pathPacketBytes(16_000, pair.simulation.nowNanos());
    byte[] content = new byte[200_000];
    new SplittableRandom(1).nextBytes(content);
    pair.a.send(1, content);
    pair.simulation.run(5 * Simulation.MILLISECOND);
    pair.a.association().pathPacketBytes(1191, pair.simulation.nowNanos());
    pair.a.send(1, content);
    pair.simulation.run(10 * Simulation.SECOND);
    assertThat(pair.z.messages())
        .extracting(SimulatedEnd.Message::content)
        .containsExactly(content, content);
  }

  @Test
  void whatIsTooLongOrEmptyIsRefused() {
    SimulatedPair pair =
        new SimulatedPair(1, AssociationOptions.DEFAULT, LinkSettings.PERFECT).established();
    assertThat(pair.a.send(1, new byte[0])).isEqualTo(SendResult.EMPTY);
    assertThat(pair.a.send(1, new byte[(256 << 10) + 1])).isEqualTo(SendResult.TOO_LONG);
    assertThat(pair.a.send(1, new byte[256 << 10])).isEqualTo(SendResult.QUEUED);
    assertThat(pair.a.send(65_535, new byte[1])).isEqualTo(SendResult.NO_SUCH_STREAM);
    assertThat(pair.a.send(65_534, new byte[1])).isEqualTo(SendResult.QUEUED);
  }
}
