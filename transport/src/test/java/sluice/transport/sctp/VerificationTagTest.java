package sluice.transport.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sluice.transport.sctp.packet.AbortChunk;
import sluice.transport.sctp.packet.CookieAckChunk;
import sluice.transport.sctp.packet.HeartbeatChunk;
import sluice.transport.sctp.packet.HeartbeatInfoParameter;
import sluice.transport.sctp.packet.InitChunk;
import sluice.transport.sctp.packet.ShutdownAckChunk;
import sluice.transport.sctp.packet.ShutdownCompleteChunk;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.Packets;
import sluice.transport.simulation.SimulatedPair;

/// Verification tags, ports and packets out of the blue (RFC 9260, sections 8.4 and 8.5).
class VerificationTagTest {
  private SimulatedPair pair =
      new SimulatedPair(1, AssociationOptions.DEFAULT, LinkSettings.PERFECT);
  private final List<byte[]> fromZ = new ArrayList<>();
  private int tagOfZ;

  @BeforeEach
  void establish() {
    pair.toZ.filter(
        packet -> {
          tagOfZ = Packets.tag(packet);
          return true;
        });
    pair.established();
    pair.toA.filter(packet -> !fromZ.add(packet));
  }

  @Test
  void aForeignTagIsDiscarded() {
    pair.z.receive(Packets.packet(tagOfZ + 1, heartbeat()));
    assertThat(fromZ).isEmpty();
    pair.z.receive(Packets.packet(tagOfZ, heartbeat()));
    assertThat(fromZ).hasSize(1);
  }

  @Test
  void anAbortNeedsOurTagOrThePeersReflected() {
    pair.z.receive(Packets.packet(tagOfZ + 1, new AbortChunk(false, List.of())));
    pair.z.receive(Packets.packet(tagOfZ, new AbortChunk(true, List.of())));
    assertThat(pair.z.association().state()).isEqualTo(AssociationState.ESTABLISHED);
    pair.z.receive(Packets.packet(tagOfZ, new AbortChunk(false, List.of())));
    assertThat(pair.z.all(AssociationEvent.Aborted.class))
        .extracting(AssociationEvent.Aborted::reason)
        .containsExactly(AbortReason.BY_PEER);
  }

  @Test
  void foreignPortsAreDiscarded() {
    byte[] packet = Packets.packet(tagOfZ, heartbeat());
    SimulatedPair other =
        new SimulatedPair(
            2, AssociationOptions.DEFAULT.withPorts(5000, 5001), LinkSettings.PERFECT);
    other.z.receive(packet);
    assertThat(other.toA.packets()).isZero();
    assertThat(other.z.association().statistics().packetsDiscarded()).isEqualTo(1);
  }

  @Test
  void anInitNeedsTagZeroAndANonZeroTagOfItsOwn() {
    pair.z.receive(Packets.packet(7, new InitChunk(5, 100_000, 1, 1, 1, List.of())));
    pair.z.receive(Packets.packet(0, new InitChunk(0, 100_000, 1, 1, 1, List.of())));
    assertThat(fromZ).isEmpty();
    pair.z.receive(Packets.packet(0, new InitChunk(5, 100_000, 0, 1, 1, List.of())));
    assertThat(fromZ).hasSize(1);
    assertThat(Packets.has(fromZ.getFirst(), AbortChunk.class)).isTrue();
  }

  @Test
  void outOfTheBlueIsAnsweredWithAReflectedAbort() {
    SimulatedPair closed = closedPair();
    closed.z.receive(Packets.packet(99, heartbeat()));
    assertThat(fromZ).hasSize(1);
    assertThat(Packets.tag(fromZ.getFirst())).isEqualTo(99);
    assertThat(Packets.chunks(fromZ.getFirst())).containsExactly(new AbortChunk(true, List.of()));
  }

  @Test
  void outOfTheBlueShutdownAckIsCompletedAndOthersAreIgnored() {
    SimulatedPair closed = closedPair();
    closed.z.receive(Packets.packet(99, new AbortChunk(false, List.of())));
    closed.z.receive(Packets.packet(99, new ShutdownCompleteChunk(false)));
    closed.z.receive(Packets.packet(99, new CookieAckChunk()));
    assertThat(fromZ).isEmpty();
    closed.z.receive(Packets.packet(99, new ShutdownAckChunk()));
    assertThat(Packets.chunks(fromZ.getFirst())).containsExactly(new ShutdownCompleteChunk(true));
  }

  private SimulatedPair closedPair() {
    SimulatedPair closed = new SimulatedPair(3, AssociationOptions.DEFAULT, LinkSettings.PERFECT);
    closed.toA.filter(packet -> !fromZ.add(packet));
    return closed;
  }

  private static HeartbeatChunk heartbeat() {
    return new HeartbeatChunk(new HeartbeatInfoParameter(java.nio.ByteBuffer.allocate(8)));
  }
}
