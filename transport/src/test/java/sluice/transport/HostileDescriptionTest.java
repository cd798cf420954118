package sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Descriptions and candidates are the other end's text: none of it can do more than fail the
/// connection.
@Timeout(60)
class HostileDescriptionTest {
  private static final int ROUNDS = 150;

  private final SplittableRandom random = new SplittableRandom(11);

  @Test
  void mutatedOffersAreRefusedOrAnswered() throws Exception {
    PeerEnd offerer = new PeerEnd(PeerPair.LOOPBACK);
    String offer = offerOf(offerer);
    endsCleanly(offerer);
    int answered = 0;
    int refused = 0;
    for (int i = 0; i < ROUNDS; i++) {
      PeerEnd end = new PeerEnd(PeerPair.LOOPBACK);
      end.connection.acceptOffer(mutated(offer));
      switch (first(end)) {
        case PeerEvent.LocalDescription answer -> {
          answered++;
          endsCleanly(end);
        }
        case PeerEvent.Failed(PeerFailure.DescriptionRefused refusal) -> refused++;
        case PeerEvent other -> throw new AssertionError("unexpected " + other);
      }
    }
    assertThat(answered).isPositive();
    assertThat(refused).isPositive();
  }

  @Test
  void mutatedAnswersAreRefusedOrTaken() throws Exception {
    int refused = 0;
    for (int i = 0; i < ROUNDS; i++) {
      PeerEnd offerer = new PeerEnd(PeerPair.LOOPBACK);
      PeerEnd answerer = new PeerEnd(PeerPair.LOOPBACK);
      answerer.connection.acceptOffer(offerOf(offerer));
      PeerEvent answer = first(answerer);
      assertThat(answer).isInstanceOf(PeerEvent.LocalDescription.class);
      String text = ((PeerEvent.LocalDescription) answer).description();
      offerer.connection.acceptAnswer(mutated(text));
      if (endsCleanly(offerer) instanceof PeerEvent.Failed) {
        refused++;
      }
      endsCleanly(answerer);
    }
    assertThat(refused).isPositive();
  }

  @Test
  void nonsenseForCandidates() throws Exception {
    PeerEnd offerer = new PeerEnd(PeerPair.LOOPBACK);
    PeerEnd answerer = new PeerEnd(PeerPair.LOOPBACK);
    List<String> candidates = new ArrayList<>();
    offerer.carry =
        event -> {
          if (event instanceof PeerEvent.LocalDescription(String description)) {
            answerer.connection.acceptOffer(description);
          } else if (event instanceof PeerEvent.LocalCandidate(String candidate)) {
            answerer.connection.addRemoteCandidate(candidate);
          }
        };
    answerer.carry =
        event -> {
          if (event instanceof PeerEvent.LocalDescription(String description)) {
            offerer.connection.acceptAnswer(description);
          } else if (event instanceof PeerEvent.LocalCandidate(String candidate)) {
            nonsense(candidate, candidates).forEach(offerer.connection::addRemoteCandidate);
            offerer.connection.addRemoteCandidate(candidate);
          }
        };
    offerer.connection.offer();
    offerer.await(PeerEvent.Connected.class);
    answerer.await(PeerEvent.Connected.class);
    assertThat(candidates).hasSizeGreaterThan(1_000);
    endsCleanly(offerer);
    endsCleanly(answerer);
  }

  /// Most of it does not parse. What does must not push the true candidate out, so it stays below
  /// the number that is taken.
  private List<String> nonsense(String candidate, List<String> all) {
    List<String> some = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      String[] fields = candidate.split(" ", -1);
      int broken = random.nextInt(4);
      fields[broken == 3 ? 5 : broken + 1] = "-1x" + random.nextLong();
      some.add(String.join(" ", fields));
    }
    some.add("");
    some.add("candidate:");
    some.add("x".repeat(1 << 20));
    some.add("candidate:1 1 udp 1 no-such-host.invalid 9 typ host");
    some.add("candidate:1 1 udp 1 5f3c.local 9 typ host");
    some.add("candidate:1 1 udp 1 224.0.0.1 9 typ host");
    some.add("candidate:1 1 udp 1 0.0.0.0 0 typ host");
    some.add("candidate:1 1 tcp 1 127.0.0.1 9 typ host tcptype active");
    all.addAll(some);
    return some;
  }

  private String mutated(String text) {
    StringBuilder changed = new StringBuilder(text);
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(changed.length());
      switch (random.nextInt(5)) {
        case 0 -> changed.setCharAt(at, (char) random.nextInt(0x180));
        case 1 -> changed.setLength(Math.max(1, at));
        case 2 -> changed.insert(at, "9".repeat(random.nextInt(40)));
        case 3 -> changed.delete(at, Math.min(changed.length() - 1, at + random.nextInt(40)));
        default -> changed.insert(at, changed.substring(at / 2, at));
      }
      if (changed.isEmpty()) {
        changed.append('v');
      }
    }
    return changed.toString();
  }

  private static String offerOf(PeerEnd end) throws InterruptedException {
    end.connection.offer();
    PeerEvent offer = first(end);
    assertThat(offer).isInstanceOf(PeerEvent.LocalDescription.class);
    return ((PeerEvent.LocalDescription) offer).description();
  }

  private static PeerEvent first(PeerEnd end) throws InterruptedException {
    PeerEvent event = end.events.poll(20, TimeUnit.SECONDS);
    assertThat(event).isNotNull();
    return event;
  }

  /// Its last event, which is none of our own faults.
  private static PeerEvent endsCleanly(PeerEnd end) throws InterruptedException {
    end.connection.abort("the test is over");
    PeerEvent event = first(end);
    while (!(event instanceof PeerEvent.Closed) && !(event instanceof PeerEvent.Failed)) {
      event = first(end);
    }
    if (event instanceof PeerEvent.Failed(PeerFailure failure)) {
      assertThat(failure).isNotInstanceOf(PeerFailure.OwnFault.class);
    }
    return event;
  }
}
