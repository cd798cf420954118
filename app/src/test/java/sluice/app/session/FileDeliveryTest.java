package sluice.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.app.ExitCode;
import sluice.app.relay.MeddlingRelay;
import sluice.app.ui.UiEvent;

/// From file to file over the whole stack: relay, pairing, connection, transfer.
final class FileDeliveryTest {
  @TempDir Path directory;
  private Path output;
  private MeddlingRelay relay;

  @BeforeEach
  void startRelay() throws Exception {
    relay = MeddlingRelay.honest();
    output = Files.createDirectory(directory.resolve("received"));
  }

  @AfterEach
  void stopRelay() {
    relay.close();
  }

  private Path file(String name, int bytes) throws Exception {
    byte[] contents = new byte[bytes];
    new SplittableRandom(bytes).nextBytes(contents);
    return Files.write(directory.resolve(name), contents);
  }

  private void deliver(Path... files) throws Exception {
    SessionRun sender = SessionRun.send(Optional.of(relay.uri()), files);
    SessionRun receiver = SessionRun.receive(Optional.of(relay.uri()), sender.code(), output);
    assertThat(receiver.exit()).isEqualTo(ExitCode.DONE);
    assertThat(sender.exit()).isEqualTo(ExitCode.DONE);
    for (Path file : files) {
      assertThat(Files.mismatch(file, output.resolve(file.getFileName()))).isEqualTo(-1);
    }
    assertThat(names()).hasSize(files.length);
    assertThat(receiver.view.events())
        .filteredOn(UiEvent.Saved.class::isInstance)
        .hasSize(files.length);
    assertThat(sender.view.events())
        .filteredOn(UiEvent.Delivered.class::isInstance)
        .hasSize(files.length);
    assertThat(sender.view.events()).last().isInstanceOf(UiEvent.Done.class);
  }

  private List<String> names() throws Exception {
    try (Stream<Path> stored = Files.list(output)) {
      return stored.map(path -> path.getFileName().toString()).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_536, 5_000_001})
  void aFileArrivesByteForByte(int bytes) throws Exception {
    deliver(file("file.bin", bytes));
  }

  /// Logs are shown around: they name what happened, never the descriptions.
  @Test
  void theLogHoldsNoPasswordAndNoAddress() throws Exception {
    List<String> logged = new CopyOnWriteArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            logged.add(new SimpleFormatter().formatMessage(record));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger("sluice.session");
    Level before = logger.getLevel();
    logger.setLevel(Level.FINE);
    logger.addHandler(handler);
    try {
      deliver(file("file.bin", 10));
    } finally {
      logger.removeHandler(handler);
      logger.setLevel(before);
    }
    assertThat(logged).anyMatch(line -> line.contains("LocalDescription"));
    assertThat(logged).noneMatch(line -> line.contains("ice-pwd") || line.contains(" typ "));
  }

  @Test
  void namesWithSpacesQuotesAndEmojiArriveAsTheyAre() throws Exception {
    String longest = "🦦".repeat(62) + "12345.x";
    assertThat(longest.getBytes(StandardCharsets.UTF_8)).hasSize(255);
    deliver(file("a 'b' \"c\" $d \\e.txt", 10), file(longest, 11), file("-o", 12));
  }

  @Test
  void tenFilesGoInOneRun() throws Exception {
    List<Path> files = new ArrayList<>();
    for (int number = 0; number < 10; number++) {
      files.add(file("file" + number, number * 300_000));
    }
    deliver(files.toArray(Path[]::new));
  }

  @Test
  void withoutARelayTheSenderBringsItsOwn() throws Exception {
    Path file = file("alone.bin", 100_000);
    SessionRun sender = SessionRun.send(Optional.empty(), file);
    UiEvent.CodeReady code = sender.view.await(UiEvent.CodeReady.class);
    assertThat(code.reach()).isEqualTo(UiEvent.Reach.THIS_NETWORK);
    assertThat(code.command()).isEqualTo("sluice receive " + code.code());
    SessionRun receiver = SessionRun.receive(Optional.empty(), code.code(), output);
    assertThat(receiver.exit()).isEqualTo(ExitCode.DONE);
    assertThat(sender.exit()).isEqualTo(ExitCode.DONE);
    assertThat(Files.mismatch(file, output.resolve("alone.bin"))).isEqualTo(-1);
  }

  @Test
  void theCommandForTheOtherSideNamesTheRelay() throws Exception {
    SessionRun sender = SessionRun.send(Optional.of(relay.uri()), file("x", 1));
    UiEvent.CodeReady code = sender.view.await(UiEvent.CodeReady.class);
    assertThat(code.command())
        .isEqualTo("sluice receive " + code.code() + " --relay " + relay.uri());
    SessionRun receiver = SessionRun.receive(Optional.of(relay.uri()), code.code(), output);
    assertThat(receiver.exit()).isEqualTo(ExitCode.DONE);
    assertThat(sender.exit()).isEqualTo(ExitCode.DONE);
  }
}
