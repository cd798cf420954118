package sluice.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.app.ExitCode;
import sluice.app.relay.MeddlingRelay;
import sluice.app.relay.MeddlingRelay.Delivery;
import sluice.app.transfer.ConflictPolicy;
import sluice.app.ui.UiEvent;
import sluice.signaling.CodeChoice;
import sluice.signaling.RelayAccess;
import sluice.transport.PeerConnection;
import sluice.transport.PeerOptions;

/// A relay that meddles: no byte of a file leaves to the wrong one, and the user is told why.
final class HostileRelayTest {
  private static final Pattern PAYLOAD =
      Pattern.compile("(\\{\"type\":\"message\",\"payload\":\")([^\"]*)(\"})");
  private static final int SHARE = 0x02;
  private static final int CONFIRM_OF_JOINER = 0x03;
  private static final int SEALED = 0x10;

  @TempDir Path directory;
  private Path output;
  private Path file;

  @BeforeEach
  void makeFiles() throws Exception {
    output = Files.createDirectory(directory.resolve("received"));
    file = Files.write(directory.resolve("secret.bin"), new byte[100_000]);
  }

  private SessionRun send(Optional<URI> relay, Duration patience) {
    return SessionRun.send(
        new SendOrder(
            new Payload.Files(List.of(file.toString())),
            Optional.empty(),
            new CodeChoice.Words(2),
            Optional.empty(),
            Set.of(),
            new Meeting(relay, RelayAccess.DIRECT, PeerOptions.defaults(), Optional.of(patience))),
        Optional.empty(),
        PeerConnection::open);
  }

  private void assertNothingLeft(SessionRun... runs) throws Exception {
    try (Stream<Path> stored = Files.list(output)) {
      assertThat(stored).isEmpty();
    }
    for (SessionRun run : runs) {
      assertThat(run.view.events())
          .noneMatch(UiEvent.Connected.class::isInstance)
          .noneMatch(UiEvent.Offer.class::isInstance);
    }
  }

  /// The kind of payload that a text delivers, or -1.
  private static int kind(String text) {
    Matcher matcher = PAYLOAD.matcher(text);
    if (!matcher.matches()) {
      return -1;
    }
    byte[] payload = Base64.getUrlDecoder().decode(matcher.group(2));
    return payload.length == 0 ? -1 : payload[0];
  }

  private static String flipped(String text) {
    Matcher matcher = PAYLOAD.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    byte[] payload = Base64.getUrlDecoder().decode(matcher.group(2));
    payload[payload.length - 1] ^= 1;
    return matcher.group(1)
        + Base64.getUrlEncoder().withoutPadding().encodeToString(payload)
        + matcher.group(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {SHARE, CONFIRM_OF_JOINER})
  void pakeMessagesThatAreAlteredEndInARefusedCode(int altered) throws Exception {
    try (MeddlingRelay relay =
        new MeddlingRelay(
            (to, text) ->
                List.of(new Delivery(to, kind(text) == altered ? flipped(text) : text)))) {
      SessionRun sender = send(Optional.of(relay.uri()), Duration.ofSeconds(15));
      SessionRun receiver = SessionRun.receive(Optional.of(relay.uri()), sender.code(), output);
      assertThat(receiver.exit()).isIn(ExitCode.CODE_REFUSED, ExitCode.UNSAFE_PEER);
      assertThat(sender.exit().status()).isNotZero();
      assertNothingLeft(sender, receiver);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {SHARE, CONFIRM_OF_JOINER, SEALED})
  void messagesThatAreEchoedAreNoticed(int echoed) throws Exception {
    try (MeddlingRelay relay =
        new MeddlingRelay(
            (to, text) ->
                kind(text) == echoed
                    ? List.of(new Delivery(to ^ 1, text))
                    : List.of(new Delivery(to, text)))) {
      SessionRun sender = send(Optional.of(relay.uri()), Duration.ofSeconds(15));
      SessionRun receiver = SessionRun.receive(Optional.of(relay.uri()), sender.code(), output);
      boolean senderTold = sender.exit() == ExitCode.UNSAFE_PEER;
      boolean receiverTold = receiver.exit() == ExitCode.UNSAFE_PEER;
      assertThat(senderTold || receiverTold).isTrue();
      SessionRun told = senderTold ? sender : receiver;
      assertThat(told.view.failure()).isEqualTo("tampered");
      assertThat(told.view.failureMessage()).contains("another relay");
      assertNothingLeft(sender, receiver);
    }
  }

  @Test
  void sealedFramesThatAreAlteredEndTheSession() throws Exception {
    try (MeddlingRelay relay =
        new MeddlingRelay(
            (to, text) -> List.of(new Delivery(to, kind(text) == SEALED ? flipped(text) : text)))) {
      SessionRun sender = send(Optional.of(relay.uri()), Duration.ofSeconds(15));
      SessionRun receiver = SessionRun.receive(Optional.of(relay.uri()), sender.code(), output);
      assertThat(List.of(sender.exit(), receiver.exit())).contains(ExitCode.UNSAFE_PEER);
      assertThat(List.of(sender.exit(), receiver.exit())).doesNotContain(ExitCode.DONE);
      assertNothingLeft(sender, receiver);
    }
  }

  @Test
  void framesThatAreRepeatedOrReorderedChangeNothing() throws Exception {
    AtomicReference<Delivery> held = new AtomicReference<>();
    MeddlingRelay.Meddling shuffling =
        (to, text) -> {
          if (kind(text) != SEALED) {
            return List.of(new Delivery(to, text));
          }
          Delivery now = new Delivery(to, text);
          Delivery before = held.getAndSet(null);
          if (before == null) {
            held.set(now);
            return List.of();
          }
          return List.of(now, before, now, before);
        };
    try (MeddlingRelay relay = new MeddlingRelay(shuffling)) {
      SessionRun sender = send(Optional.of(relay.uri()), Duration.ofSeconds(15));
      SessionRun receiver = SessionRun.receive(Optional.of(relay.uri()), sender.code(), output);
      assertThat(receiver.exit()).isEqualTo(ExitCode.DONE);
      assertThat(sender.exit()).isEqualTo(ExitCode.DONE);
      assertThat(Files.mismatch(file, output.resolve("secret.bin"))).isEqualTo(-1);
    }
  }

  @Test
  void twoPairsThatAreCrossedBothEndInARefusedCode() throws Exception {
    CountDownLatch connected = new CountDownLatch(1);
    MeddlingRelay.Meddling crossing =
        (to, text) -> {
          if (to == 2) {
            connected.countDown();
          }
          return List.of(new Delivery(kind(text) < 0 ? to : to ^ 1, text));
        };
    try (MeddlingRelay relay = new MeddlingRelay(crossing)) {
      Optional<URI> uri = Optional.of(relay.uri());
      SessionRun first = send(uri, Duration.ofSeconds(15));
      String firstCode = first.code();
      SessionRun second = send(uri, Duration.ofSeconds(15));
      String secondCode = second.code();
      SessionRun toFirst = SessionRun.receive(uri, firstCode, output);
      connected.await();
      SessionRun toSecond = SessionRun.receive(uri, secondCode, output);
      List<ExitCode> exits = List.of(first.exit(), second.exit(), toFirst.exit(), toSecond.exit());
      assertThat(exits).doesNotContain(ExitCode.DONE).contains(ExitCode.CODE_REFUSED);
      assertNothingLeft(first, second, toFirst, toSecond);
    }
  }

  @Test
  void oneNameplateForTwoPairsBringsNobodyToTheWrongOne() throws Exception {
    List<String> nameplates = new ArrayList<>();
    Pattern seated = Pattern.compile("\"nameplate\":\"(\\d+)\"");
    MeddlingRelay.Meddling doubling =
        (to, text) -> {
          Matcher matcher = seated.matcher(text);
          if (to < 2 && matcher.find()) {
            nameplates.add(matcher.group(1));
            return List.of(
                new Delivery(
                    to, matcher.replaceFirst("\"nameplate\":\"" + nameplates.getFirst() + "\"")));
          }
          return List.of(new Delivery(to, text));
        };
    try (MeddlingRelay relay = new MeddlingRelay(doubling)) {
      Optional<URI> uri = Optional.of(relay.uri());
      SessionRun first = send(uri, Duration.ofSeconds(15));
      String firstCode = first.code();
      SessionRun second = send(uri, Duration.ofSeconds(5));
      String secondCode = second.code();
      assertThat(secondCode).startsWith(firstCode.substring(0, firstCode.indexOf('-') + 1));
      SessionRun ofSecond = SessionRun.receive(uri, secondCode, output);
      assertThat(ofSecond.exit()).isEqualTo(ExitCode.CODE_REFUSED);
      assertThat(first.exit()).isEqualTo(ExitCode.CODE_REFUSED);
      assertThat(second.exit()).isEqualTo(ExitCode.NOBODY_CAME);
      assertNothingLeft(first, second, ofSecond);
    }
  }

  @Test
  void aReplacedFingerprintEndsBeforeAnyDataMoves() throws Exception {
    try (MeddlingRelay relay = MeddlingRelay.honest()) {
      SessionRun sender = send(Optional.of(relay.uri()), Duration.ofSeconds(15));
      SessionRun receiver =
          SessionRun.receive(
              Optional.of(relay.uri()),
              sender.code(),
              output,
              ConflictPolicy.FAIL,
              Optional.empty(),
              (options, listener) ->
                  PeerConnection.open(
                      options, event -> listener.onEvent(ForgedFingerprint.in(event))));
      assertThat(sender.exit()).isEqualTo(ExitCode.UNSAFE_PEER);
      assertThat(sender.view.failure()).isEqualTo("fingerprint_mismatch");
      assertThat(sender.view.failureMessage())
          .contains("somebody stands in between", "No byte of a file was sent");
      assertThat(receiver.exit().status()).isNotZero();
      assertNothingLeft(sender, receiver);
    }
  }
}
