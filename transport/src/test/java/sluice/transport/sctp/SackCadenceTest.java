package sluice.transport.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sluice.transport.sctp.packet.CookieEchoChunk;
import sluice.transport.sctp.packet.DataChunk;
import sluice.transport.sctp.packet.InitAckChunk;
import sluice.transport.sctp.packet.InitChunk;
import sluice.transport.sctp.packet.SackChunk;
import sluice.transport.sctp.packet.StateCookieParameter;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.Packets;
import sluice.transport.simulation.SimulatedPair;
import sluice.transport.simulation.Simulation;

/// When acknowledgements leave, toward a peer that is no sluice: for every second packet even within one batch, else
/// after the delay; at once for gaps, duplicates and the I bit (RFC 9260, section 6.2, RFC 7053).
class SackCadenceTest {
  private final SimulatedPair pair =
      new SimulatedPair(1, AssociationOptions.DEFAULT, LinkSettings.PERFECT);
  private final List<SackChunk> sacks = new ArrayList<>();
  private int tagOfZ;
  private int tsn = 1000;

  /// Plays a foreign peer by hand.
  @BeforeEach
  void establish() {
    List<InitAckChunk> answers = new ArrayList<>();
    pair.toA.filter(packet -> !Packets.collect(InitAckChunk.class, answers).test(packet));
    pair.z.receive(Packets.packet(0, new InitChunk(77, 1_000_000, 10, 10, tsn, List.of())));
    tagOfZ = answers.getFirst().initiateTag();
    StateCookieParameter cookie =
        (StateCookieParameter)
            answers.getFirst().parameters().stream()
                .filter(StateCookieParameter.class::isInstance)
                .findFirst()
                .orElseThrow();
    pair.z.receive(Packets.packet(tagOfZ, new CookieEchoChunk(cookie.cookie())));
    assertThat(pair.z.association().state()).isEqualTo(AssociationState.ESTABLISHED);
    pair.toA.filter(packet -> !Packets.collect(SackChunk.class, sacks).test(packet));
    data(0);
    assertThat(sacks).as("the first DATA is acknowledged at once").hasSize(1);
    sacks.clear();
  }

  @Test
  void everySecondPacketAtOnceElseAfterTheDelay() {
    data(0);
    assertThat(sacks).isEmpty();
    data(0);
    assertThat(sacks).hasSize(1);
    data(0);
    pair.simulation.run(99 * Simulation.MILLISECOND);
    assertThat(sacks).hasSize(1);
    pair.simulation.run(2 * Simulation.MILLISECOND);
    assertThat(sacks).hasSize(2);
    assertThat(sacks.getLast().cumulativeTsnAck()).isEqualTo(tsn - 1);
  }

  @Test
  void aBatchOfTenGetsFive() {
    long now = pair.simulation.nowNanos();
    for (int i = 0; i < 10; i++) {
      pair.z.association().receive(ByteBuffer.wrap(packet(tsn++, 0)), now);
    }
    pair.z.association().onBatchEnd(now);
    pair.z.crank();
    assertThat(sacks).hasSize(5);
    for (int i = 0; i < 5; i++) {
      assertThat(sacks.get(i).cumulativeTsnAck()).isEqualTo(tsn - 9 + 2 * i);
    }
  }

  @Test
  void atOnceForAGapAndWhenItCloses() {
    tsn++;
    data(0);
    assertThat(sacks).hasSize(1);
    assertThat(sacks.getFirst().gapBlocks()).containsExactly(new SackChunk.GapBlock(2, 2));
    pair.z.receive(packet(tsn - 2, 0));
    assertThat(sacks).hasSize(2);
    assertThat(sacks.getLast().gapBlocks()).isEmpty();
  }

  @Test
  void atOnceForADuplicateWhichIsReported() {
    pair.z.receive(packet(tsn - 1, 0));
    assertThat(sacks).hasSize(1);
    assertThat(sacks.getFirst().duplicateTsns()).containsExactly(tsn - 1);
  }

  @Test
  void atOnceForTheImmediateBit() {
    data(DataChunk.IMMEDIATE);
    assertThat(sacks).hasSize(1);
  }

  private void data(int flags) {
    pair.z.receive(packet(tsn++, flags));
  }

  private byte[] packet(int withTsn, int flags) {
    return Packets.packet(
        tagOfZ,
        new DataChunk(
            flags | DataChunk.BEGINNING | DataChunk.ENDING | DataChunk.UNORDERED,
            withTsn,
            1,
            0,
            53,
            ByteBuffer.allocate(10)));
  }
}
