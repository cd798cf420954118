package sluice.transport.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sluice.transport.sctp.AssociationEvent;
import sluice.transport.sctp.AssociationOptions;
import sluice.transport.sctp.SendOptions.Ordering;
import sluice.transport.sctp.packet.ChunkHeader;
import sluice.transport.sctp.packet.DataChunk;
import sluice.transport.sctp.packet.PacketChecksum;
import sluice.transport.simulation.Simulation;

/// Two ends with channels that are opened, used, paused and closed, while single fields of their
/// packets are forged under a right checksum, as a hostile peer could: nothing is thrown, what is kept
/// stays within its limits, and each channel is closed at most once and says nothing afterwards.
class ForgedFieldsTest {
  private static final int SEEDS = Integer.getInteger("sluice.test.forgeries", 400);
  private static final int STEPS = 120;
  private static final int[] PROTOCOLS = {50, 51, 52, 53, 54, 56, 57, 99};
  private static final ChannelLimits LIMITS = new ChannelLimits(6, 30, 20_000, 100_000, 3_000);

  @Test
  void nothingIsThrownAndLimitsHold() {
    int ended = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      try {
        ended += run(seed) ? 1 : 0;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertThat(ended).isBetween(1, SEEDS - 1);
  }

  private static boolean run(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ChannelPair pair =
        new ChannelPair(seed, ChannelPair.NEAR, LIMITS, AssociationOptions.DEFAULT).established();
    pair.toZ.filter(packet -> forge(packet, random));
    pair.toA.filter(packet -> forge(packet, random));
    List<Channel> opened = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      ChannelEnd end = random.nextBoolean() ? pair.a : pair.z;
      act(end, opened, random);
      pair.simulation.run(random.nextLong(30 * Simulation.MILLISECOND));
      assertThat(end.offered().stream().filter(Channel::isSending).count())
          .isLessThanOrEqualTo(LIMITS.maxChannels());
    }
    pair.simulation.run(Simulation.MINUTE);
    assertClosedOnce(pair.a, seed);
    assertClosedOnce(pair.z, seed);
    return pair.a.associationEvents.stream().anyMatch(AssociationEvent.Aborted.class::isInstance);
  }

  private static void act(ChannelEnd end, List<Channel> opened, SplittableRandom random) {
    List<Channel> own = new ArrayList<>(end.offered());
    own.addAll(
        opened.stream()
            .filter(
                channel ->
                    end.all(ChannelEvent.Opened.class).stream()
                        .anyMatch(event -> event.channel() == channel))
            .toList());
    if (own.isEmpty() || random.nextInt(8) == 0) {
      opened.add(
          end.open(
              new ChannelSettings(
                  "x",
                  "",
                  random.nextBoolean() ? Ordering.ORDERED : Ordering.UNORDERED,
                  random.nextBoolean()
                      ? new Reliability.Reliable()
                      : new Reliability.MaxRetransmits(1))));
      return;
    }
    Channel channel = own.get(random.nextInt(own.size()));
    switch (random.nextInt(8)) {
      case 0 -> end.close(channel);
      case 1 -> end.engine.pause(channel);
      case 2 -> end.resume(channel);
      default ->
          end.send(
              channel,
              random.nextBoolean() ? MessageKind.TEXT : MessageKind.BINARY,
              ByteBuffer.allocate(random.nextInt(random.nextInt(1, 6_000))));
    }
  }

  private static boolean forge(byte[] packet, SplittableRandom random) {
    if (random.nextInt(6) != 0) {
      return true;
    }
    ByteBuffer buffer = ByteBuffer.wrap(packet);
    int chunk = 12;
    int type = ChunkHeader.type(buffer, chunk);
    switch (type) {
      case DataChunk.TYPE -> forgeData(buffer, chunk, random);
      default -> {
        int words = (packet.length - chunk) / 4;
        int at = chunk + 4 * random.nextInt(words);
        buffer.putInt(at, buffer.getInt(at) + random.nextInt(-3, 4) * (1 << random.nextInt(17)));
      }
    }
    new PacketChecksum().seal(buffer);
    return true;
  }

  private static void forgeData(ByteBuffer buffer, int chunk, SplittableRandom random) {
    switch (random.nextInt(6)) {
      case 0 -> buffer.putShort(chunk + 8, (short) random.nextInt(10));
      case 1 -> buffer.putInt(chunk + 12, PROTOCOLS[random.nextInt(PROTOCOLS.length)]);
      case 2 -> buffer.putInt(chunk + 4, DataChunk.tsn(buffer, chunk) + random.nextInt(-3, 4));
      case 3 -> buffer.putShort(chunk + 10, (short) random.nextInt(4));
      case 4 -> {
        if (random.nextInt(10) == 0) {
          buffer.put(chunk + 1, (byte) random.nextInt(16));
        }
      }
      default -> buffer.put(chunk + 16, (byte) random.nextInt(4));
    }
  }

  private static void assertClosedOnce(ChannelEnd end, long seed) {
    List<Channel> closed = new ArrayList<>();
    for (ChannelEvent event : end.events) {
      assertThat(closed).as("seed %d", seed).doesNotContain(event.channel());
      if (event instanceof ChannelEvent.Closed(Channel channel, _)) {
        closed.add(channel);
      }
    }
  }
}
