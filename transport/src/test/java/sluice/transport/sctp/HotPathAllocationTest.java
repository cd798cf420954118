package sluice.transport.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Neither sending nor receiving allocates for a packet, with losses as without.
class HotPathAllocationTest {
  private static final int PACKETS = 64;

  private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();
  private final ByteBuffer[] wire = new ByteBuffer[PACKETS];
  private long received;
  private long nowNanos;

  @Test
  void nothingPerPacketWithoutLoss() {
    assertThat(allocatedPerPacket(0)).isLessThan(1.0);
  }

  @Test
  void nothingPerPacketWithLoss() {
    assertThat(allocatedPerPacket(50)).isLessThan(2.0);
  }

  private double allocatedPerPacket(int loseOneOf) {
    for (int i = 0; i < PACKETS; i++) {
      wire[i] = ByteBuffer.allocate(2_000);
    }
    for (int i = 0; i < 60; i++) {
      free.push(ByteBuffer.allocate(16_000));
    }
    Association sender =
        new Association(AssociationOptions.DEFAULT, new SplittableRandom(1), handler());
    Association receiver =
        new Association(AssociationOptions.DEFAULT, new SplittableRandom(2), handler());
    sender.associate(0);
    SplittableRandom random = new SplittableRandom(3);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    turn(sender, receiver, 20_000, loseOneOf, random);
    long packets = sender.statistics().packetsSent() + receiver.statistics().packetsSent();
    long before = threads.getCurrentThreadAllocatedBytes();
    turn(sender, receiver, 50_000, loseOneOf, random);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    packets = sender.statistics().packetsSent() + receiver.statistics().packetsSent() - packets;
    assertThat(packets).isGreaterThan(40_000);
    assertThat(received).isPositive();
    return (double) allocated / packets;
  }

  private void turn(
      Association sender, Association receiver, int turns, int loseOneOf, SplittableRandom random) {
    for (int i = 0; i < turns; i++) {
      nowNanos += 200_000;
      while (!free.isEmpty()) {
        ByteBuffer message = free.peek();
        if (sender.send(1, 53, SendOptions.RELIABLE, message, nowNanos) != SendResult.QUEUED) {
          break;
        }
        free.pop();
      }
      pass(sender, receiver, loseOneOf, random);
      pass(receiver, sender, 0, random);
    }
  }

  private void pass(Association from, Association to, int loseOneOf, SplittableRandom random) {
    if (from.deadlineNanos() <= nowNanos) {
      from.onTimeout(nowNanos);
    }
    int count = 0;
    while (count < PACKETS && from.pollPacket(wire[count].clear(), nowNanos)) {
      wire[count].flip();
      count++;
    }
    for (int i = 0; i < count; i++) {
      if (loseOneOf == 0 || random.nextInt(loseOneOf) != 0) {
        to.receive(wire[i], nowNanos);
      }
    }
    to.onBatchEnd(nowNanos);
    while (from.pollEvent() != null) {
      received++;
    }
  }

  private MessageHandler handler() {
    return new MessageHandler() {
      @Override
      public void onMessage(
          int streamId,
          int payloadProtocolId,
          SendOptions.Ordering ordering,
          ByteBuffer payload,
          long at) {
        received += payload.remaining();
      }

      @Override
      public void onMessageReleased(int streamId, ByteBuffer message) {
        free.push(message);
      }
    };
  }
}
