package sluice.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.ExitCode;
import sluice.app.relay.MeddlingRelay;
import sluice.app.streams.CommandInput;
import sluice.app.streams.CommandOutput;
import sluice.app.streams.StandardInput;
import sluice.app.streams.StandardOutput;
import sluice.app.streams.StreamDestination;
import sluice.app.streams.StreamSource;
import sluice.app.transfer.ConflictPolicy;
import sluice.signaling.Code;
import sluice.signaling.CodeChoice;
import sluice.signaling.RelayAccess;
import sluice.transport.PeerConnection;
import sluice.transport.PeerOptions;

/// Streams over the whole stack: whole, broken off, closed by their reader, and both ways.
@Timeout(60)
final class StreamDeliveryTest {
  @TempDir Path directory;

  private MeddlingRelay relay;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @BeforeEach
  void startRelay() throws Exception {
    relay = MeddlingRelay.honest();
  }

  @AfterEach
  void stopRelay() {
    relay.close();
  }

  private Meeting meeting() {
    return new Meeting(
        Optional.of(relay.uri()),
        RelayAccess.DIRECT,
        PeerOptions.defaults(),
        Optional.of(Duration.ofMinutes(1)));
  }

  private SessionRun send(Payload payload) {
    return send(payload, meeting());
  }

  private static SessionRun send(Payload payload, Meeting meeting) {
    SendOrder order =
        new SendOrder(
            payload,
            Optional.empty(),
            new CodeChoice.Words(2),
            Optional.empty(),
            Set.of(),
            meeting);
    return SessionRun.send(order, Optional.empty(), PeerConnection::open);
  }

  private SessionRun receive(String code, Target target) {
    return SessionRun.receive(
        new ReceiveOrder(
            Optional.of(((Code.Reading.Valid) Code.read(code)).code()),
            target,
            ReceiveOrder.Consent.GIVEN,
            ConflictPolicy.FAIL,
            Set.of(),
            meeting()));
  }

  private static Payload stream(InputStream in) {
    return new Payload.Stream("stdin", () -> new StandardInput(in));
  }

  private static Payload command(String script) {
    return new Payload.Stream("sh", () -> CommandInput.start(List.of("sh", "-c", script)));
  }

  private static Target to(OutputStream out) {
    return new Target.Reader("standard output", () -> new StandardOutput(out));
  }

  @Test
  void aStreamArrivesByteForByte() throws Exception {
    byte[] bytes = new byte[5_000_001];
    new Random(5).nextBytes(bytes);
    SessionRun sender = send(stream(new ByteArrayInputStream(bytes)));
    assertThat(receive(sender.code(), to(out)).exit()).isEqualTo(ExitCode.DONE);
    assertThat(sender.exit()).isEqualTo(ExitCode.DONE);
    assertThat(out.toByteArray()).isEqualTo(bytes);
  }

  @Test
  void anEmptyStreamIsOne() throws Exception {
    SessionRun sender = send(stream(InputStream.nullInputStream()));
    assertThat(receive(sender.code(), to(out)).exit()).isEqualTo(ExitCode.DONE);
    assertThat(sender.exit()).isEqualTo(ExitCode.DONE);
    assertThat(out.size()).isZero();
  }

  @Test
  void aStreamCanBeStoredAndAFileCanBeStreamed() throws Exception {
    SessionRun sender = send(stream(new ByteArrayInputStream(new byte[100_000])));
    SessionRun receiver =
        SessionRun.receive(Optional.of(relay.uri()), sender.code(), directory.resolve("stored"));
    assertThat(receiver.exit()).isEqualTo(ExitCode.DONE);
    assertThat(sender.exit()).isEqualTo(ExitCode.DONE);
    SessionRun again = SessionRun.send(Optional.of(relay.uri()), directory.resolve("stored"));
    assertThat(receive(again.code(), to(out)).exit()).isEqualTo(ExitCode.DONE);
    assertThat(again.exit()).isEqualTo(ExitCode.DONE);
    assertThat(out.toByteArray()).isEqualTo(new byte[100_000]);
  }

  /// What is slowed down so that packing pays still arrives as it was.
  @Test
  void textOverASlowLinkIsPacked() throws Exception {
    byte[] text =
        "INSERT INTO t VALUES (4711, 'pelican');\n"
            .repeat(100_000)
            .getBytes(StandardCharsets.UTF_8);
    SessionRun sender =
        send(
            stream(new ByteArrayInputStream(text)),
            meeting().withLimit(OptionalLong.of(1_500_000)));
    assertThat(receive(sender.code(), to(out)).exit()).isEqualTo(ExitCode.DONE);
    assertThat(sender.exit()).isEqualTo(ExitCode.DONE);
    assertThat(out.toByteArray()).isEqualTo(text);
  }

  @Test
  void oneByteIsThereBeforeTheNextIsTyped() throws Exception {
    PipedOutputStream keyboard = new PipedOutputStream();
    BlockingQueue<Integer> seen = new LinkedBlockingQueue<>();
    SessionRun sender = send(stream(new PipedInputStream(keyboard)));
    SessionRun receiver =
        receive(
            sender.code(),
            to(
                new OutputStream() {
                  @Override
                  public void write(int octet) {
                    seen.add(octet);
                  }

                  @Override
                  public void write(byte[] bytes, int at, int length) {
                    for (int i = at; i < at + length; i++) {
                      seen.add((int) bytes[i]);
                    }
                  }
                }));
    for (int octet = 1; octet <= 5; octet++) {
      keyboard.write(octet);
      keyboard.flush();
      assertThat(seen.poll(50, TimeUnit.SECONDS)).isEqualTo(octet);
    }
    keyboard.close();
    assertThat(receiver.exit()).isEqualTo(ExitCode.DONE);
    assertThat(sender.exit()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void aCommandThatFailsIsNoGoodEnd() throws Exception {
    SessionRun sender = send(command("echo half; exit 3"));
    assertThat(receive(sender.code(), to(out)).exit()).isEqualTo(ExitCode.CONNECTION_LOST);
    assertThat(sender.exit()).isEqualTo(ExitCode.LOCAL_FILE);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("half\n");
  }

  @Test
  void theReadingCommandNeverSeesTheEndOfABrokenStream() throws Exception {
    Path end = directory.resolve("end");
    SessionRun sender = send(command("echo half; exit 3"));
    List<String> reader = List.of("sh", "-c", "cat >/dev/null; echo seen > \"$0\"", end.toString());
    SessionRun receiver =
        receive(sender.code(), new Target.Reader("the command", () -> CommandOutput.start(reader)));
    assertThat(receiver.exit()).isEqualTo(ExitCode.CONNECTION_LOST);
    assertThat(sender.exit()).isEqualTo(ExitCode.LOCAL_FILE);
    assertThat(Files.exists(end)).isFalse();
  }

  @Test
  void aReaderThatClosesIsToldToBoth() throws Exception {
    SessionRun sender = send(command("yes"));
    SessionRun receiver =
        receive(
            sender.code(),
            to(
                new OutputStream() {
                  @Override
                  public void write(int octet) throws IOException {
                    throw new IOException("Broken pipe");
                  }
                }));
    assertThat(receiver.exit()).isEqualTo(ExitCode.OUTPUT_CLOSED);
    assertThat(sender.exit()).isEqualTo(ExitCode.REMOTE_FILE);
  }

  @Test
  void aPipeGoesBothWaysAndEachEndsByItself() throws Exception {
    ByteArrayOutputStream back = new ByteArrayOutputStream();
    PipedOutputStream slow = new PipedOutputStream();
    StreamSource.Opener here =
        () ->
            new StandardInput(
                new ByteArrayInputStream("from here".getBytes(StandardCharsets.UTF_8)));
    StreamDestination.Opener toBack = () -> new StandardOutput(back);
    StreamDestination.Opener toOut = () -> new StandardOutput(out);
    InputStream early = new PipedInputStream(slow);
    SessionRun maker = send(new Payload.Pipe(() -> new StandardInput(early), toBack));
    SessionRun joiner = receive(maker.code(), new Target.Pipe(here, toOut));
    slow.write("from there".getBytes(StandardCharsets.UTF_8));
    slow.close();
    assertThat(joiner.exit()).isEqualTo(ExitCode.DONE);
    assertThat(maker.exit()).isEqualTo(ExitCode.DONE);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("from there");
    assertThat(back.toString(StandardCharsets.UTF_8)).isEqualTo("from here");
  }
}
