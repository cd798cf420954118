package sluice.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.app.ui.Interrupts.Request;

/// Ctrl-C and SIGTERM reach whoever lives: the session, and without one the process.
final class StopsTest {
  private final List<Request> exits = new ArrayList<>();
  private final List<Request> halts = new ArrayList<>();
  private final Stops stops = new Stops(exits::add, halts::add);

  @Test
  void theFirstAsksTheSessionAndTheSecondHalts() throws Exception {
    SessionQueue queue = new SessionQueue();
    stops.deliverTo(queue);
    stops.onRequest(Request.INTERRUPT);
    assertThat(queue.take(0)).isEqualTo(new Post.Stop(Request.INTERRUPT));
    assertThat(exits).isEmpty();
    stops.onRequest(Request.TERMINATE);
    assertThat(halts).containsExactly(Request.TERMINATE);
  }

  @Test
  void betweenTwoSessionsTheFirstEndsTheProcess() throws Exception {
    SessionQueue dead = new SessionQueue();
    stops.deliverTo(dead);
    assertThat(stops.forget()).isEmpty();
    stops.onRequest(Request.TERMINATE);
    assertThat(exits).containsExactly(Request.TERMINATE);
    assertThat(dead.take(0)).isNull();
  }

  @Test
  void whatADeadSessionNeverReadIsNotLost() {
    stops.deliverTo(new SessionQueue());
    stops.onRequest(Request.TERMINATE);
    assertThat(stops.forget()).contains(Request.TERMINATE);
  }

  @Test
  void theNextSessionIsAskedAgain() throws Exception {
    stops.deliverTo(new SessionQueue());
    assertThat(stops.forget()).isEmpty();
    SessionQueue second = new SessionQueue();
    stops.deliverTo(second);
    stops.onRequest(Request.INTERRUPT);
    assertThat(second.take(0)).isEqualTo(new Post.Stop(Request.INTERRUPT));
    assertThat(exits).isEmpty();
  }
}
