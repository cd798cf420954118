package sluice.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.signaling.ws.FakeRelayServer;

/// Who hears slowly slows the sender down instead of filling memory.
@Timeout(120)
class SlowListenerTest {
  private final Witness atMaker = new Witness();
  private final Witness atJoiner = new Witness();
  private final CountDownLatch hearing = new CountDownLatch(1);

  @Test
  void theSenderIsToldToWaitAndNothingIsLost() throws Exception {
    try (FakeRelayServer relay = new FakeRelayServer();
        Rendezvous maker =
            Rendezvous.make(
                new RelayChoice.At(relay.uri()), new CodeChoice.Words(2), options(), atMaker)) {
      Code code = atMaker.await(RendezvousEvent.CodeAllocated.class).code();
      try (var _ =
          Rendezvous.join(code, new RelayChoice.At(relay.uri()), options(), this::hearSlowly)) {
        atMaker.await(RendezvousEvent.Paired.class);
        atJoiner.await(RendezvousEvent.Paired.class);
        int taken = 0;
        while (maker.send(ByteBuffer.allocate(4).putInt(taken).flip())) {
          taken++;
        }
        hearing.countDown();
        assertThat(taken).isGreaterThanOrEqualTo(200);
        for (int i = 0; i < taken; i++) {
          assertThat(atJoiner.await(RendezvousEvent.MessageReceived.class).message().getInt())
              .isEqualTo(i);
        }
      }
    }
  }

  private void hearSlowly(RendezvousEvent event) {
    atJoiner.onEvent(event);
    if (event instanceof RendezvousEvent.MessageReceived) {
      try {
        assertThat(hearing.await(30, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RendezvousOptions options() {
    return RendezvousOptions.of(Purpose.SEND);
  }
}
