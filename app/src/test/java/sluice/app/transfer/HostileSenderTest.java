package sluice.app.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A sender that breaks the rules: the receiver ends with 12, removes what it had begun, and says why.
class HostileSenderTest {
  private static final String HELLO =
      "{\"type\":\"hello\",\"role\":\"sender\",\"versions\":[1],\"features\":[\"trees\"],"
          + "\"maxEntries\":100000,\"maxMessageBytes\":65536}";

  /// A receiver whose user says yes to everything, with what it does.
  static final class Victim {
    final ReceiveEngine engine =
        new ReceiveEngine(new ReceiveOptions(ConflictPolicy.FAIL, Hashes.RANGES));
    final SimulatedDestination disk = new SimulatedDestination();
    final List<String> said = new ArrayList<>();
    boolean diskStalls;
    @Nullable TransferEnd end;

    Victim() {
      drain();
    }

    Victim control(String text) {
      engine.onControl(text);
      drain();
      return this;
    }

    Victim data(int kind, int flags, int id, long offset, byte[] payload) {
      ByteBuffer message = ByteBuffer.allocate(DataHeader.BYTES + payload.length);
      DataHeader.write(message, kind, flags, id, offset, payload.length);
      return data(message.put(payload).flip());
    }

    Victim data(ByteBuffer message) {
      engine.onData(message);
      drain();
      return this;
    }

    void drain() {
      boolean moved = true;
      while (moved) {
        moved = false;
        for (ReceiveCommand next = engine.poll(); next != null; next = engine.poll()) {
          moved = true;
          switch (next) {
            case ReceiveCommand.SendControl(String text) -> said.add(text);
            case ReceiveCommand.Disk(DestinationCommand work) -> disk.take(work);
            case ReceiveCommand.AskOffer ask -> engine.accept();
            case ReceiveCommand.AskConflict ask ->
                engine.resolve(ask.entry().id(), ConflictPolicy.SKIP);
            case ReceiveCommand.Tell tell -> {}
            case ReceiveCommand.Ended(TransferEnd ended) -> end = ended;
          }
        }
        while (!disk.isIdle() && (!diskStalls || disk.closed)) {
          DestinationResult result = disk.answer();
          if (result != null) {
            engine.onDisk(result, 0);
          }
          moved = true;
        }
      }
    }

    void assertRefused() {
      assertThat(end).isNotNull();
      assertThat(end.exitCode()).isEqualTo(12);
      assertThat(said.getLast()).contains("\"error\"").contains("\"protocol\"");
      assertThat(disk.closed).isTrue();
      assertThat(disk.partCount()).isZero();
    }
  }

  private static String entry(int id, long size) {
    return "{\"id\":" + id + ",\"type\":\"file\",\"name\":\"n" + id + "\",\"size\":" + size + "}";
  }

  /// Has the name of entry 0.
  private static String twin(int id) {
    return entry(id, 0).replace("n" + id, "n0");
  }

  private static String entries(boolean last, String... entries) {
    return "{\"type\":\"entries\",\"last\":"
        + last
        + ",\"entries\":["
        + String.join(",", entries)
        + "]}";
  }

  private static final String OFFER = "{\"type\":\"offer\",\"sha256\":false}";

  private static String totals(long files, long bytes) {
    return "{\"type\":\"totals\",\"entries\":"
        + files
        + ",\"files\":"
        + files
        + ",\"roots\":"
        + files
        + ",\"bytes\":"
        + bytes
        + "}";
  }

  /// Two files of 10 and 0 bytes have been accepted.
  static Victim accepted() {
    Victim victim = new Victim();
    victim
        .control(HELLO)
        .control(OFFER)
        .control(totals(2, 10))
        .control(entries(true, entry(0, 10), entry(1, 0)));
    assertThat(victim.said).anyMatch(text -> text.contains("\"accept\""));
    return victim;
  }

  @Test
  void theTestsOwnSenderIsGoodWhenItWantsTo() {
    byte[] ten = new byte[10];
    HashValue128 hash = Hashing.xxh3_128().hashBytesTo128Bits(ten);
    ByteBuffer hashBytes = ByteBuffer.allocate(16);
    hashBytes.putLong(hash.getMostSignificantBits()).putLong(hash.getLeastSignificantBits());
    Victim victim =
        accepted()
            .data(DataHeader.START, 0, 0, 0, new byte[0])
            .data(DataHeader.BYTES_OF_FILE, 0, 0, 0, ten)
            .data(DataHeader.RANGE_HASH, 0, 0, 0, hashBytes.array())
            .data(DataHeader.END, 0, 0, 10, new byte[0])
            .data(DataHeader.START, 0, 1, 0, new byte[0])
            .data(DataHeader.END, 0, 1, 0, new byte[0])
            .control("{\"type\":\"bye\",\"from\":\"the future\"}");
    assertThat(victim.end).isNotNull();
    assertThat(victim.end.exitCode()).isZero();
    assertThat(victim.disk.stored).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "[]",
        "{}",
        "null",
        "{\"type\":1}",
        "{\"type\":\"hello\"}",
        "{\"type\":\"hello\"",
        "{\"type\":\"cancel\"} {}",
        "{\"type\":\"cancel\",\"type\":\"bye\"}",
        "{\"type\":\"gift\"}",
        "{\"type\":\"offer\",\"files\":1,\"bytes\":1}",
        "{\"type\":\"credit\",\"entries\":1,\"bytes\":1}",
        "{\"type\":\"accept\"}",
        "{\"type\":\"bye\"}",
        "{\"type\":\"done\",\"files\":0,\"bytes\":0}",
        "{\"type\":\"hello\",\"role\":\"sender\",\"versions\":[],\"features\":[],"
            + "\"maxEntries\":1,\"maxMessageBytes\":65536}",
        "{\"type\":\"hello\",\"role\":\"king\",\"versions\":[1],\"features\":[],"
            + "\"maxEntries\":1,\"maxMessageBytes\":65536}",
        "{\"type\":\"hello\",\"role\":\"sender\",\"versions\":[1],\"features\":[],"
            + "\"maxEntries\":1,\"maxMessageBytes\":65537}",
        "{\"type\":\"hello\",\"role\":\"sender\",\"versions\":[-1],\"features\":[],"
            + "\"maxEntries\":1,\"maxMessageBytes\":65536}",
        "{\"type\":\"hello\",\"role\":\"sender\",\"versions\":[1],\"features\":[[[[[[[[[[]]]]]]]]]],"
            + "\"maxEntries\":1,\"maxMessageBytes\":65536}"
      })
  void insteadOfHello(String text) {
    new Victim().control(text).assertRefused();
  }

  @Test
  void deepNestingAndOversize() {
    String deep = "{\"type\":\"cancel\",\"x\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}";
    new Victim().control(deep).assertRefused();
    String unknown = "\"" + "x".repeat(2_000) + "\",";
    String large = "{\"type\":\"cancel\",\"x\":[" + unknown.repeat(40) + "1]}";
    new Victim().control(large).assertRefused();
    new Victim().control("{\"type\":\"cancel\",\"x\":" + "9".repeat(60_000) + "}").assertRefused();
  }

  @Test
  void anotherVersionOrTheSameRole() {
    for (String[] replacement : new String[][] {{"[1]", "[2,3]"}, {"\"sender\"", "\"receiver\""}}) {
      Victim victim = new Victim().control(HELLO.replace(replacement[0], replacement[1]));
      assertThat(victim.end).isNotNull();
      assertThat(victim.end.exitCode()).isEqualTo(12);
    }
  }

  @Test
  void secondHello() {
    new Victim().control(HELLO).control(HELLO).assertRefused();
  }

  @Test
  void manifestsThatLie() {
    List<Consumer<Victim>> lies =
        List.of(
            victim -> victim.control(entries(true, entry(0, 1))),
            victim -> victim.control(OFFER).control(OFFER),
            victim -> victim.control(totals(1, 1)),
            victim -> victim.control(OFFER).control(totals(0, 0)),
            victim -> victim.control(OFFER).control(totals(50_000_001, 1)),
            victim -> victim.control(OFFER).control(totals(1, 1L << 53)),
            victim -> victim.control(OFFER).control(totals(1, -1)),
            victim -> victim.control(OFFER).control(totals(1, 1)).control(totals(1, 1)),
            victim -> victim.control(OFFER).control(entries(true)),
            victim ->
                victim
                    .control(OFFER)
                    .control(totals(1, 5))
                    .control(entries(true, entry(0, 1L << 30))),
            victim ->
                victim.control(OFFER).control(totals(1, 5)).control(entries(true, entry(1, 5))),
            victim ->
                victim
                    .control(OFFER)
                    .control(totals(2, 5))
                    .control(entries(true, entry(0, 5), twin(1))),
            victim ->
                victim
                    .control(OFFER)
                    .control(totals(1, 5))
                    .control(entries(true, entry(0, 5)))
                    .control(entries(true, entry(1, 5))),
            victim -> victim.control(OFFER).control(totals(1, 5)).control(entries(false)),
            victim ->
                victim
                    .control(OFFER)
                    .control(totals(2, 5))
                    .control(entries(true, entry(0, 5), entry(0, 0))),
            victim ->
                victim
                    .control(OFFER)
                    .control(totals(1, 5))
                    .control(entries(true, entry(0, 5).replace("file", "device"))),
            victim ->
                victim
                    .control(OFFER)
                    .control(totals(1, 5))
                    .control(entries(true, entry(0, 5).replace("n0", "n".repeat(256)))),
            victim ->
                victim
                    .control(OFFER)
                    .control(totals(1, 5))
                    .control(entries(true, entry(0, 5).replace("n0", "\ud800"))),
            victim ->
                victim
                    .control(OFFER)
                    .control(totals(1, 5))
                    .control(
                        entries(
                            true, entry(0, 5).replace("\"name\":\"n0", "\"nameBase64\":\"bjA="))),
            victim ->
                victim
                    .control(OFFER)
                    .control(totals(2, 5))
                    .control(entries(true, entry(0, 5).replace("5", "9007199254740993"))));
    for (int i = 0; i < lies.size(); i++) {
      Victim victim = new Victim().control(HELLO);
      lies.get(i).accept(victim);
      assertThat(victim.end).as("lie %d", i).isNotNull();
      victim.assertRefused();
    }
  }

  /// Ten million entries are cut off at the credit, long before they could fill memory.
  @Test
  void endlessManifest() {
    Victim victim = new Victim().control(HELLO).control(OFFER);
    int sent = 0;
    while (victim.end == null && sent < 10_000_000) {
      String[] thousand = new String[1_000];
      for (int i = 0; i < thousand.length; i++) {
        thousand[i] = entry(sent, 0).replace("n" + sent, String.format("n%08d", sent));
        sent++;
      }
      victim.control(entries(false, thousand));
    }
    assertThat(sent).isLessThanOrEqualTo(Limits.ENTRY_WINDOW + 1_000);
    victim.assertRefused();
  }

  @Test
  void dataBeforeItWasAccepted() {
    new Victim().data(DataHeader.START, 0, 0, 0, new byte[0]).assertRefused();
    Victim victim = new Victim().control(HELLO).control(OFFER).control(totals(1, 1));
    victim.data(DataHeader.START, 0, 0, 0, new byte[0]).assertRefused();
  }

  @Test
  void dataOutOfOrder() {
    byte[] none = new byte[0];
    byte[] ten = new byte[10];
    byte[] hash = new byte[16];
    List<Consumer<Victim>> attacks =
        List.of(
            victim -> victim.data(DataHeader.START, 0, 2, 0, none),
            victim -> victim.data(DataHeader.START, 0, 1, 0, none),
            victim -> victim.data(DataHeader.START, 0, -1, 0, none),
            victim -> victim.data(DataHeader.START, 1, 0, 0, none),
            victim -> victim.data(DataHeader.START, 0, 0, 1, none),
            victim -> victim.data(DataHeader.START, 0, 0, 0, ten),
            victim -> victim.data(9, 0, 0, 0, none),
            victim -> victim.data(0, 0, 0, 0, none),
            victim -> victim.data(DataHeader.BYTES_OF_FILE, 0, 0, 0, ten),
            victim -> victim.data(DataHeader.END, 0, 0, 10, none),
            victim -> victim.data(DataHeader.RANGE_HASH, 0, 0, 0, hash),
            victim -> victim.data(DataHeader.ABANDON, 0, 0, 0, new byte[] {7}),
            victim -> victim.data(DataHeader.ABANDON, 0, 0, 0, new byte[] {6}),
            victim -> victim.data(DataHeader.ABANDON, 0, 0, 0, none),
            victim -> victim.data(DataHeader.ABANDON, 0, 1, 0, new byte[] {1}),
            victim -> victim.data(ByteBuffer.allocate(0)),
            victim -> victim.data(ByteBuffer.allocate(19)),
            victim -> victim.data(ByteBuffer.allocate(70_000)),
            victim -> victim.engine.onMisplaced());
    for (int i = 0; i < attacks.size(); i++) {
      Victim victim = accepted();
      attacks.get(i).accept(victim);
      victim.drain();
      assertThat(victim.end).as("attack %d", i).isNotNull();
      victim.assertRefused();
    }
  }

  @Test
  void dataOutOfOrderWithinAFile() {
    byte[] none = new byte[0];
    byte[] ten = new byte[10];
    List<Consumer<Victim>> attacks =
        List.of(
            victim -> victim.data(DataHeader.START, 0, 0, 0, none),
            victim -> victim.data(DataHeader.START, 0, 1, 0, none),
            victim -> victim.data(DataHeader.BYTES_OF_FILE, 0, 0, 1, ten),
            victim -> victim.data(DataHeader.BYTES_OF_FILE, 0, 0, 0, new byte[11]),
            victim -> victim.data(DataHeader.BYTES_OF_FILE, 0, 0, 0, none),
            victim -> victim.data(DataHeader.BYTES_OF_FILE, 0, 1, 0, ten),
            victim -> victim.data(DataHeader.END, 0, 0, 0, none),
            victim -> victim.data(DataHeader.END, 0, 0, 10, none),
            victim -> victim.data(DataHeader.RANGE_HASH, 0, 0, 0, new byte[16]),
            victim ->
                victim
                    .data(DataHeader.BYTES_OF_FILE, 0, 0, 0, ten)
                    .data(DataHeader.END, 0, 0, 10, none),
            victim ->
                victim
                    .data(DataHeader.BYTES_OF_FILE, 0, 0, 0, ten)
                    .data(DataHeader.RANGE_HASH, 0, 0, 1, new byte[16]),
            victim ->
                victim
                    .data(DataHeader.BYTES_OF_FILE, 0, 0, 0, new byte[5])
                    .data(DataHeader.BYTES_OF_FILE, 0, 0, 0, new byte[5]));
    for (int i = 0; i < attacks.size(); i++) {
      Victim victim = accepted().data(DataHeader.START, 0, 0, 0, none);
      attacks.get(i).accept(victim);
      assertThat(victim.end).as("attack %d", i).isNotNull();
      victim.assertRefused();
    }
  }

  @Test
  void aHashThatLies() {
    Victim victim =
        accepted()
            .data(DataHeader.START, 0, 0, 0, new byte[0])
            .data(DataHeader.BYTES_OF_FILE, 0, 0, 0, new byte[10])
            .data(DataHeader.RANGE_HASH, 0, 0, 0, new byte[16]);
    assertThat(victim.end).isNotNull();
    assertThat(victim.end.exitCode()).isEqualTo(12);
    assertThat(victim.said.getLast()).contains("hash-mismatch");
    assertThat(victim.disk.stored).isEmpty();
    assertThat(victim.disk.partCount()).isZero();
  }

  @Test
  void sha256ThatWasNotAskedFor() {
    accepted()
        .data(DataHeader.ABANDON, 0, 0, 0, new byte[] {1})
        .data(DataHeader.START, 0, 1, 0, new byte[0])
        .data(DataHeader.END, DataHeader.WITH_SHA256, 1, 0, new byte[32])
        .assertRefused();
  }

  /// While the disk stands still the sender may send what was granted, and not a message more.
  @Test
  void creditOverrun() {
    long size = 1L << 40;
    for (int payload : new int[] {1, 8}) {
      Victim victim = new Victim();
      victim
          .control(HELLO)
          .control(OFFER)
          .control(totals(1, size))
          .control(entries(true, entry(0, size)));
      victim.diskStalls = true;
      victim.data(DataHeader.START, 0, 0, 0, new byte[0]);
      long messageCost = DataHeader.cost(DataHeader.BYTES + payload);
      long cost = DataHeader.cost(DataHeader.BYTES);
      byte[] bytes = new byte[payload];
      for (long offset = 0; victim.end == null; offset += payload) {
        assertThat(cost).isLessThanOrEqualTo(Limits.BYTE_WINDOW);
        victim.data(DataHeader.BYTES_OF_FILE, 0, 0, offset, bytes);
        cost += messageCost;
      }
      assertThat(cost).isGreaterThan(Limits.BYTE_WINDOW);
      victim.assertRefused();
    }
  }

  @Test
  void nothingIsTakenAfterTheEnd() {
    Victim victim = accepted().control("x");
    victim.assertRefused();
    int said = victim.said.size();
    victim
        .control(HELLO)
        .control("{\"type\":\"cancel\"}")
        .data(DataHeader.START, 0, 0, 0, new byte[0]);
    victim.engine.cancel();
    victim.engine.accept();
    victim.engine.onClosed();
    victim.drain();
    assertThat(victim.said).hasSize(said);
  }
}
