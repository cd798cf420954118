package sluice.transport.sctp;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// SACKs at the sender of a busy association: one whose gap blocks all stood in the one before, which is what most are
/// on a lossy path; and a whole turn without loss, up to 64 packets (as pacing lets) sent, received and acknowledged.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SackBenchmark {
  private static final int PACKETS = 64;
  private static final int LOSE_ONE_OF = 8;

  /// Packets on the way when the repeated SACK is made, if the window lets so many.
  @Param({"64", "2048"})
  int flightPackets;

  private final ByteBuffer packet = ByteBuffer.allocate(16_384);
  private final ByteBuffer[] wire = new ByteBuffer[PACKETS];
  private final ByteBuffer message = ByteBuffer.allocate(65_536);
  private Association sender;
  private Association receiver;
  private Association waiting;
  private ByteBuffer sack;
  private long nowNanos;

  @Setup
  public void prepare() {
    for (int i = 0; i < PACKETS; i++) {
      wire[i] = ByteBuffer.allocate(16_384);
    }
    sender = association(1);
    receiver = association(2);
    sender.associate(0);
    turns(sender, receiver, 10_000);
    waiting = association(3);
    Association far = association(4);
    waiting.associate(0);
    turns(waiting, far, 10_000);
    lose(far);
  }

  private static Association association(long seed) {
    return new Association(
        AssociationOptions.DEFAULT.withPackets(1_191, 1_191),
        new SplittableRandom(seed),
        new MessageHandler() {
          @Override
          public void onMessage(
              int streamId,
              int payloadProtocolId,
              SendOptions.Ordering ordering,
              ByteBuffer payload,
              long at) {}

          @Override
          public void onMessageReleased(int streamId, ByteBuffer released) {}
        });
  }

  private void turns(Association from, Association to, int count) {
    for (int i = 0; i < count; i++) {
      turn(from, to);
    }
  }

  private long turn(Association from, Association to) {
    nowNanos += 200_000;
    while (from.bufferedBytes() < 4L << 20
        && from.send(1, 53, SendOptions.RELIABLE, message.clear(), nowNanos)
            == SendResult.QUEUED) {}
    pass(from, to);
    pass(to, from);
    return from.bufferedBytes();
  }

  private void pass(Association from, Association to) {
    if (from.deadlineNanos() <= nowNanos) {
      from.onTimeout(nowNanos);
    }
    int count = 0;
    while (count < PACKETS && from.pollPacket(wire[count].clear(), nowNanos)) {
      wire[count++].flip();
    }
    for (int i = 0; i < count; i++) {
      to.receive(wire[i], nowNanos);
    }
    to.onBatchEnd(nowNanos);
    while (from.pollEvent() != null) {}
  }

  /// Sends a flight of which the far end gets all but one in eight, and keeps the acknowledgement.
  private void lose(Association far) {
    long patienceNanos = nowNanos + 1_000_000_000;
    for (int sent = 0; sent < flightPackets && nowNanos < patienceNanos; ) {
      nowNanos += 1_000;
      if (waiting.pollPacket(packet.clear(), nowNanos)) {
        packet.flip();
        if (sent++ % LOSE_ONE_OF != 0) {
          far.receive(packet, nowNanos);
        }
      }
    }
    far.onBatchEnd(nowNanos);
    sack = ByteBuffer.allocate(16_384);
    if (!far.pollPacket(sack, nowNanos)) {
      throw new IllegalStateException("no SACK");
    }
    sack.flip();
    waiting.receive(sack.duplicate(), nowNanos);
  }

  @Benchmark
  public long repeatedGapBlocks() {
    waiting.receive(sack.rewind(), nowNanos);
    return waiting.bufferedBytes();
  }

  @Benchmark
  public long turnOf64Packets() {
    return turn(sender, receiver);
  }
}
