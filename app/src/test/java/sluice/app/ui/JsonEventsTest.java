package sluice.app.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import sluice.app.ExitCode;

/// What scripts read.
final class JsonEventsTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-05-04T03:02:01.123456Z"), ZoneOffset.UTC);
  private static final UiEvent.Path PATH =
      new UiEvent.Path(
          UiEvent.RouteName.LAN,
          new InetSocketAddress("192.0.2.1", 1000),
          new InetSocketAddress("2001:db8::1", 2000),
          Duration.ofNanos(1_500_000));

  /// One of each.
  private static List<UiEvent> everyEvent(String untrusted) {
    return List.of(
        new UiEvent.CodeReady("42-pelican-violin", "sluice receive …", UiEvent.Reach.RELAY),
        new UiEvent.Listening("ws://127.0.0.1:1"),
        new UiEvent.Waiting(),
        new UiEvent.Paired(),
        new UiEvent.Verification("pelican violin acid acorn"),
        new UiEvent.PathChosen(PATH),
        new UiEvent.Connected(PATH),
        new UiEvent.Offer(
            List.of(new UiEvent.OfferedFile(untrusted, 5)),
            1,
            List.of(untrusted),
            5,
            UiEvent.Direction.RECEIVING),
        new UiEvent.Progress(1, 5, 2),
        new UiEvent.Stalled(UiEvent.StalledBy.REMOTE_DISK),
        new UiEvent.Reconnecting(),
        new UiEvent.Resumed(3),
        new UiEvent.Skipped(untrusted, untrusted),
        new UiEvent.Saved(untrusted, new byte[] {-1}, 5, "ab"),
        new UiEvent.Delivered(untrusted, 5, "ab"),
        new UiEvent.Text(untrusted),
        new UiEvent.Exists(untrusted),
        new UiEvent.Done(5, Duration.ofMillis(1500), new UiEvent.Tally(1, 2, 3)),
        new UiEvent.Summary(5, new UiEvent.Tally(1, 2, 3), 7),
        new UiEvent.Synced(3, 5, 2, untrusted, Duration.ofMillis(1500)),
        new UiEvent.Warning(untrusted),
        new UiEvent.Failed(
            new Ending(ExitCode.NO_ROUTE, "no_route", "No route", null, "Try again")));
  }

  private static UiEvent stream() {
    return new UiEvent.Offer(
        List.of(new UiEvent.OfferedFile("s", -1)), 1, List.of(), -1, UiEvent.Direction.RECEIVING);
  }

  @Test
  void eachIsOneObjectWithEventTimeAndVersion() throws Exception {
    for (UiEvent event : everyEvent("a.txt")) {
      assertThat(object(event))
          .containsEntry("time", "2026-05-04T03:02:01.123Z")
          .containsEntry("version", 1)
          .containsKey("event");
    }
  }

  @Test
  void theFieldsAreThoseThatScriptsRelyOn() throws Exception {
    assertThat(object(new UiEvent.Connected(PATH)))
        .containsEntry("event", "connected")
        .containsEntry("route", "lan")
        .containsEntry("local", "192.0.2.1:1000")
        .containsEntry("remote", "[2001:db8::1]:2000")
        .containsEntry("rttMillis", 1.5);
    assertThat(object(new UiEvent.Progress(1, 5, 2)))
        .containsEntry("bytes", 1)
        .containsEntry("total", 5)
        .containsEntry("bytesPerSecond", 2);
    assertThat(object(new UiEvent.Progress(1, -1, 2))).doesNotContainKey("total");
    assertThat(object(stream())).doesNotContainKey("bytes").containsEntry("fileCount", 1);
    assertThat(String.valueOf(object(stream()).get("files"))).doesNotContain("-1");
    assertThat(object(new UiEvent.Saved("x", new byte[] {-1}, 5, null)))
        .containsEntry("pathBase64", "/w==")
        .doesNotContainKey("sha256");
    assertThat(object(new UiEvent.Done(5, Duration.ofMillis(1500), null)))
        .containsEntry("seconds", 1.5)
        .doesNotContainKey("files");
    assertThat(object(new UiEvent.Summary(5, new UiEvent.Tally(1, 2, 3), 7)))
        .containsEntry("files", 1)
        .containsEntry("skipped", 2)
        .containsEntry("failed", 3)
        .containsEntry("keptBytes", 7);
    assertThat(object(everyEvent("x").getLast()))
        .containsEntry("code", "no_route")
        .containsEntry("exit", 6)
        .containsEntry("retryable", true)
        .containsEntry("message", "No route. Try again.");
  }

  @Test
  void everyLineIsValidAndHarmlessWhateverTheNamesHold() throws Exception {
    SplittableRandom random = new SplittableRandom(2);
    for (int round = 0; round < 300; round++) {
      StringBuilder name = new StringBuilder();
      for (int length = random.nextInt(30); length >= 0; length--) {
        name.append((char) random.nextInt(0x10000));
      }
      for (UiEvent event : everyEvent(name.toString())) {
        String line = line(event);
        assertThat(line.chars()).allMatch(c -> c >= ' ' && c <= '~');
        assertThat(JSON.std.mapFrom(line)).isNotEmpty();
        if (event instanceof UiEvent.Warning(String message)) {
          assertThat(JSON.std.mapFrom(line)).containsEntry("message", message);
        }
      }
    }
  }

  @Test
  void thePageNamesEveryEventAndEveryField() throws Exception {
    String page = Files.readString(Path.of("docs", "json-events.md"), StandardCharsets.UTF_8);
    TreeSet<String> missing = new TreeSet<>();
    for (UiEvent event : everyEvent("x")) {
      Map<String, Object> object = object(event);
      String name = String.valueOf(object.get("event"));
      String row =
          page.lines().filter(line -> line.startsWith("| `" + name + "` |")).findFirst().orElse("");
      if (row.isEmpty()) {
        missing.add(name);
      }
      object.keySet().stream()
          .filter(field -> !List.of("event", "time", "version").contains(field))
          .filter(field -> !row.contains("`" + field + "`"))
          .forEach(field -> missing.add(name + "." + field));
    }
    assertThat(missing).isEmpty();
  }

  private static Map<String, Object> object(UiEvent event) throws Exception {
    return JSON.std.mapFrom(line(event));
  }

  private static String line(UiEvent event) throws View.OutputClosedException, IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      new JsonView(out, CLOCK).show(event);
    }
    String text = bytes.toString(StandardCharsets.UTF_8);
    assertThat(text).endsWith(System.lineSeparator());
    return text.stripTrailing();
  }
}
