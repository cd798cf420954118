package sluice.transport.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.transport.sctp.packet.AbortChunk;
import sluice.transport.sctp.packet.DataChunk;
import sluice.transport.sctp.packet.NoUserDataCause;
import sluice.transport.sctp.packet.ProtocolViolationCause;
import sluice.transport.sctp.packet.UserInitiatedAbortCause;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.Packets;
import sluice.transport.simulation.SimulatedPair;
import sluice.transport.simulation.Simulation;

/// The end without order: by us, by the peer, for what the peer did wrong; causes travel along.
class AbortTest {
  private final List<AbortChunk> aborts = new ArrayList<>();
  private int tagOfZ;
  private int nextTsn;

  @Test
  void thePeerIsToldAndBuffersComeBack() {
    SimulatedPair pair = pair();
    pair.toZ.filter(Packets.collect(AbortChunk.class, aborts));
    pair.a.send(1, new byte[200_000]);
    pair.a.send(2, new byte[200_000]);
    pair.a.association().abort("no more", pair.simulation.nowNanos());
    pair.a.crank();
    assertThat(pair.a.releasedMessages()).isEqualTo(3);
    assertThat(pair.a.send(1, new byte[1])).isEqualTo(SendResult.CLOSED);
    pair.simulation.run(Simulation.SECOND);
    assertThat(aborts.getFirst().causes().getFirst()).isInstanceOf(UserInitiatedAbortCause.class);
    assertThat(pair.a.all(AssociationEvent.Aborted.class))
        .containsExactly(new AssociationEvent.Aborted(AbortReason.BY_US, "no more"));
    assertThat(pair.z.all(AssociationEvent.Aborted.class))
        .extracting(AssociationEvent.Aborted::reason)
        .containsExactly(AbortReason.BY_PEER);
  }

  @Test
  void dataWithoutUserDataEndsIt() {
    SimulatedPair pair = pair();
    hand(pair, DataChunk.BEGINNING | DataChunk.ENDING, 0, 0, 0);
    assertViolation(pair, NoUserDataCause.class);
  }

  @Test
  void aMessageLongerThanTheLimitEndsIt() {
    SimulatedPair pair = pair();
    int flags = DataChunk.BEGINNING;
    for (int i = 0; i < 300 && !pair.z.has(AssociationEvent.Aborted.class); i++) {
      hand(pair, flags, i, 0, 1000);
      flags = 0;
    }
    assertViolation(pair, ProtocolViolationCause.class);
    assertThat(pair.z.messages()).isEmpty();
  }

  @Test
  void contradictingFragmentsEndIt() {
    SimulatedPair first = pair();
    hand(first, DataChunk.BEGINNING, 0, 0, 10);
    hand(first, DataChunk.BEGINNING, 1, 0, 10);
    assertViolation(first, ProtocolViolationCause.class);
    SimulatedPair second = pair();
    hand(second, 0, 0, 0, 10);
    assertViolation(second, ProtocolViolationCause.class);
    SimulatedPair third = pair();
    hand(third, DataChunk.BEGINNING, 1, 5, 10);
    hand(third, DataChunk.ENDING | DataChunk.UNORDERED, 2, 5, 10);
    hand(third, DataChunk.BEGINNING | DataChunk.ENDING, 0, 4, 10);
    assertViolation(third, ProtocolViolationCause.class);
  }

  private void hand(SimulatedPair pair, int flags, int offset, int ssn, int bytes) {
    pair.z.receive(
        Packets.packet(
            tagOfZ,
            new DataChunk(flags, nextTsn + offset, 1, ssn, 53, ByteBuffer.allocate(bytes))));
  }

  private void assertViolation(SimulatedPair pair, Class<?> cause) {
    assertThat(pair.z.all(AssociationEvent.Aborted.class))
        .extracting(AssociationEvent.Aborted::reason)
        .containsExactly(AbortReason.PROTOCOL_VIOLATION);
    assertThat(aborts.getLast().causes().getFirst()).isInstanceOf(cause);
  }

  private SimulatedPair pair() {
    SimulatedPair pair = new SimulatedPair(1, AssociationOptions.DEFAULT, LinkSettings.PERFECT);
    pair.toZ.filter(
        packet -> {
          tagOfZ = Packets.tag(packet);
          Packets.chunks(packet).stream()
              .filter(DataChunk.class::isInstance)
              .forEach(c -> nextTsn = ((DataChunk) c).tsn() + 1);
          return true;
        });
    pair.established();
    pair.a.send(9, new byte[1]);
    pair.simulation.run(Simulation.SECOND);
    pair.z.messages().clear();
    pair.toA.filter(Packets.collect(AbortChunk.class, aborts));
    return pair;
  }
}
