package sluice.app.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Random damage, in any state: no exception leaves an engine, both ends come to an end, and no wrong file is stored.
class MutatedMessageTest {
  private static final List<byte[]> FILES =
      List.of(
          SimulatedSource.contents(70_000, 1),
          SimulatedSource.contents(1_100_000, 2),
          SimulatedSource.contents(0, 3));

  private static ByteBuffer mutate(ByteBuffer message, SplittableRandom random) {
    byte[] bytes = new byte[message.remaining()];
    message.get(bytes);
    return switch (random.nextInt(4)) {
      case 0 -> {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        yield ByteBuffer.wrap(bytes);
      }
      case 1 -> {
        // The header, where nearly all of the meaning is.
        bytes[random.nextInt(Math.min(bytes.length, 20))] = (byte) random.nextInt();
        yield ByteBuffer.wrap(bytes);
      }
      case 2 -> ByteBuffer.wrap(bytes, 0, random.nextInt(bytes.length)).slice();
      default -> {
        random.nextBytes(bytes);
        yield ByteBuffer.wrap(bytes, 0, random.nextInt(bytes.length)).slice();
      }
    };
  }

  @Test
  void dataMessages() {
    int refused = 0;
    for (long seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int victim = random.nextInt(25);
      int[] count = {0};
      SimulatedTransfer transfer = new SimulatedTransfer(seed, FILES);
      transfer.tap = message -> count[0]++ == victim ? mutate(message, random) : message;
      transfer.run();
      for (int id = 0; id < FILES.size(); id++) {
        byte[] stored = transfer.destination.stored.get(FileName.of("file " + id));
        assertThat(stored == null || SimulatedSource.same(stored, FILES.get(id))).isTrue();
      }
      if (transfer.receiverExit() == 12) {
        refused++;
        assertThat(transfer.senderExit()).isEqualTo(12);
      } else {
        // What is left: a flipped flag that says "changed", or a reason that was swapped for
        // another.
        assertThat(transfer.receiverExit()).isIn(0, 13);
      }
      assertThat(transfer.destination.partCount()).isZero();
    }
    assertThat(refused).isGreaterThan(200);
  }

  private static HostileSenderTest.Victim renewed(long seconds) {
    byte[] renewal = ByteBuffer.allocate(20).putLong(10).putLong(seconds).putInt(0).array();
    return HostileSenderTest.accepted().data(DataHeader.START, DataHeader.RENEWED, 0, 0, renewal);
  }

  /// The least number has no absolute value to be compared.
  @Test
  void timesThatNoFileHas() {
    assertThat(renewed(-1).end).isNull();
    for (long seconds : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, 1L << 53, -(1L << 53)}) {
      renewed(seconds).assertRefused();
    }
  }

  @Test
  void lostDataMessages() {
    for (int lost = 0; lost < 25; lost++) {
      int victim = lost;
      int[] count = {0};
      SimulatedTransfer transfer = new SimulatedTransfer(lost, FILES);
      transfer.tap = message -> count[0]++ == victim ? null : message;
      transfer.run();
      if (transfer.receiverEnd == null) {
        // The last message: nothing comes after it that could show the gap. The connection would
        // have to break.
        transfer.cut();
        transfer.run();
        assertThat(transfer.receiverExit()).isEqualTo(7);
      } else if (count[0] > victim) {
        assertThat(transfer.receiverExit()).isEqualTo(12);
      }
    }
  }

  @Test
  void controlMessages() {
    SplittableRandom random = new SplittableRandom(1);
    String[] corpus = {
      "{\"type\":\"hello\",\"role\":\"sender\",\"versions\":[1],\"features\":[\"trees\"],"
          + "\"maxEntries\":100000,\"maxMessageBytes\":65536}",
      "{\"type\":\"hello\",\"role\":\"receiver\",\"versions\":[1],\"features\":[\"trees\"],"
          + "\"maxEntries\":100000,\"maxMessageBytes\":65536}",
      "{\"type\":\"offer\",\"sha256\":false}",
      "{\"type\":\"totals\",\"entries\":1,\"files\":1,\"roots\":1,\"bytes\":1}",
      "{\"type\":\"judged\",\"entries\":1}",
      "{\"type\":\"entries\",\"entries\":[{\"id\":0,\"type\":\"file\",\"name\":\"a\",\"size\":1,"
          + "\"mtimeSeconds\":1,\"mtimeNanos\":2,\"mode\":420}],\"last\":true}",
      "{\"type\":\"credit\",\"entries\":10,\"bytes\":100000}",
      "{\"type\":\"accept\",\"sha256\":true}",
      "{\"type\":\"skip\",\"ranges\":[[0,0]],\"reason\":\"x\"}",
      "{\"type\":\"stored\",\"ranges\":[[0,0]],\"names\":[{\"id\":0,\"name\":\"b\"}]}",
      "{\"type\":\"error\",\"code\":\"disk-full\",\"id\":0,\"message\":\"m\"}"
    };
    for (int round = 0; round < 20_000; round++) {
      HostileSenderTest.Victim receiver = new HostileSenderTest.Victim();
      SimulatedSource disk = new SimulatedSource(List.of(new byte[1]));
      SendEngine sender = new SendEngine(new SendOptions(Limits.MESSAGE_BYTES, Hashes.RANGES));
      int length = 1 + random.nextInt(6);
      for (int i = 0; i < length; i++) {
        String text = mutate(corpus[random.nextInt(corpus.length)], random);
        receiver.control(text);
        sender.onControl(text);
        drain(sender, disk);
      }
    }
  }

  private static void drain(SendEngine sender, SimulatedSource disk) {
    sender.onDataRoom(1 << 20);
    for (SendCommand next = sender.poll(); next != null; next = sender.poll()) {
      if (next instanceof SendCommand.Disk(SourceCommand work)) {
        disk.take(work);
        SourceResult result = disk.answer();
        if (result != null) {
          sender.onDisk(result);
        }
      }
    }
  }

  private static String mutate(String text, SplittableRandom random) {
    StringBuilder mutated = new StringBuilder(text);
    int at = random.nextInt(text.length());
    switch (random.nextInt(7)) {
      case 0 -> mutated.setCharAt(at, (char) random.nextInt(65_536));
      case 1 -> mutated.deleteCharAt(at);
      case 2 -> mutated.insert(at, "[{\"");
      case 3 -> mutated.setLength(at);
      case 4 -> {
        byte[] noise = new byte[random.nextInt(40)];
        random.nextBytes(noise);
        mutated.insert(at, new String(noise, StandardCharsets.UTF_8));
      }
      default -> {
        // As it is, but perhaps out of place.
      }
    }
    return mutated.toString();
  }
}
