package sluice.transport.sctp.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Packets that are noise, or nearly right: no exception, and never more in the records than lay in
/// the packet.
class MutatedPacketTest {
  private static final int PACKETS = 60_000;
  private static final int MAX_BYTES = 2_000;

  private final PacketReader reader = new PacketReader();
  private int readable;

  @Test
  void noiseIsSurvived() {
    RandomGenerator random = new Random(1);
    for (int i = 0; i < PACKETS; i++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      read(ByteBuffer.wrap(noise));
    }
    assertThat(readable).isPositive();
  }

  @Test
  void mutationsAreSurvived() {
    List<Chunk> samples = Samples.chunks();
    for (int seed = 0; seed < PACKETS; seed++) {
      RandomGenerator random = new Random(seed);
      ByteBuffer packet = ByteBuffer.allocate(MAX_BYTES);
      PacketWriter writer = new PacketWriter();
      writer.begin(packet, 5000, 5000, 1);
      for (int chunks = 1 + random.nextInt(4); chunks > 0; chunks--) {
        writer.write(samples.get(random.nextInt(samples.size())));
      }
      packet.flip();
      mutate(packet, random);
      read(packet);
    }
    assertThat(readable).isGreaterThan(PACKETS / 4);
  }

  private static void mutate(ByteBuffer packet, RandomGenerator random) {
    for (int changes = 1 + random.nextInt(6); changes > 0; changes--) {
      int at = CommonHeader.BYTES + random.nextInt(packet.limit() - CommonHeader.BYTES);
      switch (random.nextInt(4)) {
        case 0 -> packet.put(at, (byte) random.nextInt());
        case 1 -> packet.put(at & ~3, (byte) random.nextInt());
        case 2 ->
            packet.putShort(Math.min(at, packet.limit() - 2) & ~1, (short) random.nextInt(40));
        default -> packet.limit(Math.max(packet.limit() - random.nextInt(5), 16));
      }
    }
  }

  private void read(ByteBuffer packet) {
    if (packet.remaining() >= CommonHeader.BYTES) {
      new PacketChecksum().seal(packet);
    }
    if (reader.open(packet, ChecksumRule.CRC32C) != null) {
      return;
    }
    while (reader.next()) {
      switch (reader.type()) {
        case DataChunk.TYPE -> readData(packet);
        case SackChunk.TYPE -> readSack(packet);
        default -> {}
      }
      switch (reader.chunk()) {
        case Parsed.Malformed<? extends Chunk>(ParseError error) -> assertThat(error).isNotNull();
        case Parsed.Value<? extends Chunk>(Chunk chunk) -> {
          readable++;
          rewrite(chunk);
        }
      }
    }
  }

  private void readData(ByteBuffer packet) {
    int from = DataChunk.userDataOffset(reader.offset());
    int bytes = DataChunk.userDataBytes(packet, reader.offset());
    assertThat(packet.slice(from, bytes).remaining()).isEqualTo(bytes);
  }

  private void readSack(ByteBuffer packet) {
    int at = reader.offset();
    long sum = 0;
    for (int i = 0; i < SackChunk.gapBlockCount(packet, at); i++) {
      sum += SackChunk.gapBlockStart(packet, at, i) + SackChunk.gapBlockEnd(packet, at, i);
    }
    for (int i = 0; i < SackChunk.duplicateTsnCount(packet, at); i++) {
      sum += SackChunk.duplicateTsn(packet, at, i);
    }
    assertThat(sum).isNotEqualTo(Long.MIN_VALUE);
  }

  /// What was read can be written: it takes no more room than it came in, and reads as itself.
  private void rewrite(Chunk chunk) {
    assertThat(chunk.lengthBytes()).isLessThanOrEqualTo(reader.lengthBytes());
    assertThat(Chunk.parse(Samples.written(chunk))).isEqualTo(Parsed.value(chunk));
  }
}
