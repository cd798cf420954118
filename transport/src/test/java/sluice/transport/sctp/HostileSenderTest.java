package sluice.transport.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sluice.transport.sctp.packet.ChunkHeader;
import sluice.transport.sctp.packet.DataChunk;
import sluice.transport.sctp.packet.ForwardTsnChunk;
import sluice.transport.sctp.receive.DataReceiver;

/// A sender that ignores the window, sends chunks of a byte with gaps, never ends a message, or jumps about: what we
/// hold stays within the window.
class HostileSenderTest {
  private static final int WINDOW = 1 << 20;
  private static final int MAX_MESSAGE = 256 << 10;

  private final ByteBuffer packet = ByteBuffer.allocate(70_000);
  private DataReceiver receiver = receiver();

  private DataReceiver receiver() {
    return new DataReceiver(
        0,
        65_535,
        WINDOW,
        MAX_MESSAGE,
        100_000_000L,
        (stream, protocol, unordered, payload) -> receiver.retain(payload.remaining()));
  }

  @BeforeEach
  void begin() {
    receiver = receiver();
  }

  @Test
  void tinyChunksWithGaps() {
    for (int tsn = 1; tsn < 200_000; tsn += 2) {
      data(tsn, DataChunk.BEGINNING | DataChunk.ENDING, tsn % 65_000, 5, 1);
    }
    assertThat(receiver.heldBytes()).isLessThanOrEqualTo(WINDOW).isGreaterThan(WINDOW / 2);
    assertThat(receiver.openBytes()).isNotNegative();
  }

  @Test
  void anEndlessMessageAboveAGap() {
    for (int tsn = 1; tsn < 5_000; tsn++) {
      data(tsn, 0, 1, 0, 60_000);
    }
    assertThat(receiver.heldBytes()).isLessThanOrEqualTo(WINDOW);
  }

  @Test
  void wholeMessagesThatTheApplicationKeeps() {
    for (int tsn = 0; tsn < 5_000; tsn++) {
      data(tsn, DataChunk.BEGINNING | DataChunk.ENDING, 1, tsn, 50_000);
    }
    assertThat(receiver.openBytes()).isZero();
    assertThat(receiver.deliveredBytes()).isLessThanOrEqualTo(WINDOW + MAX_MESSAGE);
  }

  @Test
  void anythingAtRandom() {
    SplittableRandom random = new SplittableRandom(4);
    for (int round = 0; round < 40; round++) {
      begin();
      for (int i = 0; i < 5_000; i++) {
        int tsn = random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(2_000);
        if (random.nextInt(50) == 0) {
          receiver.onForwardTsn(
              new ForwardTsnChunk(
                  tsn,
                  java.util.List.of(
                      new ForwardTsnChunk.SkippedStream(random.nextInt(5), random.nextInt(70)))));
        } else {
          data(
              tsn,
              random.nextInt(16),
              random.nextInt(5),
              random.nextInt(70),
              random.nextInt(1, 9_000));
        }
        receiver.onPacketEnd(i);
        assertThat(receiver.heldBytes()).isBetween(0, WINDOW + MAX_MESSAGE);
        packet.clear().limit(1500);
        receiver.writeSack(packet);
      }
    }
  }

  private void data(int tsn, int flags, int stream, int ssn, int bytes) {
    packet.clear();
    DataChunk.writeHeader(packet, flags, tsn, stream, ssn, 53, bytes);
    assertThat(ChunkHeader.lengthBytes(packet, 0)).isEqualTo(16 + bytes);
    receiver.onData(packet, 0);
  }
}
