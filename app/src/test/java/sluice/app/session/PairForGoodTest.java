package sluice.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.ExitCode;
import sluice.app.peers.Grants;
import sluice.app.peers.Peer;
import sluice.app.peers.PeerName;
import sluice.app.peers.PeerStore;
import sluice.app.relay.MeddlingRelay;
import sluice.app.ui.Frontend;
import sluice.app.ui.UiEvent;
import sluice.signaling.Code;
import sluice.signaling.CodeChoice;
import sluice.signaling.Pairing;
import sluice.signaling.RelayAccess;
import sluice.transport.PeerOptions;

/// `sluice pair`: `app/docs/peers.md`, section 2.
final class PairForGoodTest {
  private static final PeerName NAS = new PeerName("nas");
  private static final PeerName LAPTOP = new PeerName("laptop");

  @TempDir Path directory;
  private MeddlingRelay relay;
  private PeerStore laptop;
  private PeerStore nas;
  private RecordingView made;

  @BeforeEach
  void start() throws Exception {
    relay = MeddlingRelay.honest();
    laptop = PeerStore.at(directory.resolve("laptop"));
    nas = PeerStore.at(directory.resolve("nas"));
  }

  @AfterEach
  void stop() {
    relay.close();
  }

  private PairOrder.Novelty novelty = PairOrder.Novelty.NEW;

  private PairOrder order(Optional<String> code, Optional<PeerName> name, Optional<URI> relay) {
    return new PairOrder(
        code.map(text -> ((Code.Reading.Valid) Code.read(text)).code()),
        new CodeChoice.Words(2),
        name,
        PairOrder.Reach.RELAY,
        novelty,
        new Meeting(
            relay,
            RelayAccess.DIRECT,
            PeerOptions.defaults(),
            Optional.of(Duration.ofSeconds(45))));
  }

  private CompletableFuture<ExitCode> make(PeerStore store, PeerName name) {
    made = new RecordingView();
    PairOrder order = order(Optional.empty(), Optional.of(name), Optional.of(relay.uri()));
    return CompletableFuture.supplyAsync(
        () -> PairSession.run(order, store, new Frontend(made, Optional.empty())),
        task -> Thread.ofPlatform().daemon().name("pair").start(task));
  }

  private ExitCode take(PeerStore store, PeerName name, UnaryOperator<String> typo)
      throws InterruptedException {
    String code = typo.apply(made.await(UiEvent.CodeReady.class).code());
    return PairSession.run(
        order(Optional.of(code), Optional.of(name), Optional.of(relay.uri())),
        store,
        new Frontend(new RecordingView(), Optional.empty()));
  }

  private void pair() throws Exception {
    CompletableFuture<ExitCode> other = make(laptop, NAS);
    assertThat(take(nas, LAPTOP, UnaryOperator.identity())).isEqualTo(ExitCode.DONE);
    assertThat(other.get(60, TimeUnit.SECONDS)).isEqualTo(ExitCode.DONE);
  }

  @Test
  void bothKeepOneSecretAndTheRelayAndGrantNothing() throws Exception {
    pair();
    Peer there = laptop.find(NAS).orElseThrow();
    Peer here = nas.find(LAPTOP).orElseThrow();
    assertThat(there.pairing().secret()).isEqualTo(here.pairing().secret());
    assertThat(there.pairing().own()).isEqualTo(here.pairing().theirs());
    assertThat(there.pairing().theirs()).isEqualTo(here.pairing().own());
    assertThat(there.relays()).containsExactly(relay.uri());
    assertThat(here.relays()).containsExactly(relay.uri());
    assertThat(there.grants()).isEqualTo(Grants.NONE);
    assertThat(here.grants()).isEqualTo(Grants.NONE);
  }

  @Test
  void pairingAgainReplacesTheSecretAndKeepsTheGrants() throws Exception {
    pair();
    Pairing before = nas.find(LAPTOP).orElseThrow().pairing();
    Grants grants = Grants.NONE.withDeletion(Grants.Deletion.ALLOWED);
    nas.change(LAPTOP, old -> old.withGrants(grants));
    novelty = PairOrder.Novelty.REPLACING;
    pair();
    Peer now = nas.find(LAPTOP).orElseThrow();
    assertThat(now.pairing().secret())
        .isNotEqualTo(before.secret())
        .isEqualTo(laptop.find(NAS).orElseThrow().pairing().secret());
    assertThat(now.grants()).isEqualTo(grants);
    assertThat(nas.departed())
        .singleElement()
        .extracting(Peer::standing)
        .isEqualTo(Peer.Standing.REPLACED);
  }

  @Test
  void anotherMachineInheritsNoGrants() throws Exception {
    pair();
    PeerStore third = PeerStore.at(directory.resolve("third"));
    // The user means to pair the laptop anew, and another machine comes with the code.
    nas.change(LAPTOP, old -> old.withGrants(Grants.NONE.withDeletion(Grants.Deletion.ALLOWED)));
    novelty = PairOrder.Novelty.REPLACING;
    CompletableFuture<ExitCode> other = make(third, NAS);
    assertThat(take(nas, LAPTOP, UnaryOperator.identity())).isEqualTo(ExitCode.DONE);
    assertThat(other.get(60, TimeUnit.SECONDS)).isEqualTo(ExitCode.DONE);
    assertThat(nas.find(LAPTOP).orElseThrow().grants()).isEqualTo(Grants.NONE);
  }

  @Test
  void aNameInUseIsNotTakenUnasked() throws Exception {
    pair();
    RecordingView view = new RecordingView();
    PairOrder order = order(Optional.empty(), Optional.of(NAS), Optional.of(relay.uri()));
    assertThat(PairSession.run(order, laptop, new Frontend(view, Optional.empty())))
        .isEqualTo(ExitCode.CONFLICT);
    assertThat(view.failureMessage()).contains("--replace");
  }

  @Test
  void aWrongCodeKeepsNothing() throws Exception {
    CompletableFuture<ExitCode> other = make(laptop, NAS);
    UnaryOperator<String> wrong =
        code -> code.substring(0, code.indexOf('-')) + "-aardvark-abandoned";
    assertThat(take(nas, LAPTOP, wrong)).isEqualTo(ExitCode.CODE_REFUSED);
    assertThat(other.get(60, TimeUnit.SECONDS)).isEqualTo(ExitCode.CODE_REFUSED);
    assertThat(laptop.peers()).isEmpty();
    assertThat(nas.peers()).isEmpty();
  }

  @Test
  void nobodyPairsWithItself() throws Exception {
    CompletableFuture<ExitCode> other = make(laptop, NAS);
    assertThat(take(laptop, LAPTOP, UnaryOperator.identity())).isEqualTo(ExitCode.USAGE);
    assertThat(other.get(60, TimeUnit.SECONDS)).isEqualTo(ExitCode.USAGE);
    assertThat(laptop.peers()).isEmpty();
  }

  @Test
  void aScriptWithoutARelayIsRefusedUnlessItSaysSo() {
    RecordingView view = new RecordingView();
    PairOrder order = order(Optional.empty(), Optional.of(NAS), Optional.empty());
    assertThat(PairSession.run(order, laptop, new Frontend(view, Optional.empty())))
        .isEqualTo(ExitCode.RELAY_UNREACHABLE);
    assertThat(view.failureMessage()).contains("--lan-only");
  }

  @Test
  void aScriptNamesTheOtherSide() {
    RecordingView view = new RecordingView();
    PairOrder order = order(Optional.empty(), Optional.empty(), Optional.of(relay.uri()));
    assertThat(PairSession.run(order, laptop, new Frontend(view, Optional.empty())))
        .isEqualTo(ExitCode.ANSWER_NEEDED);
    assertThat(view.failureMessage()).contains("--as");
  }
}
