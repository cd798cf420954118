package sluice.transport.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.transport.sctp.packet.ErrorChunk;
import sluice.transport.sctp.packet.InitAckChunk;
import sluice.transport.sctp.packet.InitChunk;
import sluice.transport.sctp.packet.StateCookieParameter;
import sluice.transport.sctp.packet.UnknownChunk;
import sluice.transport.sctp.packet.UnknownParameter;
import sluice.transport.sctp.packet.UnrecognizedChunkTypeCause;
import sluice.transport.sctp.packet.UnrecognizedParameter;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.Packets;
import sluice.transport.simulation.SimulatedPair;
import sluice.transport.simulation.Simulation;

/// What we do not know is skipped, stopped at, reported, as its highest bits say (RFC 9260, sections 3.2 and 3.2.1).
class UnknownParameterTest {
  @Test
  void unknownParametersOfAnInitAreReturnedWhereTheyAskForIt() {
    SimulatedPair pair = new SimulatedPair(1, AssociationOptions.DEFAULT, LinkSettings.PERFECT);
    List<InitAckChunk> answers = new ArrayList<>();
    pair.toA.filter(Packets.collect(InitAckChunk.class, answers));
    UnknownParameter skipped = new UnknownParameter(0x8777, ByteBuffer.allocate(5));
    UnknownParameter reported = new UnknownParameter(0xC777, ByteBuffer.allocate(6));
    UnknownParameter stopping = new UnknownParameter(0x4777, ByteBuffer.allocate(7));
    UnknownParameter unseen = new UnknownParameter(0xC778, ByteBuffer.allocate(8));
    pair.z.receive(
        Packets.packet(
            0, new InitChunk(5, 100_000, 10, 10, 1, List.of(skipped, reported, stopping, unseen))));
    List<Integer> returned =
        answers.getFirst().parameters().stream()
            .filter(UnrecognizedParameter.class::isInstance)
            .map(p -> ((UnrecognizedParameter) p).parameter().getShort() & 0xFFFF)
            .toList();
    assertThat(returned).containsExactly(0xC777, 0x4777);
    assertThat(answers.getFirst().parameters()).anyMatch(StateCookieParameter.class::isInstance);
  }

  @Test
  void unknownChunksAreReportedAndTheRestIsReadOrNot() {
    for (int type : new int[] {0x3F, 0x7F, 0xBF, 0xFF}) {
      SimulatedPair pair = new SimulatedPair(1, AssociationOptions.DEFAULT, LinkSettings.PERFECT);
      int[] tag = new int[1];
      pair.toZ.filter(
          packet -> {
            tag[0] = Packets.tag(packet);
            return true;
          });
      pair.established();
      List<ErrorChunk> errors = new ArrayList<>();
      pair.toA.filter(Packets.collect(ErrorChunk.class, errors));
      pair.z.receive(
          Packets.packet(
              tag[0],
              new UnknownChunk(type, 0, ByteBuffer.allocate(10)),
              new sluice.transport.sctp.packet.AbortChunk(false, List.of())));
      boolean stops = type < 0x80;
      boolean reports = (type & 0x40) != 0;
      assertThat(pair.z.has(AssociationEvent.Aborted.class)).isEqualTo(!stops);
      if (stops) {
        assertThat(errors).hasSize(reports ? 1 : 0);
      }
      if (!errors.isEmpty()) {
        assertThat(errors.getFirst().causes().getFirst())
            .isInstanceOf(UnrecognizedChunkTypeCause.class);
      }
    }
  }

  @Test
  void aReportedUnknownChunkHurtsNothing() {
    SimulatedPair pair = new SimulatedPair(1, AssociationOptions.DEFAULT, LinkSettings.PERFECT);
    int[] tag = new int[1];
    pair.toZ.filter(
        packet -> {
          tag[0] = Packets.tag(packet);
          return true;
        });
    pair.established();
    List<ErrorChunk> errors = new ArrayList<>();
    pair.toA.filter(Packets.collect(ErrorChunk.class, errors));
    for (int i = 0; i < 1000; i++) {
      pair.z.receive(Packets.packet(tag[0], new UnknownChunk(0xFF, 0, ByteBuffer.allocate(1000))));
    }
    pair.simulation.run(Simulation.SECOND);
    assertThat(errors).hasSize(1000);
    pair.a.send(1, new byte[100]);
    pair.simulation.run(Simulation.SECOND);
    assertThat(pair.z.messages()).hasSize(1);
  }
}
