package sluice.transport.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sluice.transport.sctp.packet.PacketChecksum;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.Packets;
import sluice.transport.simulation.SimulatedPair;
import sluice.transport.simulation.Simulation;

/// Random chunks under the right tag, and mutated packets of real conversations, in every state: nothing is thrown, what
/// is held stays within limits, and the association lives on or has ended with its event.
class AssociationFuzzTest {
  private static final int ROUNDS = 800;
  private static final int PACKETS_PER_ROUND = 25;

  private static int lastTagToZ;
  private static int lastTagToA;

  @Test
  void mutatedPacketsInEveryState() {
    List<byte[]> corpus = conversation();
    for (int seed = 0; seed < ROUNDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      SimulatedPair pair = inSomeState(seed, random);
      for (int i = 0; i < PACKETS_PER_ROUND; i++) {
        byte[] packet = corpus.get(random.nextInt(corpus.size())).clone();
        mutate(packet, random, random.nextInt(1, 6));
        hand(pair, packet, random);
      }
      assertSane(pair, seed);
    }
  }

  @Test
  void randomChunksInEveryState() {
    int[] types = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14, 64, 130, 132, 192, 194, 255};
    for (int seed = 0; seed < ROUNDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      SimulatedPair pair = inSomeState(seed, random);
      for (int i = 0; i < PACKETS_PER_ROUND; i++) {
        ByteBuffer out = ByteBuffer.allocate(1_500);
        out.putShort((short) 5000).putShort((short) 5000).putInt(0).putInt(0);
        while (out.remaining() > 100) {
          int length = 4 + random.nextInt(random.nextInt(1, 90));
          out.put((byte) types[random.nextInt(types.length)]).put((byte) random.nextInt(256));
          out.putShort((short) length);
          byte[] value = new byte[(length + 3 & ~3) - 4];
          random.nextBytes(value);
          if (value.length >= 4 && random.nextBoolean()) {
            Arrays.fill(value, 0, 3, (byte) 0);
          }
          out.put(value);
        }
        hand(pair, Arrays.copyOf(out.array(), out.position()), random);
      }
      assertSane(pair, seed);
    }
  }

  private static void hand(SimulatedPair pair, byte[] packet, SplittableRandom random) {
    ByteBuffer buffer = ByteBuffer.wrap(packet);
    boolean toZ = random.nextBoolean();
    if (random.nextInt(8) != 0) {
      buffer.putInt(4, toZ ? lastTagToZ : lastTagToA);
    }
    new PacketChecksum().seal(buffer);
    if (toZ) {
      pair.z.receive(packet);
    } else {
      pair.a.receive(packet);
    }
    pair.simulation.run(random.nextLong(30 * Simulation.MILLISECOND));
  }

  private static SimulatedPair inSomeState(int seed, SplittableRandom random) {
    SimulatedPair pair = new SimulatedPair(seed, AssociationOptions.DEFAULT, LinkSettings.PERFECT);
    lastTagToZ = 0;
    lastTagToA = 0;
    pair.toZ.filter(
        packet -> {
          lastTagToZ = Packets.tag(packet) == 0 ? lastTagToZ : Packets.tag(packet);
          return true;
        });
    pair.toA.filter(
        packet -> {
          lastTagToA = Packets.tag(packet);
          return true;
        });
    pair.a.associate();
    pair.a.send(1, new byte[30_000]);
    pair.z.send(2, new byte[3_000]);
    if (seed % 3 == 0) {
      pair.simulation.after(
          45 * Simulation.MILLISECOND,
          () -> {
            pair.a.association().resetStreams(List.of(3), pair.simulation.nowNanos());
            pair.a.association().shutdown(pair.simulation.nowNanos());
            pair.a.crank();
          });
    }
    pair.simulation.run(random.nextLong(160 * Simulation.MILLISECOND));
    return pair;
  }

  private static void assertSane(SimulatedPair pair, int seed) {
    pair.simulation.run(Simulation.MINUTE);
    for (var end : List.of(pair.a, pair.z)) {
      boolean closed = end.association().state() == AssociationState.CLOSED;
      boolean ended =
          end.has(AssociationEvent.Aborted.class)
              || end.has(AssociationEvent.ShutdownComplete.class);
      if (closed && end == pair.a) {
        assertThat(ended).as("seed %d", seed).isTrue();
      }
      if (ended) {
        assertThat(end.association().deadlineNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(end.association().bufferedBytes()).isZero();
      }
      assertThat(end.events().size()).as("seed %d", seed).isLessThan(2_000);
    }
    assertThat(pair.toZ.packets() + pair.toA.packets()).as("seed %d", seed).isLessThan(5_000);
  }

  private static void mutate(byte[] packet, SplittableRandom random, int times) {
    for (int i = 0; i < times; i++) {
      int at = random.nextInt(12, packet.length);
      packet[at] =
          (byte)
              switch (random.nextInt(4)) {
                case 0 -> random.nextInt(256);
                case 1 -> packet[at] ^ (1 << random.nextInt(8));
                case 2 -> 0;
                default -> 0xFF;
              };
    }
  }

  /// Packets of each kind from a conversation with everything in it.
  private static List<byte[]> conversation() {
    List<byte[]> packets = new ArrayList<>();
    for (int seed = 0; seed < 4; seed++) {
      SimulatedPair pair =
          new SimulatedPair(
              seed,
              AssociationOptions.DEFAULT,
              LinkSettings.PERFECT.withLoss(0.1).withDuplication(0.1));
      pair.toZ.filter(packets::add);
      pair.toA.filter(packets::add);
      pair.a.associate();
      pair.a.send(1, new byte[20_000]);
      pair.z.send(
          2,
          new SendOptions(SendOptions.Ordering.UNORDERED, 0, SendOptions.FOREVER),
          new byte[20_000]);
      pair.simulation.run(40 * Simulation.SECOND);
      pair.a.association().resetStreams(List.of(1, 2), pair.simulation.nowNanos());
      pair.a.crank();
      pair.simulation.run(2 * Simulation.SECOND);
      pair.a.association().shutdown(pair.simulation.nowNanos());
      pair.a.crank();
      pair.simulation.run(10 * Simulation.SECOND);
    }
    assertThat(packets).hasSizeGreaterThan(100);
    return packets;
  }
}
