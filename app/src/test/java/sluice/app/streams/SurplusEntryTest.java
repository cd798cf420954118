package sluice.app.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.app.transfer.ConflictPolicy;
import sluice.app.transfer.DestinationResult;
import sluice.app.transfer.Hashes;
import sluice.app.transfer.ReceiveCommand;
import sluice.app.transfer.ReceiveEngine;
import sluice.app.transfer.ReceiveOptions;
import sluice.app.transfer.TransferEnd;

/// A sender announces one file to a reader, and offers more: the transfer ends with 12, and no second command starts.
@Timeout(20)
final class SurplusEntryTest {
  private static final String HELLO =
      "{\"type\":\"hello\",\"role\":\"sender\",\"versions\":[1],\"features\":[\"trees\"],"
          + "\"maxEntries\":100000,\"maxMessageBytes\":65536}";
  private static final String OFFER = "{\"type\":\"offer\",\"sha256\":false}";
  private static final String FILE = "{\"id\":0,\"type\":\"file\",\"name\":\"a\",\"size\":5}";

  private final BlockingQueue<DestinationResult> results = new LinkedBlockingQueue<>();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger aborted = new AtomicInteger();
  private final StreamDestination reader =
      new StreamDestination(
          "the reader",
          () -> {
            opened.incrementAndGet();
            return new Counted();
          },
          results::add);
  private final ReceiveEngine engine =
      new ReceiveEngine(new ReceiveOptions(ConflictPolicy.FAIL, Hashes.RANGES));
  private final List<String> said = new ArrayList<>();
  private boolean asked;
  private @Nullable TransferEnd end;

  private final class Counted implements StreamOutput {
    @Override
    public String name() {
      return "the reader";
    }

    @Override
    public void write(byte[] bytes, int at, int length) {}

    @Override
    public @Nullable String finish() {
      return null;
    }

    @Override
    public void abort() {
      aborted.incrementAndGet();
    }
  }

  @AfterEach
  void close() {
    reader.close();
  }

  private void say(String... messages) {
    for (String message : messages) {
      engine.onControl(message);
      drain();
    }
  }

  private void drain() {
    for (ReceiveCommand next = engine.poll(); next != null; next = engine.poll()) {
      switch (next) {
        case ReceiveCommand.SendControl(String text) -> said.add(text);
        case ReceiveCommand.Disk(var work) -> reader.execute(work);
        case ReceiveCommand.AskOffer _ -> {
          asked = true;
          engine.accept();
        }
        case ReceiveCommand.AskConflict _ -> throw new AssertionError("nothing stands there");
        case ReceiveCommand.Tell _ -> {}
        case ReceiveCommand.Ended(TransferEnd ended) -> end = ended;
      }
    }
  }

  /// Until it has ended, or has asked and been told yes.
  private void settle(boolean toTheEnd) throws InterruptedException {
    while (end == null && (toTheEnd || !asked)) {
      DestinationResult result = results.poll(10, TimeUnit.SECONDS);
      assertThat(result).isNotNull();
      engine.onDisk(result, 0);
      drain();
    }
  }

  private static String totals(int entries, int files) {
    return "{\"type\":\"totals\",\"entries\":%d,\"files\":%d,\"roots\":1,\"bytes\":5}"
        .formatted(entries, files);
  }

  private static String entries(boolean last, String... entries) {
    return "{\"type\":\"entries\",\"last\":%b,\"entries\":[%s]}"
        .formatted(last, String.join(",", entries));
  }

  private void assertRefused() {
    assertThat(end).isNotNull();
    assertThat(end.exitCode()).isEqualTo(12);
    assertThat(said.getLast()).contains("\"error\"").contains("\"protocol\"");
    assertThat(opened.get()).isEqualTo(aborted.get());
  }

  @Test
  void oneFileIsTaken() throws Exception {
    say(HELLO, OFFER, totals(1, 1), entries(true, FILE));
    settle(false);
    assertThat(end).isNull();
    assertThat(said).anyMatch(text -> text.contains("\"accept\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":1,\"type\":\"file\",\"name\":\"b\",\"size\":5}",
        "{\"id\":1,\"type\":\"directory\",\"name\":\"b\"}",
        "{\"id\":1,\"type\":\"symlink\",\"name\":\"b\",\"target\":\"a\"}"
      })
  void aSecondOne(String second) throws Exception {
    say(HELLO, OFFER, totals(1, 1), entries(false, FILE, second));
    settle(true);
    assertRefused();
    assertThat(opened.get()).isZero();
  }

  @Test
  void aFolderInPlaceOfTheFile() throws Exception {
    say(
        HELLO,
        OFFER,
        totals(1, 1),
        entries(true, "{\"id\":0,\"type\":\"directory\",\"name\":\"b\"}"));
    settle(true);
    assertRefused();
    assertThat(asked).isFalse();
  }

  /// What comes before the totals is judged with them.
  @Test
  void beforeTheTotals() throws Exception {
    say(HELLO, OFFER, entries(false, FILE, FILE.replace("0", "1").replace("\"a\"", "\"b\"")));
    say(totals(1, 1));
    settle(true);
    assertRefused();
    assertThat(asked).isFalse();
  }

  /// Who says that there are many is no liar: the user is told to name a folder.
  @Test
  void manyThatWereAnnounced() throws Exception {
    say(HELLO, OFFER, entries(false, FILE, FILE.replace("0", "1").replace("\"a\"", "\"b\"")));
    say(totals(2, 2));
    settle(true);
    assertThat(end).isNotNull();
    assertThat(end.exitCode()).isEqualTo(2);
    assertThat(said.getLast()).contains("\"usage\"");
  }
}
