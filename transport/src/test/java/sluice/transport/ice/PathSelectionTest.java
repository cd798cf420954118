package sluice.transport.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Two ends find a path, whatever the order in which things are told.
class PathSelectionTest {

  private static void trickle(List<Candidate> from, IceEnd to) {
    for (Candidate each : from) {
      to.run(ice -> assertThat(ice.addRemoteCandidate(each.text())).isTrue());
    }
  }

  @Test
  void findsAPathOverLoopbackInUnderASecond() throws Exception {
    try (var a = new IceEnd("a", HostPolicy.LOOPBACK, List.of());
        var b = new IceEnd("b", HostPolicy.LOOPBACK, List.of())) {
      List<Candidate> ofA = a.candidates();
      List<Candidate> ofB = b.candidates();
      IceLink.warmUp();
      long begin = System.nanoTime();
      IceCredentials credentialsOfA = a.credentials();
      IceCredentials credentialsOfB = b.credentials();
      a.run(ice -> ice.start(IceRole.CONTROLLING, credentialsOfB, a.now()));
      b.run(ice -> ice.start(IceRole.CONTROLLED, credentialsOfA, b.now()));
      trickle(ofA, b);
      trickle(ofB, a);
      IcePath atA = a.await(IceEvent.PathSelected.class).path();
      IcePath atB = b.await(IceEvent.PathSelected.class).path();
      assertThat(System.nanoTime() - begin).isLessThan(1_000_000_000L);
      assertThat(atA.remote()).isEqualTo(atB.wire().local());
      assertThat(atB.remote()).isEqualTo(atA.wire().local());
    }
  }
}
