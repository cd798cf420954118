package sluice.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.signaling.ws.FakeRelayServer;

@Timeout(120)
class RendezvousOverWebSocketTest {
  private final Witness atMaker = new Witness();
  private final Witness atJoiner = new Witness();
  private FakeRelayServer relay;

  @BeforeEach
  void startRelay() throws Exception {
    relay = new FakeRelayServer();
  }

  @AfterEach
  void stopRelay() throws Exception {
    relay.close();
  }

  @Test
  void twoEndsPairAndTalk() throws Exception {
    try (Rendezvous maker = make();
        Rendezvous joiner = join(atMaker.await(RendezvousEvent.CodeAllocated.class).code())) {
      assertThat(atMaker.await(RendezvousEvent.Paired.class))
          .isEqualTo(atJoiner.await(RendezvousEvent.Paired.class));
      assertThat(maker.send(utf8("from the maker"))).isTrue();
      assertThat(joiner.send(utf8("from the joiner"))).isTrue();
      assertThat(atJoiner.message()).isEqualTo("from the maker");
      assertThat(atMaker.message()).isEqualTo("from the joiner");
      assertThat(maker.resumeSecret()).isEqualTo(joiner.resumeSecret());
    }
    assertThat(relay.origins).isEmpty();
  }

  @Test
  void theLargestMessageCrosses() throws Exception {
    try (Rendezvous maker = make();
        Rendezvous joiner = join(atMaker.await(RendezvousEvent.CodeAllocated.class).code())) {
      atMaker.await(RendezvousEvent.Paired.class);
      atJoiner.await(RendezvousEvent.Paired.class);
      byte[] largest = new byte[Rendezvous.MAX_MESSAGE_BYTES];
      largest[largest.length - 1] = 7;
      maker.send(ByteBuffer.wrap(largest));
      joiner.send(ByteBuffer.allocate(0));
      assertThat(atJoiner.await(RendezvousEvent.MessageReceived.class).message())
          .isEqualTo(ByteBuffer.wrap(largest));
      assertThat(atMaker.await(RendezvousEvent.MessageReceived.class).message().remaining())
          .isZero();
    }
  }

  @Test
  void cutConnectionsComeBackByToken() throws Exception {
    try (Rendezvous maker = make();
        Rendezvous joiner = join(atMaker.await(RendezvousEvent.CodeAllocated.class).code())) {
      atMaker.await(RendezvousEvent.Paired.class);
      atJoiner.await(RendezvousEvent.Paired.class);
      for (int i = 0; i < 3; i++) {
        relay.cutAll();
        maker.send(utf8("m" + i));
        joiner.send(utf8("j" + i));
        atMaker.await(RendezvousEvent.RelayBack.class);
        atJoiner.await(RendezvousEvent.RelayBack.class);
        assertThat(atJoiner.message()).isEqualTo("m" + i);
        assertThat(atMaker.message()).isEqualTo("j" + i);
      }
    }
  }

  @Test
  void aRestartedRelayGetsTheRoomAnew() throws Exception {
    int port = relay.port();
    try (Rendezvous maker = make();
        Rendezvous joiner = join(atMaker.await(RendezvousEvent.CodeAllocated.class).code())) {
      atMaker.await(RendezvousEvent.Paired.class);
      atJoiner.await(RendezvousEvent.Paired.class);
      relay.close();
      atMaker.await(RendezvousEvent.RelayLost.class);
      maker.send(utf8("while it was down"));
      relay = new FakeRelayServer(port);
      assertThat(atJoiner.message()).isEqualTo("while it was down");
      joiner.send(utf8("and back"));
      assertThat(atMaker.message()).isEqualTo("and back");
    }
  }

  @Test
  void byeClosesBothInOrder() throws Exception {
    Rendezvous maker = make();
    try (Rendezvous joiner = join(atMaker.await(RendezvousEvent.CodeAllocated.class).code())) {
      atMaker.await(RendezvousEvent.Paired.class);
      atJoiner.await(RendezvousEvent.Paired.class);
      maker.bye(ByeReason.DONE, "thanks");
      assertThat(atJoiner.await(RendezvousEvent.ByeReceived.class))
          .isEqualTo(new RendezvousEvent.ByeReceived(ByeReason.DONE, "thanks"));
      atMaker.await(RendezvousEvent.Closed.class);
      joiner.bye(ByeReason.DONE, "");
      atJoiner.await(RendezvousEvent.Closed.class);
    }
  }

  @Test
  void aWrongCodeIsToldToBoth() throws Exception {
    try (Rendezvous maker = make()) {
      Code right = atMaker.await(RendezvousEvent.CodeAllocated.class).code();
      Code wrong = code(right.nameplate() + "-aardvark-aardvark-aardvark");
      try (Rendezvous joiner = join(wrong)) {
        assertThat(atJoiner.failure()).isEqualTo(new SignalingFailure.WrongCode());
        assertThat(atMaker.failure()).isEqualTo(new SignalingFailure.WrongCode());
        assertThat(joiner.send(utf8("x"))).isFalse();
      }
      assertThat(maker.send(utf8("x"))).isFalse();
    }
  }

  @Test
  void anUnreachableRelayIsToldWithinFiveSeconds() throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    long before = System.nanoTime();
    URI nowhere = URI.create("ws://127.0.0.1:" + closed);
    try (var _ =
        Rendezvous.make(new RelayChoice.At(nowhere), new CodeChoice.Words(2), options(), atMaker)) {
      assertThat(atMaker.failure())
          .isInstanceOfSatisfying(
              SignalingFailure.RelayUnreachable.class,
              failure -> assertThat(failure.relay()).isEqualTo(nowhere));
    }
    assertThat(System.nanoTime() - before).isLessThan(6_000_000_000L);
  }

  @Test
  void closingWhileWaitingEndsAtOnce() throws Exception {
    Rendezvous maker = make();
    atMaker.await(RendezvousEvent.CodeAllocated.class);
    long before = System.nanoTime();
    maker.close();
    maker.close();
    atMaker.await(RendezvousEvent.Closed.class);
    assertThat(System.nanoTime() - before).isLessThan(4_000_000_000L);
  }

  private Rendezvous make() {
    return Rendezvous.make(
        new RelayChoice.At(relay.uri()), new CodeChoice.Words(2), options(), atMaker);
  }

  private Rendezvous join(Code code) {
    return Rendezvous.join(code, new RelayChoice.At(relay.uri()), options(), atJoiner);
  }

  private static RendezvousOptions options() {
    return RendezvousOptions.of(Purpose.SEND);
  }

  static Code code(String text) {
    return switch (Code.read(text)) {
      case Code.Reading.Valid valid -> valid.code();
      case Code.Reading.Invalid invalid -> throw new AssertionError(invalid.problem());
    };
  }

  private static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
