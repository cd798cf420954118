package sluice.transport.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sluice.transport.sctp.packet.Chunk;
import sluice.transport.sctp.packet.CookieAckChunk;
import sluice.transport.sctp.packet.CookieEchoChunk;
import sluice.transport.sctp.packet.InitAckChunk;
import sluice.transport.sctp.packet.InitChunk;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.Packets;
import sluice.transport.simulation.SimulatedPair;
import sluice.transport.simulation.Simulation;

/// Each packet of the handshake lost, once and three times (RFC 9260, section 5.1.6).
class LostHandshakePacketTest {
  @Test
  void lostInitIsRepeated() {
    assertStands(1, InitChunk.class, true, 500);
    assertStands(3, InitChunk.class, true, 3_500);
  }

  @Test
  void lostInitAckIsAskedForAgain() {
    assertStands(1, InitAckChunk.class, false, 500);
    assertStands(3, InitAckChunk.class, false, 3_500);
  }

  @Test
  void lostCookieEchoIsRepeated() {
    assertStands(1, CookieEchoChunk.class, true, 500);
    assertStands(3, CookieEchoChunk.class, true, 3_500);
  }

  @Test
  void lostCookieAckIsAskedForAgain() {
    assertStands(1, CookieAckChunk.class, false, 500);
    assertStands(3, CookieAckChunk.class, false, 3_500);
  }

  @Test
  void anUnansweredHandshakeEnds() {
    SimulatedPair pair = new SimulatedPair(1, AssociationOptions.DEFAULT, LinkSettings.PERFECT);
    pair.toZ.filter(packet -> false);
    pair.a.associate();
    pair.simulation.run(10 * Simulation.MINUTE);
    assertThat(pair.a.all(AssociationEvent.Aborted.class))
        .extracting(AssociationEvent.Aborted::reason)
        .containsExactly(AbortReason.HANDSHAKE_UNANSWERED);
    assertThat(pair.a.association().state()).isEqualTo(AssociationState.CLOSED);
    assertThat(pair.toZ.packets()).isEqualTo(1 + AssociationOptions.DEFAULT.maxHandshakeAttempts());
  }

  private static void assertStands(
      int times, Class<? extends Chunk> type, boolean fromInitiator, long lateMillis) {
    SimulatedPair pair = new SimulatedPair(1, AssociationOptions.DEFAULT, LinkSettings.PERFECT);
    (fromInitiator ? pair.toZ : pair.toA).filter(Packets.dropFirst(times, type));
    pair.a.associate();
    pair.a.send(0, new byte[] {1, 2, 3});
    pair.z.send(0, new byte[] {4, 5, 6});
    long expected = (lateMillis + 40) * Simulation.MILLISECOND;
    assertThat(pair.simulation.runUntil(pair::isEstablished, expected))
        .as("%d lost %s", times, type.getSimpleName())
        .isTrue();
    pair.simulation.run(10 * Simulation.SECOND);
    assertThat(pair.z.messages()).hasSize(1);
    assertThat(pair.a.messages()).hasSize(1);
    assertThat(pair.a.all(AssociationEvent.Established.class)).hasSize(1);
    assertThat(pair.z.all(AssociationEvent.Established.class)).hasSize(1);
  }
}
