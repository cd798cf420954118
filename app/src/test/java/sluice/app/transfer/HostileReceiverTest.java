package sluice.app.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A receiver that breaks the rules: the sender ends with 12, and never sends what was not offered, accepted and
/// granted.
class HostileReceiverTest {
  private static final String HELLO =
      "{\"type\":\"hello\",\"role\":\"receiver\",\"versions\":[1],\"features\":[],"
          + "\"maxEntries\":100000,\"maxMessageBytes\":65536}";
  private static final String JUDGED = "{\"type\":\"judged\",\"entries\":2}";
  private static final String ACCEPT = "{\"type\":\"accept\"}";

  private static String credit(long entries, long bytes) {
    return "{\"type\":\"credit\",\"entries\":" + entries + ",\"bytes\":" + bytes + "}";
  }

  private static final class Victim {
    final SimulatedSource disk =
        new SimulatedSource(
            List.of(SimulatedSource.contents(10, 1), SimulatedSource.contents(200_000, 2)));
    final SendEngine engine = new SendEngine(new SendOptions(Limits.MESSAGE_BYTES, Hashes.RANGES));
    final List<String> said = new ArrayList<>();
    long cost;
    @Nullable TransferEnd end;

    Victim control(String text) {
      engine.onControl(text);
      return drain();
    }

    Victim drain() {
      boolean moved = true;
      while (moved) {
        moved = false;
        engine.onDataRoom(1 << 20);
        for (SendCommand next = engine.poll(); next != null; next = engine.poll()) {
          moved = true;
          switch (next) {
            case SendCommand.SendControl(String text) -> said.add(text);
            case SendCommand.SendData(ByteBuffer message) ->
                cost += DataHeader.cost(message.remaining());
            case SendCommand.Disk(SourceCommand work) -> disk.take(work);
            case SendCommand.Tell tell -> {}
            case SendCommand.Ended(TransferEnd ended) -> end = ended;
          }
        }
        while (!disk.isIdle()) {
          SourceResult result = disk.answer();
          if (result != null) {
            engine.onDisk(result);
          }
          moved = true;
        }
      }
      return this;
    }

    void assertRefused() {
      assertThat(end).isNotNull();
      assertThat(end.exitCode()).isEqualTo(12);
      assertThat(said.getLast()).contains("\"protocol\"");
    }
  }

  private static Victim sending(long bytes) {
    Victim victim = new Victim().control(HELLO).control(credit(10, 0));
    return victim.control(JUDGED).control(ACCEPT).control(credit(10, bytes));
  }

  @Test
  void noEntryBeforeItIsGranted() {
    Victim victim = new Victim().control(HELLO);
    assertThat(victim.said).noneMatch(text -> text.contains("\"entries\":["));
    victim.control(credit(1, 0));
    assertThat(victim.said).filteredOn(text -> text.contains("\"entries\":[")).hasSize(1);
    assertThat(victim.said).noneMatch(text -> text.contains("\"last\":true"));
    victim.control(credit(2, 0));
    assertThat(victim.said.getLast()).contains("\"last\":true");
  }

  @Test
  void noByteBeforeItIsGranted() {
    for (long bytes : new long[] {0, 531, 532, 1_000, 66_047, 66_048, 100_000, 200_000}) {
      Victim victim = sending(bytes);
      assertThat(victim.cost).isLessThanOrEqualTo(bytes);
      assertThat(victim.end).isNull();
    }
    assertThat(sending(1L << 30).cost).isGreaterThan(200_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"accept\"}",
        "{\"type\":\"decline\"}",
        "{\"type\":\"credit\",\"entries\":9,\"bytes\":1000000000}",
        "{\"type\":\"credit\",\"entries\":10,\"bytes\":1}",
        "{\"type\":\"credit\",\"entries\":10,\"bytes\":9007199254740993}",
        "{\"type\":\"skip\",\"ranges\":[[2,2]]}",
        "{\"type\":\"skip\",\"ranges\":[]}",
        "{\"type\":\"skip\",\"ranges\":[[1,0]]}",
        "{\"type\":\"skip\",\"ranges\":[[0,2147483647]]}",
        "{\"type\":\"judged\",\"entries\":1}",
        "{\"type\":\"judged\",\"entries\":3}",
        "{\"type\":\"skip\",\"ranges\":[[\"0\",1]]}",
        "{\"type\":\"stored\",\"ranges\":[[7,7]]}",
        "{\"type\":\"stored\",\"ranges\":[[0,7]]}",
        "{\"type\":\"progress\",\"written\":5,\"durable\":6}",
        "{\"type\":\"progress\",\"written\":999999999,\"durable\":6}",
        "{\"type\":\"done\",\"entries\":2,\"bytes\":200010}",
        "{\"type\":\"done\",\"entries\":0,\"bytes\":0}",
        "{\"type\":\"bye\"}",
        "{\"type\":\"offer\"}",
        "{\"type\":\"entries\",\"entries\":[],\"last\":true}",
        "{\"type\":\"error\"}"
      })
  void messagesThatCannotBe(String text) {
    sending(1L << 20).control(text).assertRefused();
  }

  @Test
  void storedTwice() {
    String stored = "{\"type\":\"stored\",\"ranges\":[[0,0]]}";
    Victim victim = sending(1L << 20).control(stored);
    assertThat(victim.end).isNull();
    victim.control(stored).assertRefused();
  }

  @Test
  void storedBeforeItWasSent() {
    sending(0).control("{\"type\":\"stored\",\"ranges\":[[0,0]]}").assertRefused();
  }

  @Test
  void doneIsBelievedOnlyWithAStoredForEachFile() {
    Victim victim =
        sending(1L << 20)
            .control("{\"type\":\"stored\",\"ranges\":[[0,0]]}")
            .control("{\"type\":\"stored\",\"ranges\":[[1,1]]}")
            .control("{\"type\":\"done\",\"entries\":2,\"bytes\":200010}");
    assertThat(victim.end).isInstanceOf(TransferEnd.Done.class);
    assertThat(victim.said.getLast()).isEqualTo("{\"type\":\"bye\"}");
  }

  @Test
  void aFileSkippedInTheMiddleIsAbandoned() {
    Victim victim = sending(70_000);
    victim.control("{\"type\":\"skip\",\"ranges\":[[1,1]],\"reason\":\"enough\"}");
    victim.control(credit(10, 1L << 20));
    assertThat(victim.cost).isLessThan(75_000);
    victim
        .control("{\"type\":\"stored\",\"ranges\":[[0,0]]}")
        .control("{\"type\":\"done\",\"entries\":1,\"bytes\":10}");
    assertThat(victim.end).isInstanceOf(TransferEnd.Done.class);
    assertThat(victim.end.summary().filesSkipped()).isEqualTo(1);
  }

  @Test
  void aReceiverThatTakesFewerFiles() {
    Victim victim = new Victim().control(HELLO.replace("100000", "1"));
    assertThat(victim.end).isNotNull();
    assertThat(victim.end.exitCode()).isEqualTo(2);
  }

  @Test
  void anErrorOfALaterVersion() {
    Victim victim =
        sending(0).control("{\"type\":\"error\",\"code\":\"moon\",\"message\":\"\\u001b[2J\"}");
    assertThat(victim.end).isInstanceOf(TransferEnd.Failed.class);
    assertThat(victim.end.exitCode()).isEqualTo(9);
    TransferFailure failure = ((TransferEnd.Failed) victim.end).failure();
    assertThat(failure.sentence()).contains("\\u{1b}").doesNotContain("\u001b");
  }
}
