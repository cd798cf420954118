package sluice.transport.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
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
      a.run(ice -> assertThat(ice.proven()).isPositive());
      b.run(ice -> assertThat(ice.proven()).isPositive());
    }
  }

  @Test
  void candidatesMayComeLongAfterTheCheckListRanEmpty() throws Exception {
    try (var a = new IceEnd("a", HostPolicy.LOOPBACK, List.of());
        var b = new IceEnd("b", HostPolicy.LOOPBACK, List.of())) {
      List<Candidate> ofA = a.candidates();
      b.candidates();
      start(a, IceRole.CONTROLLING, b);
      // Nobody answers at this address; then the true ones come, to one end only.
      a.run(ice -> assertThat(ice.addRemoteCandidate("1 1 udp 1 127.0.0.1 9 typ host")).isTrue());
      start(b, IceRole.CONTROLLED, a);
      trickle(ofA, b);
      IcePath atA = a.await(IceEvent.PathSelected.class).path();
      assertThat(atA.remote())
          .isEqualTo(b.await(IceEvent.PathSelected.class).path().wire().local());
    }
  }

  @Test
  void checksThatComeBeforeTheCredentialsAreNotLost() throws Exception {
    try (var a = new IceEnd("a", HostPolicy.LOOPBACK, List.of());
        var b = new IceEnd("b", HostPolicy.LOOPBACK, List.of())) {
      a.candidates();
      List<Candidate> ofB = b.candidates();
      start(a, IceRole.CONTROLLING, b);
      trickle(ofB, a);
      // Each check is repeated by its sender, so some come before and some after this.
      start(b, IceRole.CONTROLLED, a);
      b.await(IceEvent.PathSelected.class);
      a.await(IceEvent.PathSelected.class);
    }
  }

  @Test
  void twoEndsThatBothWantToControlAgree() throws Exception {
    for (IceRole both : IceRole.values()) {
      try (var a = new IceEnd("a", HostPolicy.LOOPBACK, List.of());
          var b = new IceEnd("b", HostPolicy.LOOPBACK, List.of())) {
        List<Candidate> ofA = a.candidates();
        List<Candidate> ofB = b.candidates();
        start(a, both, b);
        start(b, both, a);
        trickle(ofA, b);
        trickle(ofB, a);
        IcePath atA = a.await(IceEvent.PathSelected.class).path();
        IcePath atB = b.await(IceEvent.PathSelected.class).path();
        assertThat(atA.remote()).isEqualTo(atB.wire().local());
      }
    }
  }

  @Test
  void anEndWithInterfacesUsesLoopbackWhenTheOtherShowsIt() throws Exception {
    try (var a = new IceEnd("a", HostPolicy.ALL, List.of());
        var b = new IceEnd("b", HostPolicy.LOOPBACK, List.of())) {
      a.candidates();
      List<Candidate> ofB = b.candidates();
      start(a, IceRole.CONTROLLING, b);
      start(b, IceRole.CONTROLLED, a);
      trickle(ofB, a);
      assertThat(a.await(IceEvent.PathSelected.class).path().remote().getAddress())
          .matches(address -> address.isLoopbackAddress());
      b.await(IceEvent.PathSelected.class);
    }
  }

  @Test
  void strangersAreNotKnown() throws Exception {
    try (var a = new IceEnd("a", HostPolicy.LOOPBACK, List.of());
        var b = new IceEnd("b", HostPolicy.LOOPBACK, List.of())) {
      List<Candidate> ofA = a.candidates();
      List<Candidate> ofB = b.candidates();
      start(a, IceRole.CONTROLLING, b);
      start(b, IceRole.CONTROLLED, a);
      trickle(ofA, b);
      trickle(ofB, a);
      IcePath path = a.await(IceEvent.PathSelected.class).path();
      a.run(
          ice -> {
            assertThat(ice.knows(path.remote())).isTrue();
            assertThat(ice.knows(new InetSocketAddress(path.remote().getAddress(), 9))).isFalse();
          });
    }
  }

  private static void start(IceEnd end, IceRole role, IceEnd other) {
    IceCredentials credentials = other.credentials();
    end.run(ice -> ice.start(role, credentials, end.now()));
  }
}
