package sluice.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real processes, interrupted, told to end and killed in the middle of a transfer.
final class SignalledProcessTest {
  /// At the rate that its sender keeps to, far more than a minute's worth.
  private static final int ENDLESS_BYTES = 64 << 20;

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void makeAnEndlessFile() throws Exception {
    file = directory.resolve("endless.bin");
    var content = new byte[ENDLESS_BYTES];
    new Random(1).nextBytes(content);
    Files.write(file, content);
  }

  private Path output(String name) throws Exception {
    return Files.createDirectories(directory.resolve(name));
  }

  private SluiceProcess sender() throws Exception {
    return SluiceProcess.start(directory, "send", "--limit", "800k", file.toString());
  }

  private SluiceProcess receiver(String code, Path output) throws Exception {
    return SluiceProcess.start(directory, "receive", code, "--output", output.toString(), "--yes");
  }

  private static void assertNoFinalFile(Path output) throws Exception {
    try (Stream<Path> stored = Files.list(output)) {
      assertThat(stored.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.startsWith("endless"));
    }
  }

  @Test
  void interruptingTheReceiverEndsBothAtOnce() throws Exception {
    Path output = output("interrupted");
    try (SluiceProcess sender = sender();
        SluiceProcess receiver = receiver(sender.code(), output)) {
      receiver.await("progress");
      long beganNanos = System.nanoTime();
      receiver.signal("INT");
      assertThat(receiver.exit()).isEqualTo(130);
      assertThat(sender.exit()).isEqualTo(3);
      assertThat(Duration.ofNanos(System.nanoTime() - beganNanos))
          .isLessThan(Duration.ofSeconds(5));
      assertThat(sender.error()).contains("cancelled");
      assertThat(receiver.error()).contains("Interrupted", "no half file");
      try (Stream<Path> left = Files.list(output)) {
        assertThat(left).isEmpty();
      }
    }
  }

  @Test
  void terminatingTheSenderEndsBothAtOnce() throws Exception {
    Path output = output("terminated");
    try (SluiceProcess sender = sender();
        SluiceProcess receiver = receiver(sender.code(), output)) {
      receiver.await("progress");
      sender.signal("TERM");
      assertThat(sender.exit()).isEqualTo(143);
      assertThat(receiver.exit()).isEqualTo(3);
      assertNoFinalFile(output);
    }
  }

  /// At most 0.6 s by design, beside what the machine needs to end a process.
  @Test
  void aWaitingSenderIsInterruptedWithinASecondOrSo() throws Exception {
    try (SluiceProcess sender = sender()) {
      sender.await("waiting");
      long beganNanos = System.nanoTime();
      sender.signal("INT");
      assertThat(sender.exit()).isEqualTo(130);
      assertThat(Duration.ofNanos(System.nanoTime() - beganNanos))
          .isLessThan(Duration.ofSeconds(4));
    }
  }

  /// Both directions side by side, since each takes its 30 seconds.
  @Test
  void whoIsLeftByAKilledPeerEndsWithSevenWithinThirtyFiveSeconds() throws Exception {
    Path first = output("first");
    Path second = output("second");
    try (SluiceProcess killedSender = sender();
        SluiceProcess leftReceiver = receiver(killedSender.code(), first);
        SluiceProcess leftSender = sender();
        SluiceProcess killedReceiver = receiver(leftSender.code(), second)) {
      leftReceiver.await("progress");
      killedReceiver.await("progress");
      leftSender.awaitProgress();
      long beganNanos = System.nanoTime();
      killedSender.signal("KILL");
      killedReceiver.signal("KILL");
      assertThat(leftReceiver.exit()).isEqualTo(7);
      assertThat(leftSender.exit()).isEqualTo(7);
      assertThat(Duration.ofNanos(System.nanoTime() - beganNanos))
          .isBetween(Duration.ofSeconds(8), Duration.ofSeconds(35));
      assertThat(leftReceiver.error())
          .contains("Nothing was stored, and ", " are kept for a run that goes on from there");
      assertThat(leftReceiver.again())
          .isEqualTo("sluice receive NEW-CODE --output " + first + " --yes --json");
      assertThat(leftSender.again()).startsWith("sluice send --limit 800k ");
      assertThat(leftSender.error()).contains("Nothing was stored at the other side");
      assertNoFinalFile(first);
      assertNoFinalFile(second);
    }
  }
}
