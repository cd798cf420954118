package sluice.signaling.ws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sluice.signaling.wire.WireLimits;

/// Datagrams packed into binary messages, and taken apart again.
final class DatagramQueueTest {
  private final DatagramQueue queue = new DatagramQueue();

  private static ByteBuffer datagram(int number, int length) {
    return ByteBuffer.allocate(length).putInt(0, number);
  }

  private List<ByteBuffer> rest() {
    List<ByteBuffer> datagrams = new ArrayList<>();
    ByteBuffer message;
    while ((message = queue.next()) != null) {
      assertThat(message.remaining()).isLessThanOrEqualTo(WireLimits.MAX_FORWARDED_BYTES);
      DatagramQueue.split(
          message,
          part -> datagrams.add(ByteBuffer.allocate(part.remaining()).put(part.slice()).flip()));
    }
    return datagrams;
  }

  @Test
  void severalShareAMessageAndComeOutAsTheyWere() {
    List<ByteBuffer> sent = new ArrayList<>();
    for (int number = 0; number < 40; number++) {
      sent.add(datagram(number, 4 + 37 * number));
      queue.add(sent.getLast().duplicate());
    }
    assertThat(rest()).isEqualTo(sent);
    assertThat(queue.waitingBytes()).isZero();
  }

  @Test
  void theOldestAreDroppedWhenNothingLeaves() {
    for (int number = 0; number < 1000; number++) {
      queue.add(datagram(number, 1000));
      assertThat(queue.waitingBytes()).isLessThanOrEqualTo(DatagramQueue.MAX_WAITING_BYTES);
    }
    List<ByteBuffer> left = rest();
    assertThat(left.getLast().getInt(0)).isEqualTo(999);
    assertThat(left.getFirst().getInt(0)).isEqualTo(1000 - left.size());
  }

  @Test
  void tinyOnesCostMoreThanTheirBytes() {
    for (int number = 0; number < 100_000; number++) {
      queue.add(ByteBuffer.allocate(1));
      assertThat(queue.waiting())
          .isLessThanOrEqualTo(DatagramQueue.MAX_WAITING_BYTES / DatagramQueue.OVERHEAD_BYTES);
    }
    assertThat(queue.waitingBytes()).isEqualTo(queue.waiting() * 3);
  }

  @Test
  void noiseIsTakenApartAsFarAsItGoes() {
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 10_000; round++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      DatagramQueue.split(
          ByteBuffer.wrap(noise),
          part -> assertThat(part.remaining()).isBetween(1, WireLimits.MAX_DATAGRAM_BYTES));
    }
  }
}
