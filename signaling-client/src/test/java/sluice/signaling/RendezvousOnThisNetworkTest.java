package sluice.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.signaling.lan.LanHolder;
import sluice.signaling.wire.Nameplate;
import sluice.signaling.ws.FakeRelayServer;

@Timeout(120)
class RendezvousOnThisNetworkTest {
  private final Witness atMaker = new Witness();
  private final Witness atJoiner = new Witness();

  @Test
  void aJoinerFindsTheMakerByItsNameplate() throws Exception {
    try (FakeRelayServer relay = new FakeRelayServer();
        Rendezvous maker = make(relay, new CodeChoice.Words(2), atMaker)) {
      Code code = atMaker.await(RendezvousEvent.CodeAllocated.class).code();
      assertThat(code.nameplate().digits()).hasSize(4);
      try (Rendezvous joiner = join(code)) {
        assertThat(atMaker.await(RendezvousEvent.Paired.class))
            .isEqualTo(atJoiner.await(RendezvousEvent.Paired.class));
        assertThat(maker.resumeSecret()).isEqualTo(joiner.resumeSecret());
      }
    }
  }

  @Test
  void noHolderIsToldWithinFiveSeconds() throws Exception {
    long before = System.nanoTime();
    try (var _ = join(RendezvousOverWebSocketTest.code("999999999-aardvark-zebra"))) {
      assertThat(atJoiner.failure())
          .isEqualTo(new SignalingFailure.NoRelayFound(new Nameplate("999999999")));
      assertThat(System.nanoTime() - before).isLessThan(5_000_000_000L);
    }
  }

  @Test
  void twoHoldersAreAmbiguousAndNoneIsTried() throws Exception {
    Nameplate nameplate = new Nameplate("999999998");
    SecureRandom random = new SecureRandom();
    try (var _ = LanHolder.open(nameplate, 9, random);
        var _ = LanHolder.open(nameplate, 9, random);
        var _ = join(RendezvousOverWebSocketTest.code("999999998-aardvark-zebra"))) {
      assertThat(atJoiner.failure()).isEqualTo(new SignalingFailure.Ambiguous(nameplate, 2));
    }
  }

  @Test
  void aHeldNameplateIsNotTakenTwice() throws Exception {
    Nameplate nameplate = new Nameplate("999999997");
    Code wanted = RendezvousOverWebSocketTest.code("999999997-aardvark-zebra");
    try (var _ = LanHolder.open(nameplate, 9, new SecureRandom());
        FakeRelayServer relay = new FakeRelayServer();
        var _ = make(relay, new CodeChoice.Given(wanted), atMaker)) {
      assertThat(atMaker.failure()).isEqualTo(new SignalingFailure.NameplateTaken(nameplate));
    }
  }

  @Test
  void aSearchCanBeClosed() throws Exception {
    Rendezvous joiner = join(RendezvousOverWebSocketTest.code("999999996-aardvark-zebra"));
    long before = System.nanoTime();
    joiner.close();
    atJoiner.await(RendezvousEvent.Closed.class);
    assertThat(System.nanoTime() - before).isLessThan(2_500_000_000L);
  }

  private static Rendezvous make(FakeRelayServer relay, CodeChoice code, Witness witness) {
    return Rendezvous.make(
        new RelayChoice.ThisNetwork(relay.port()),
        code,
        RendezvousOptions.of(Purpose.SEND),
        witness);
  }

  private Rendezvous join(Code code) {
    return Rendezvous.join(
        code, new RelayChoice.ThisNetwork(0), RendezvousOptions.of(Purpose.SEND), atJoiner);
  }
}
