package sluice.transport.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.transport.sctp.packet.Chunk;
import sluice.transport.sctp.packet.CookieEchoChunk;
import sluice.transport.sctp.packet.ErrorChunk;
import sluice.transport.sctp.packet.StaleCookieCause;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.Packets;
import sluice.transport.simulation.SimulatedPair;
import sluice.transport.simulation.Simulation;

/// The cookie is authenticated, and grows stale (RFC 9260, section 5.1.5).
class StateCookieTest {
  @Test
  void aCookieWithAnyBitChangedIsIgnored() {
    SimulatedPair pair = new SimulatedPair(1, AssociationOptions.DEFAULT, LinkSettings.PERFECT);
    List<byte[]> echoes = new ArrayList<>();
    pair.toZ.filter(packet -> !Packets.has(packet, CookieEchoChunk.class) || !echoes.add(packet));
    pair.a.associate();
    pair.simulation.run(100 * Simulation.MILLISECOND);
    byte[] good = echoes.getFirst();
    CookieEchoChunk echo = (CookieEchoChunk) Packets.chunks(good).getFirst();
    int length = echo.cookie().remaining();
    for (int bit = 0; bit < 8 * length; bit++) {
      ByteBuffer cookie = ByteBuffer.allocate(length).put(echo.cookie()).flip();
      cookie.put(bit / 8, (byte) (cookie.get(bit / 8) ^ (1 << (bit % 8))));
      pair.z.receive(Packets.packet(Packets.tag(good), new CookieEchoChunk(cookie)));
      assertThat(pair.z.association().state()).isEqualTo(AssociationState.CLOSED);
    }
    pair.z.receive(good);
    assertThat(pair.z.association().state()).isEqualTo(AssociationState.ESTABLISHED);
  }

  @Test
  void aCookieUnderAForeignTagIsIgnored() {
    SimulatedPair pair = new SimulatedPair(1, AssociationOptions.DEFAULT, LinkSettings.PERFECT);
    List<byte[]> echoes = new ArrayList<>();
    pair.toZ.filter(packet -> !Packets.has(packet, CookieEchoChunk.class) || !echoes.add(packet));
    pair.a.associate();
    pair.simulation.run(100 * Simulation.MILLISECOND);
    byte[] good = echoes.getFirst();
    Chunk echo = Packets.chunks(good).getFirst();
    pair.z.receive(Packets.packet(Packets.tag(good) + 1, echo));
    assertThat(pair.z.association().state()).isEqualTo(AssociationState.CLOSED);
  }

  @Test
  void aStaleCookieIsReportedAndTheHandshakeBeginsAgain() {
    SimulatedPair pair = new SimulatedPair(1, AssociationOptions.DEFAULT, LinkSettings.PERFECT);
    List<ErrorChunk> errors = new ArrayList<>();
    pair.toA.filter(Packets.collect(ErrorChunk.class, errors));
    pair.toZ.filter(
        packet ->
            !Packets.has(packet, CookieEchoChunk.class)
                || pair.simulation.nowNanos() > 62 * Simulation.SECOND);
    pair.a.associate();
    pair.simulation.run(2 * Simulation.MINUTE);
    assertThat(errors).isNotEmpty();
    assertThat(errors.getFirst().causes().getFirst()).isInstanceOf(StaleCookieCause.class);
    assertThat(pair.isEstablished()).isTrue();
  }
}
