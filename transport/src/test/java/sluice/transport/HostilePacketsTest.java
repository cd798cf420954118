package sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.transport.channel.ChannelLimits;
import sluice.transport.channel.StreamParity;
import sluice.transport.sctp.Association;
import sluice.transport.sctp.AssociationOptions;
import sluice.transport.sctp.MessageHandler;
import sluice.transport.sctp.SendOptions;

/// A peer that holds the keys, and sends SCTP and DCEP of every wrong kind: nothing throws, limits
/// hold, and the association lives or ends.
class HostilePacketsTest {

  private static final long MILLISECOND = 1_000_000;
  private static final int CHECKSUM_OFFSET = 8;
  private static final int HEADER_BYTES = 12;
  private static final int MAX_CORPUS = 500;

  private long nowNanos;

  static List<Long> seeds() {
    List<Long> seeds = new ArrayList<>();
    for (long seed = 1; seed <= 40; seed++) {
      seeds.add(seed);
    }
    return seeds;
  }

  /// Mutated packets with right checksums between the true ones, from the first INIT on.
  @ParameterizedTest
  @MethodSource("seeds")
  void mutatedPackets(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ChannelEnd victim = new ChannelEnd(StreamParity.EVEN, random.split());
    ChannelEnd peer = new ChannelEnd(StreamParity.ODD, random.split());
    List<byte[]> corpus = new ArrayList<>();
    victim.association.associate(0);
    peer.association.associate(0);
    for (int round = 0; round < 150; round++) {
      nowNanos += random.nextInt(40) * MILLISECOND;
      if (random.nextInt(4) == 0) {
        victim.talk(random, nowNanos);
        peer.talk(random, nowNanos);
      }
      for (byte[] packet : peer.crank(nowNanos)) {
        remember(corpus, packet);
        for (int i = 0; i < 3; i++) {
          victim.receive(mutated(corpus, random), nowNanos);
        }
        victim.receive(packet, nowNanos);
      }
      for (byte[] packet : victim.crank(nowNanos)) {
        remember(corpus, packet);
        peer.receive(packet, nowNanos);
      }
      limitsHold(victim);
    }
    endsOrLives(victim);
  }

  private static void remember(List<byte[]> corpus, byte[] packet) {
    if (corpus.size() < MAX_CORPUS) {
      corpus.add(packet);
    }
  }

  private static void limitsHold(ChannelEnd end) {
    assertThat(end.offered).hasSizeLessThanOrEqualTo(ChannelLimits.DEFAULT.maxChannels());
    assertThat(end.association.bufferedBytes())
        .isLessThanOrEqualTo(AssociationOptions.DEFAULT.sendBufferBytes());
  }

  /// However it stands after all that, an hour later it has come to rest: it has ended, or it has
  /// nothing left to do but ask whether the peer is there.
  private void endsOrLives(ChannelEnd victim) {
    int packets = 0;
    for (int i = 0; i < 600; i++) {
      nowNanos += 6_000 * MILLISECOND;
      packets += victim.crank(nowNanos).size();
    }
    assertThat(packets).isLessThan(50_000);
    victim.association.abort("enough", nowNanos);
    victim.crank(nowNanos);
    assertThat(victim.hasEnded()).isTrue();
  }

  private static byte[] mutated(List<byte[]> corpus, SplittableRandom random) {
    byte[] packet = corpus.get(random.nextInt(corpus.size())).clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int body = packet.length - HEADER_BYTES;
      if (body < 8) {
        break;
      }
      int at = HEADER_BYTES + random.nextInt(body);
      switch (random.nextInt(6)) {
        case 0 -> packet[at] = (byte) random.nextInt(256);
        case 1 -> packet[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> packet = Arrays.copyOf(packet, HEADER_BYTES + random.nextInt(body));
        case 3 -> packet[HEADER_BYTES] = (byte) random.nextInt(256);
        case 4 -> packet[HEADER_BYTES + random.nextInt(8)] = (byte) (random.nextInt(3) - 1);
        default -> packet = spliced(packet, corpus.get(random.nextInt(corpus.size())));
      }
    }
    return withChecksum(packet);
  }

  /// The chunks of one packet behind those of another.
  private static byte[] spliced(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length - HEADER_BYTES);
    System.arraycopy(second, HEADER_BYTES, both, first.length, second.length - HEADER_BYTES);
    return both;
  }

  private static byte[] withChecksum(byte[] packet) {
    if (packet.length >= HEADER_BYTES) {
      ByteBuffer view = ByteBuffer.wrap(packet).order(ByteOrder.LITTLE_ENDIAN);
      view.putInt(CHECKSUM_OFFSET, 0);
      CRC32C checksum = new CRC32C();
      checksum.update(packet);
      view.putInt(CHECKSUM_OFFSET, (int) checksum.getValue());
    }
    return packet;
  }

  /// DCEP and messages that no honest peer sends, over an association that works.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void mutatedChannelMessages(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ChannelEnd victim = new ChannelEnd(StreamParity.EVEN, random.split());
    Association peer = new Association(AssociationOptions.DEFAULT, random.split(), new Deaf());
    peer.associate(0);
    for (int round = 0; round < 600; round++) {
      nowNanos += 5 * MILLISECOND;
      for (int i = random.nextInt(6); i > 0; i--) {
        sendNonsense(peer, random);
      }
      if (random.nextInt(10) == 0) {
        victim.talk(random, nowNanos);
        peer.resetStreams(List.of(random.nextInt(16)), nowNanos);
      }
      exchange(peer, packet -> victim.receive(packet, nowNanos));
      for (byte[] packet : victim.crank(nowNanos)) {
        peer.receive(ByteBuffer.wrap(packet), nowNanos);
        peer.onBatchEnd(nowNanos);
      }
      limitsHold(victim);
    }
    assertThat(victim.isEstablished()).isTrue();
    assertThat(victim.hasEnded()).isFalse();
    assertThat(victim.engine.droppedMessages()).isPositive();
  }

  private void sendNonsense(Association peer, SplittableRandom random) {
    int[] payloadProtocols = {50, 50, 50, 51, 52, 53, 54, 56, 57, 0, random.nextInt()};
    int streamId = random.nextInt(10) == 0 ? random.nextInt(65_536) : random.nextInt(16);
    byte[] content =
        switch (random.nextInt(3)) {
          case 0 -> new byte[] {(byte) random.nextInt(5)};
          case 1 -> open(random);
          default -> new byte[1 + random.nextInt(2_000)];
        };
    if (random.nextBoolean()) {
      content[random.nextInt(content.length)] = (byte) random.nextInt(256);
    }
    SendOptions options = random.nextBoolean() ? SendOptions.RELIABLE : SendOptions.UNORDERED;
    peer.send(
        streamId,
        payloadProtocols[random.nextInt(payloadProtocols.length)],
        options,
        ByteBuffer.wrap(content),
        nowNanos);
  }

  /// RFC 8832, section 5.1, with lengths that need not be true.
  private static byte[] open(SplittableRandom random) {
    int label = random.nextInt(20) == 0 ? 3_000 : random.nextInt(20);
    int protocol = random.nextInt(20);
    ByteBuffer message = ByteBuffer.allocate(12 + label + protocol);
    message.put((byte) 3).put((byte) (random.nextInt(8) == 0 ? random.nextInt(256) : 0));
    message.putShort((short) 256).putInt(random.nextInt(3) - 1);
    message.putShort((short) (label + (random.nextInt(8) == 0 ? 1 : 0))).putShort((short) protocol);
    byte[] bytes = message.array();
    for (int i = 12; i < bytes.length; i++) {
      bytes[i] = (byte) random.nextInt(random.nextInt(30) == 0 ? 256 : 128);
    }
    return bytes;
  }

  private void exchange(Association peer, Consumer<byte[]> deliver) {
    if (peer.deadlineNanos() <= nowNanos) {
      peer.onTimeout(nowNanos);
    }
    ByteBuffer packet = ByteBuffer.allocate(16_384);
    while (peer.pollPacket(packet, nowNanos)) {
      deliver.accept(Arrays.copyOf(packet.array(), packet.position()));
      packet.clear();
    }
    while (peer.pollEvent() != null) {
      packet.clear();
    }
  }

  /// Hears nothing.
  private static final class Deaf implements MessageHandler {
    @Override
    public void onMessage(
        int streamId,
        int payloadProtocolId,
        SendOptions.Ordering ordering,
        ByteBuffer payload,
        long nowNanos) {}

    @Override
    public void onMessageReleased(int streamId, ByteBuffer message) {}
  }
}
