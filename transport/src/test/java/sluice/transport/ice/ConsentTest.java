package sluice.transport.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sluice.transport.stun.StunMessage;

/// Consent in virtual time: kept by answers, lost after thirty seconds without one, and moved with the other end.
class ConsentTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final IceCredentials ours = IceCredentials.generate(new Random(1));
  private final IceCredentials theirs = IceCredentials.generate(new Random(2));
  private final Wire wire = new Wire();
  private final InetSocketAddress peer = address(4_000);
  private final InetSocketAddress elsewhere = address(4_001);
  private final List<CheckList.Pair> pairs = new ArrayList<>();
  private final List<IceEvent> events = new ArrayList<>();
  private final List<Consent.Check> checks = new ArrayList<>();
  private final List<InetSocketAddress> answering = new ArrayList<>(List.of(peer));
  private Consent consent = consent(IceRole.CONTROLLED);
  private long now;

  private static final class Wire implements IceWire {
    @Override
    public InetSocketAddress local() {
      return address(3_000);
    }

    @Override
    public void send(byte[] message, InetSocketAddress to) {
      throw new AssertionError("an engine does not send");
    }
  }

  private static InetSocketAddress address(int port) {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
  }

  private Consent consent(IceRole role) {
    var path = new IcePath(wire, peer, Candidate.Type.HOST, Candidate.Type.HOST, Duration.ZERO);
    return new Consent(ours, theirs, role, 7, new Random(3), () -> pairs, path, 0);
  }

  private void runUntil(long end) {
    drain();
    while (consent.deadlineNanos() <= end) {
      now = Math.max(now, consent.deadlineNanos());
      consent.onTimeout(now);
      drain();
    }
    now = end;
  }

  private void drain() {
    for (var check = consent.pollCheck(); check != null; check = consent.pollCheck()) {
      checks.add(check);
      if (answering.contains(check.to())) {
        answer(check, theirs.password());
      }
    }
    for (var event = consent.pollEvent(); event != null; event = consent.pollEvent()) {
      events.add(event);
    }
  }

  private void answer(Consent.Check check, String password) {
    var request = StunMessage.parse(check.message(), 0, check.message().length).orElseThrow();
    assertThat(request.authentic(theirs.password())).isTrue();
    byte[] sealed =
        new StunMessage.Writer(StunMessage.SUCCESS, request.transaction())
            .mapped(wire.local())
            .seal(password);
    consent.receive(
        StunMessage.parse(sealed, 0, sealed.length).orElseThrow(), wire, check.to(), now);
  }

  private CheckList.Pair pair(InetSocketAddress remote, Candidate.Type type) {
    return new CheckList.Pair(wire, remote, Candidate.Type.HOST, type);
  }

  @Test
  void aHighRoundTripTimeIsGivenMoreTimeButNotMoreThanFiveSeconds() {
    long delay = 900 * SECOND / 1_000;
    answering.clear();
    drain();
    now = delay;
    checks.forEach(check -> answer(check, theirs.password()));
    consent.outstanding(true, now);
    runUntil(delay + 45 * SECOND / 10);
    assertThat(events).isEmpty();
    runUntil(delay + 5 * SECOND);
    assertThat(events).contains(new IceEvent.PathSuspect());
  }

  @Test
  void theControllingEndTakesAnyOtherPairThatAnswersWhenItsPathIsInDoubt() {
    consent = consent(IceRole.CONTROLLING);
    pairs.add(pair(address(4_009), Candidate.Type.HOST));
    pairs.add(pair(elsewhere, Candidate.Type.SERVER_REFLEXIVE));
    pairs.add(pair(peer, Candidate.Type.HOST));
    answering.add(elsewhere);
    runUntil(20 * SECOND);
    assertThat(checks).allMatch(check -> check.to().equals(peer));
    answering.remove(peer);
    consent.outstanding(true, now);
    runUntil(23 * SECOND);
    assertThat(consent.path().remote()).isEqualTo(elsewhere);
    assertThat(events)
        .hasExactlyElementsOfTypes(IceEvent.PathSuspect.class, IceEvent.PathSelected.class);
    assertThat(nominates(checks.getLast())).isTrue();
  }

  @Test
  void theControlledEndTriesOtherPairsInDoubtButLeavesTheChoice() {
    pairs.add(pair(elsewhere, Candidate.Type.HOST));
    answering.add(elsewhere);
    answering.remove(peer);
    consent.doubt(now);
    runUntil(5 * SECOND);
    assertThat(checks).anyMatch(check -> check.to().equals(elsewhere));
    assertThat(checks).noneMatch(this::nominates);
    assertThat(consent.path().remote()).isEqualTo(peer);
  }

  @Test
  void aRelayedPathIsLeftForADirectOneThatAppears() {
    var relayed =
        new IcePath(wire, peer, Candidate.Type.RELAYED, Candidate.Type.HOST, Duration.ZERO);
    consent =
        new Consent(ours, theirs, IceRole.CONTROLLING, 7, new Random(3), () -> pairs, relayed, now);
    pairs.add(pair(elsewhere, Candidate.Type.SERVER_REFLEXIVE));
    runUntil(60 * SECOND);
    long probes = checks.stream().filter(check -> check.to().equals(elsewhere)).count();
    assertThat(probes).isBetween(6L, 10L);
    answering.add(elsewhere);
    runUntil(71 * SECOND);
    assertThat(consent.path().remote()).isEqualTo(elsewhere);
    assertThat(events).hasExactlyElementsOfTypes(IceEvent.PathSelected.class);
  }

  @Test
  void aDirectPathIsNotLeftForAnother() {
    consent = consent(IceRole.CONTROLLING);
    pairs.add(pair(elsewhere, Candidate.Type.HOST));
    answering.add(elsewhere);
    runUntil(60 * SECOND);
    consent.onRequest(wire, elsewhere, false, now);
    drain();
    assertThat(events).isEmpty();
  }

  @Test
  void checksFromElsewhereMakeTheControllingEndAskWhetherItsSilentPathIsDead() {
    consent = consent(IceRole.CONTROLLING);
    pairs.add(pair(elsewhere, Candidate.Type.PEER_REFLEXIVE));
    runUntil(SECOND);
    answering.clear();
    answering.add(elsewhere);
    runUntil(3 * SECOND);
    consent.onRequest(wire, elsewhere, false, now);
    runUntil(41 * SECOND / 10);
    assertThat(consent.path().remote()).isEqualTo(elsewhere);
  }

  @Test
  void aNominationThatWasOvertakenDoesNotLeadBack() {
    answering.add(elsewhere);
    runUntil(SECOND);
    consent.onRequest(wire, elsewhere, true, now);
    drain();
    assertThat(consent.path().remote()).isEqualTo(elsewhere);
    consent.onRequest(wire, peer, true, now + SECOND / 10);
    drain();
    assertThat(consent.path().remote()).isEqualTo(elsewhere);
    consent.onRequest(wire, peer, true, now + 2 * SECOND);
    drain();
    assertThat(consent.path().remote()).isEqualTo(peer);
  }

  @Test
  void aRoleConflictIsSettled() {
    consent = consent(IceRole.CONTROLLING);
    var error = consent.pollCheck();
    var request = StunMessage.parse(error.message(), 0, error.message().length).orElseThrow();
    byte[] conflict =
        new StunMessage.Writer(StunMessage.ERROR, request.transaction())
            .add(StunMessage.ERROR_CODE, new byte[] {0, 0, 4, 87})
            .seal(theirs.password());
    consent.receive(StunMessage.parse(conflict, 0, conflict.length).orElseThrow(), wire, peer, now);
    runUntil(20 * SECOND);
    assertThat(checks).isNotEmpty().noneMatch(this::nominates);
  }

  private boolean nominates(Consent.Check check) {
    return StunMessage.parse(check.message(), 0, check.message().length)
        .orElseThrow()
        .has(StunMessage.USE_CANDIDATE);
  }

  @Test
  void roundsAreBounded() {
    for (int i = 0; i < 200; i++) {
      pairs.add(pair(address(5_000 + i), Candidate.Type.HOST));
    }
    answering.clear();
    consent.doubt(now);
    runUntil(10 * SECOND);
    assertThat(checks.size()).isLessThan(21 * (Alternatives.MAX_PAIRS + 1));
  }

  @Test
  void answersKeepItForEver() {
    runUntil(600 * SECOND);
    assertThat(events).isEmpty();
    assertThat(checks).hasSizeBetween(99, 151);
    assertThat(consent.path()).isNotNull();
  }

  @Test
  void thirtySecondsWithoutAnAnswerLoseIt() {
    answering.clear();
    runUntil(29 * SECOND);
    assertThat(consent.path()).isNotNull();
    runUntil(31 * SECOND);
    assertThat(consent.path()).isNull();
    assertThat(events).containsExactly(new IceEvent.PathLost(), new IceEvent.RestartWanted());
  }

  @Test
  void forgedAnswersDoNotKeepIt() {
    answering.clear();
    drain();
    while (now < 31 * SECOND) {
      checks.forEach(check -> answer(check, ours.password()));
      runUntil(now + SECOND);
    }
    assertThat(consent.path()).isNull();
  }

  @Test
  void anAnswerAfterTheLossBringsThePathBack() {
    answering.clear();
    runUntil(40 * SECOND);
    answering.add(peer);
    runUntil(45 * SECOND);
    assertThat(consent.path()).isNotNull();
    assertThat(events.getLast()).isInstanceOf(IceEvent.PathSelected.class);
  }

  /// The other end was stopped, and answers everything at once when it goes on.
  @Test
  void answersToChecksOfLongAgoBringThePathBackButMeasureNothing() {
    drain();
    Duration measured = consent.path().roundTripTime();
    answering.clear();
    runUntil(70 * SECOND);
    List<Consent.Check> old = List.copyOf(checks);
    runUntil(80 * SECOND);
    old.forEach(check -> answer(check, theirs.password()));
    drain();
    assertThat(consent.path()).isNotNull();
    assertThat(consent.path().roundTripTime()).isEqualTo(measured);
    assertThat(events.getLast()).isInstanceOf(IceEvent.PathSelected.class);
  }

  @Test
  void silenceWithDataOutstandingIsSuspectAfterTwoSeconds() {
    runUntil(SECOND);
    answering.clear();
    consent.outstanding(true, now);
    runUntil(29 * SECOND / 10);
    assertThat(events).isEmpty();
    runUntil(31 * SECOND / 10);
    assertThat(events).containsExactly(new IceEvent.PathSuspect());
    int before = checks.size();
    runUntil(51 * SECOND / 10);
    assertThat(checks.size() - before).isBetween(3, 5);
    assertThat(events).containsExactly(new IceEvent.PathSuspect(), new IceEvent.RestartWanted());
    consent.onHeard(now);
    drain();
    assertThat(events.getLast()).isInstanceOf(IceEvent.PathSelected.class);
  }

  @Test
  void silenceWithNothingOutstandingIsNotSuspect() {
    answering.clear();
    runUntil(29 * SECOND);
    assertThat(events).isEmpty();
  }

  @Test
  void theControlledEndFollowsANominationOnceItsOwnCheckIsAnswered() {
    answering.add(elsewhere);
    runUntil(SECOND);
    consent.onRequest(wire, elsewhere, false, now);
    drain();
    assertThat(events).isEmpty();
    consent.onRequest(wire, elsewhere, true, now);
    drain();
    assertThat(events).hasSize(1);
    assertThat(consent.path().remote()).isEqualTo(elsewhere);
  }

  @Test
  void aNominationThatDoesNotAnswerIsNotFollowed() {
    runUntil(SECOND);
    consent.onRequest(wire, elsewhere, true, now);
    runUntil(60 * SECOND);
    assertThat(events).isEmpty();
    assertThat(consent.path().remote()).isEqualTo(peer);
  }

  @Test
  void theControllingEndMovesOnlyWhenItsPathIsInDoubt() {
    consent = consent(IceRole.CONTROLLING);
    answering.add(elsewhere);
    runUntil(SECOND);
    consent.onRequest(wire, elsewhere, false, now);
    drain();
    assertThat(events).isEmpty();
    answering.remove(peer);
    consent.outstanding(true, now);
    runUntil(8 * SECOND);
    consent.onRequest(wire, elsewhere, false, now);
    drain();
    assertThat(consent.path().remote()).isEqualTo(elsewhere);
  }
}
