package sluice.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A transfer whose relay is killed and started again in the middle, and one of whose processes is
/// stopped for a while: processes of their own, as a user runs them.
@Timeout(value = 4, unit = TimeUnit.MINUTES)
final class RestartedRelayTest {
  private static final int BLOCK_BYTES = 1 << 20;

  @TempDir private Path folder;

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private Path file(int megabytes) throws Exception {
    Path file = folder.resolve("data.bin");
    SplittableRandom random = new SplittableRandom(4);
    byte[] block = new byte[BLOCK_BYTES];
    try (var out = Files.newOutputStream(file)) {
      for (int i = 0; i < megabytes; i++) {
        random.nextBytes(block);
        out.write(block);
      }
    }
    return file;
  }

  private SluiceProcess relay(int port, String... more) throws Exception {
    String[] arguments = new String[3 + more.length];
    arguments[0] = "relay";
    arguments[1] = "--listen";
    arguments[2] = "127.0.0.1:" + port;
    System.arraycopy(more, 0, arguments, 3, more.length);
    SluiceProcess relay = SluiceProcess.start(folder, arguments);
    relay.await("listening");
    return relay;
  }

  private SluiceProcess receiver(String code, String url, Path target) throws Exception {
    return SluiceProcess.start(
        folder, "receive", code, "--relay", url, "--yes", "-o", target.toString());
  }

  /// Both come back to the room that their pairing named, and say good-bye through it.
  @Test
  void aKilledRelayThatComesBackIsNotMissed() throws Exception {
    int port = freePort();
    String url = "ws://127.0.0.1:" + port;
    Path source = file(64);
    Path target = Files.createDirectory(folder.resolve("target"));
    SluiceProcess first = relay(port);
    try (SluiceProcess sender =
            SluiceProcess.start(folder, "send", source.toString(), "--relay", url);
        SluiceProcess receiver = receiver(sender.code(), url, target)) {
      receiver.await("connected");
      first.close();
      first.exit();
      try (SluiceProcess _ = relay(port)) {
        assertThat(sender.exit()).isZero();
        assertThat(receiver.exit()).isZero();
      }
    } finally {
      first.close();
    }
    assertThat(Files.mismatch(source, target.resolve("data.bin"))).isEqualTo(-1);
  }

  /// Nothing but the WebSocket connects the two.
  @Test
  void aRelayThatForwardsCarriesATransfer() throws Exception {
    int port = freePort();
    String url = "ws://127.0.0.1:" + port;
    Path source = file(4);
    Path target = Files.createDirectory(folder.resolve("target"));
    try (SluiceProcess _ = relay(port, "--forward", "20M");
        SluiceProcess sender =
            SluiceProcess.start(
                folder, "send", source.toString(), "--relay", url, "--via", "relay");
        SluiceProcess receiver = receiver(sender.code(), url, target)) {
      assertThat(sender.await("connected").get("route")).isEqualTo("forwarded");
      assertThat(receiver.await("connected").get("route")).isEqualTo("forwarded");
      assertThat(sender.exit()).isZero();
      assertThat(receiver.exit()).isZero();
    }
    assertThat(Files.mismatch(source, target.resolve("data.bin"))).isEqualTo(-1);
  }

  /// Nobody relays, and nothing else is allowed: told at once.
  @Test
  void viaRelayWithoutAnyRelayingIsToldAtOnce() throws Exception {
    int port = freePort();
    String url = "ws://127.0.0.1:" + port;
    Path target = Files.createDirectory(folder.resolve("target"));
    try (SluiceProcess _ = relay(port);
        SluiceProcess sender =
            SluiceProcess.start(
                folder, "send", file(1).toString(), "--relay", url, "--via", "relay");
        SluiceProcess receiver = receiver(sender.code(), url, target)) {
      assertThat(sender.exit()).isEqualTo(6);
      assertThat(sender.error()).contains("the relay does not forward");
      assertThat(receiver.exit()).isEqualTo(6);
    }
  }

  /// As a laptop whose lid was closed.
  @Test
  @Tag("soak")
  void aProcessThatSleepsForNinetySecondsIsWaitedFor() throws Exception {
    int port = freePort();
    String url = "ws://127.0.0.1:" + port;
    Path source = file(1500);
    Path target = Files.createDirectory(folder.resolve("target"));
    try (SluiceProcess _ = relay(port);
        SluiceProcess sender =
            SluiceProcess.start(folder, "send", source.toString(), "--relay", url);
        SluiceProcess receiver = receiver(sender.code(), url, target)) {
      receiver.awaitProgress();
      receiver.signal("STOP");
      RealTime.passes(Duration.ofSeconds(90));
      receiver.signal("CONT");
      sender.await("resumed");
      assertThat(sender.exit()).isZero();
      assertThat(receiver.exit()).isZero();
    }
    assertThat(Files.mismatch(source, target.resolve("data.bin"))).isEqualTo(-1);
  }
}
