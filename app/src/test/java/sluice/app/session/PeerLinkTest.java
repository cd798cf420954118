package sluice.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.transport.ForwardedPath;
import sluice.transport.PeerConnection;
import sluice.transport.PeerEvent;
import sluice.transport.PeerOptions;

/// What a session tells its connection, and what it keeps for the other side while nothing leaves.
final class PeerLinkTest {
  private final List<String> calls = new ArrayList<>();
  private final List<ConnectMessage> carried = new ArrayList<>();
  private boolean carries;
  private final PeerLink link =
      new PeerLink(
          new SessionQueue(),
          (_, _) -> recording(PeerConnection.class, calls),
          this::carry,
          recording(ForwardedPath.class, new ArrayList<>()));
  private final TransferSide side = recording(TransferSide.class, new ArrayList<>());

  private static <T> T recording(Class<T> face, List<String> calls) {
    return face.cast(
        Proxy.newProxyInstance(
            face.getClassLoader(),
            new Class<?>[] {face},
            (_, method, _) -> {
              calls.add(method.getName());
              return null;
            }));
  }

  private boolean carry(ByteBuffer message) {
    return carries && carried.add(ConnectMessage.read(message).orElseThrow());
  }

  private void tell(int times, PeerEvent event) {
    Collections.nCopies(times, event).forEach(link::tell);
  }

  private long forwardedPathsLent() {
    return calls.stream().filter("offerForwardedPath"::equals).count();
  }

  @Test
  void aWayThatIsLentIsNotLentAgain() {
    link.lend();
    link.offer(PeerOptions.defaults(), side);
    link.lend();
    link.lend();
    assertThat(forwardedPathsLent()).isEqualTo(1);
    link.takeBack();
    link.lend();
    assertThat(forwardedPathsLent()).isEqualTo(2);
  }

  @Test
  void anOfferIsKeptWhereCandidatesAreLeftOut() {
    link.offer(PeerOptions.defaults(), side);
    tell(2 * PeerLink.MAX_OUTBOX, new PeerEvent.LocalCandidate("candidate"));
    tell(1, new PeerEvent.LocalDescription("restart"));
    carries = true;
    link.flush();
    assertThat(carried).hasSize(PeerLink.MAX_OUTBOX + 1);
    assertThat(carried).last().isEqualTo(new ConnectMessage.Offer("restart"));
  }

  @Test
  void oneCallForARestartWaitsHoweverOftenItIsWanted() {
    link.await(PeerOptions.defaults(), side);
    tell(5000, new PeerEvent.RestartWanted());
    carries = true;
    link.flush();
    assertThat(carried).containsExactly(new ConnectMessage.Restart());
  }

  @Test
  void whoDrawsAnswersAndTakesNoneIsGivenUp() {
    link.await(PeerOptions.defaults(), side);
    tell(PeerLink.MAX_OUTBOX + PeerLink.RESERVED_OUTBOX, new PeerEvent.LocalDescription("answer"));
    assertThat(calls).doesNotContain("abort");
    tell(1, new PeerEvent.LocalDescription("answer"));
    assertThat(calls).contains("abort");
    carries = true;
    link.flush();
    assertThat(carried).hasSize(PeerLink.MAX_OUTBOX + PeerLink.RESERVED_OUTBOX);
  }
}
