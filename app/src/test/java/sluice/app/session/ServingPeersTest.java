package sluice.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.app.ExitCode;
import sluice.app.peers.Grants;
import sluice.app.peers.Peer;
import sluice.app.peers.PeerAnswer;
import sluice.app.relay.RelayLimits;
import sluice.app.relay.RelayOptions;
import sluice.app.relay.RelayServer;
import sluice.signaling.Pairing;
import sluice.signaling.pake.Octets;

/// The service that waits for paired peers, over the whole stack: `app/docs/peers.md`, sections 3 and 4.
final class ServingPeersTest {
  private static final long PATIENCE_SECONDS = 60;

  @TempDir Path directory;
  private RelayServer relay;
  private PairedMachines machines;
  private PeerService service;

  @BeforeEach
  void start() throws Exception {
    relay = relayAt(0);
    machines = new PairedMachines(directory, relay.uri(), 1);
    service = machines.listen();
  }

  @AfterEach
  void stop() {
    service.close();
    relay.close();
  }

  /// All come from one address here, and faster than anybody would: the limits of an address are not the
  /// subject.
  private static RelayServer relayAt(int port) throws Exception {
    RelayOptions usual =
        RelayOptions.listening(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    RelayLimits limits = usual.limits();
    return RelayServer.start(
        new RelayOptions(
            usual.listen(),
            usual.publicUrl(),
            usual.certificate(),
            usual.trustedProxies(),
            new RelayLimits(
                limits.admission(),
                limits.connections(),
                1000,
                limits.nameplates(),
                limits.rooms(),
                limits.placeLife(),
                limits.idleLife(),
                limits.messages(),
                limits.bytes(),
                new RelayLimits.Rate(10_000, 100_000),
                limits.failures()),
            usual.stun(),
            usual.turn(),
            usual.forward()));
  }

  private Path file(String name, int bytes) throws Exception {
    byte[] contents = new byte[bytes];
    new SplittableRandom(bytes).nextBytes(contents);
    return Files.write(directory.resolve(name), contents);
  }

  @Test
  void nothingIsPermittedUntilItIsGranted() throws Exception {
    PeerSession.Result refused = machines.send("", file("a", 1000));
    assertThat(refused.exit()).isEqualTo(ExitCode.NOT_PERMITTED);
    ServiceEvent.Refused told = machines.await(ServiceEvent.Refused.class, _ -> true);
    assertThat(told.peer()).isEqualTo(PairedMachines.LAPTOP);
    machines.grant(Grants.Access.READ, machines.granted);
    service.reload();
    assertThat(machines.send("", file("a", 1000)).exit()).isEqualTo(ExitCode.NOT_PERMITTED);
    assertThat(machines.granted).isEmptyDirectory();
  }

  @Test
  void whatIsGrantedIsStored() throws Exception {
    machines.grant(Grants.Access.ADD, machines.granted);
    service.reload();
    Path sent = file("a", 100_000);
    assertThat(machines.send("", sent).exit()).isEqualTo(ExitCode.DONE);
    assertThat(machines.granted.resolve("a")).hasSameBinaryContentAs(sent);
    assertThat(machines.send("deep/down", sent).exit()).isEqualTo(ExitCode.DONE);
    assertThat(machines.granted.resolve("deep/down/a")).hasSameBinaryContentAs(sent);
  }

  @Test
  void whoMayAddMayNotChange() throws Exception {
    machines.grant(Grants.Access.ADD, machines.granted);
    service.reload();
    Files.writeString(machines.granted.resolve("a"), "as it was");
    assertThat(machines.send("", file("a", 5000)).exit()).isEqualTo(ExitCode.CONFLICT);
    assertThat(machines.granted.resolve("a")).hasContent("as it was");
    machines.grant(Grants.Access.WRITE, machines.granted);
    service.reload();
    assertThat(machines.send("", file("a", 5000)).exit()).isEqualTo(ExitCode.DONE);
    assertThat(machines.granted.resolve("a")).hasSize(5000);
  }

  @Test
  void nobodyGetsOutOfItsFolder() throws Exception {
    machines.grant(Grants.Access.WRITE, machines.granted);
    service.reload();
    Files.createDirectory(directory.resolve("outside"));
    Files.createSymbolicLink(machines.granted.resolve("link"), directory.resolve("outside"));
    Files.createSymbolicLink(machines.granted.resolve("dangling"), directory.resolve("new"));
    for (String path :
        List.of("..", "../outside", "a/../../outside", "link", "link/x", "dangling", "/", "/tmp")) {
      assertThat(machines.send(path, file("a", 1000)).exit())
          .as(path)
          .isEqualTo(ExitCode.NOT_PERMITTED);
    }
    assertThat(directory.resolve("outside")).isEmptyDirectory();
    assertThat(directory.resolve("new")).doesNotExist();
  }

  @Test
  void noMoreIsStoredThanGranted() throws Exception {
    machines.nas.change(
        PairedMachines.LAPTOP,
        old ->
            old.withGrants(
                old.grants()
                    .withFolders(List.of(new Grants.Folder(Grants.Access.ADD, machines.granted)))
                    .withMaxBytes(OptionalLong.of(5000))));
    service.reload();
    assertThat(machines.send("", file("a", 5001)).exit()).isEqualTo(ExitCode.NOT_PERMITTED);
    assertThat(machines.granted).isEmptyDirectory();
    assertThat(machines.send("", file("b", 5000)).exit()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void whoIsRemovedIsRefusedFromThatMomentOn() throws Exception {
    machines.grant(Grants.Access.ADD, machines.granted);
    service.reload();
    machines.nas.remove(PairedMachines.LAPTOP, Peer.Standing.REMOVED);
    service.reload();
    assertThat(machines.send("", file("a", 1000)).exit()).isEqualTo(ExitCode.NOT_PERMITTED);
    assertThat(machines.await(ServiceEvent.Refused.class, _ -> true).answer().reason())
        .isEqualTo(PeerAnswer.Reason.NOT_PERMITTED);
    assertThat(machines.granted).isEmptyDirectory();
  }

  @Test
  void aPairingThatWasReplacedIsToldSo() throws Exception {
    machines.nas.remove(PairedMachines.LAPTOP, Peer.Standing.REPLACED);
    service.reload();
    PeerSession.Result result = machines.send("", file("a", 1000));
    assertThat(result.exit()).isEqualTo(ExitCode.CODE_REFUSED);
    assertThat(result.ending().orElseThrow().code()).isEqualTo("pairing_replaced");
  }

  @Test
  void takingBackEndsWhatRunsUnderIt() throws Exception {
    machines.grant(Grants.Access.ADD, machines.granted);
    service.reload();
    CompletableFuture<PeerSession.Result> slow =
        machines.send("", file("slow", 3_000_000), OptionalLong.of(300_000));
    machines.await(ServiceEvent.Asked.class, _ -> true);
    machines.nas.change(
        PairedMachines.LAPTOP,
        old -> old.withGrants(Grants.NONE).withStanding(Peer.Standing.FORBIDDEN));
    service.reload();
    assertThat(slow.get(PATIENCE_SECONDS, TimeUnit.SECONDS).exit()).isNotEqualTo(ExitCode.DONE);
    assertThat(machines.granted.resolve("slow")).doesNotExist();
  }

  @Test
  void readingThePeersAgainLeavesTransfersAlone() throws Exception {
    machines.grant(Grants.Access.ADD, machines.granted);
    service.reload();
    Path sent = file("slow", 1_000_000);
    CompletableFuture<PeerSession.Result> slow = machines.send("", sent, OptionalLong.of(500_000));
    machines.await(ServiceEvent.Asked.class, _ -> true);
    for (int i = 0; i < 20; i++) {
      service.reload();
    }
    assertThat(slow.get(PATIENCE_SECONDS, TimeUnit.SECONDS).exit()).isEqualTo(ExitCode.DONE);
    assertThat(machines.granted.resolve("slow")).hasSameBinaryContentAs(sent);
  }

  @Test
  void severalSessionsOfOnePeerAtOnce() throws Exception {
    machines.grant(Grants.Access.ADD, machines.granted);
    service.reload();
    List<CompletableFuture<PeerSession.Result>> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(machines.send("", file("f" + i, 400_000 + i), OptionalLong.of(400_000)));
    }
    for (CompletableFuture<PeerSession.Result> each : all) {
      assertThat(each.get(PATIENCE_SECONDS, TimeUnit.SECONDS).exit()).isEqualTo(ExitCode.DONE);
    }
    assertThat(machines.granted.toFile().list()).hasSize(4);
  }

  @Test
  void whoComesFirstWaitsForTheService() throws Exception {
    machines.grant(Grants.Access.ADD, machines.granted);
    service.close();
    CompletableFuture<PeerSession.Result> early =
        machines.send("", file("a", 1000), OptionalLong.empty());
    service = machines.listen();
    assertThat(early.get(PATIENCE_SECONDS, TimeUnit.SECONDS).exit()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void theRelayMayRestart() throws Exception {
    machines.grant(Grants.Access.ADD, machines.granted);
    service.reload();
    machines.await(ServiceEvent.RelayWatched.class, _ -> true);
    int port = relay.address().getPort();
    relay.close();
    machines.await(ServiceEvent.RelayLost.class, _ -> true);
    machines.forgetLog();
    relay = relayAt(port);
    machines.await(ServiceEvent.RelayWatched.class, _ -> true);
    assertThat(machines.send("", file("a", 1000)).exit()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void aCopyOfThePairingOnAnotherInstallationIsRefused() throws Exception {
    Peer nas = machines.laptop.find(PairedMachines.NAS).orElseThrow();
    // The lobby is named by the waiting side's id, so a thief finds it; the PAKE knows both.
    Peer thief =
        new Peer(
            nas.name(),
            new Pairing(
                nas.pairing().secret(), Octets.random(16, new Random(5)), nas.pairing().theirs()),
            nas.relays(),
            nas.grants(),
            nas.standing(),
            nas.pairedAt());
    machines.laptop.forget(PairedMachines.NAS);
    machines.laptop.add(thief);
    assertThat(machines.send("", file("a", 1000)).exit()).isEqualTo(ExitCode.CODE_REFUSED);
    machines.await(ServiceEvent.NotProven.class, _ -> true);
  }

  @ParameterizedTest
  @ValueSource(ints = 12)
  void shortSessionsLeaveNothingBehind(int sessions) throws Exception {
    comeAndGo(sessions);
  }

  @Tag("soak")
  @ParameterizedTest
  @ValueSource(ints = 10_000)
  void tenThousandShortSessionsLeaveNothingBehind(int sessions) throws Exception {
    comeAndGo(sessions);
  }

  private void comeAndGo(int sessions) throws Exception {
    Path sent = file("a", 1000);
    for (int i = 0; i < 5; i++) {
      assertThat(machines.send("", sent).exit()).isEqualTo(ExitCode.NOT_PERMITTED);
    }
    int threads = settledThreads(Integer.MAX_VALUE);
    long descriptors = descriptors();
    for (int i = 0; i < sessions; i++) {
      assertThat(machines.send("", sent).exit()).isEqualTo(ExitCode.NOT_PERMITTED);
      machines.forgetLog();
    }
    assertThat(settledThreads(threads + 4)).isLessThanOrEqualTo(threads + 4);
    assertThat(descriptors()).isLessThanOrEqualTo(descriptors + 16);
    assertThat(service.status().sessions()).isEmpty();
    assertThat(service.status().begun()).isGreaterThanOrEqualTo(sessions);
  }

  /// Threads, once those that are ending have ended.
  private int settledThreads(int wanted) throws InterruptedException {
    long untilNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    int before;
    int now = Thread.activeCount();
    do {
      before = now;
      RealTime.passes(Duration.ofMillis(200));
      now = Thread.activeCount();
    } while ((now > wanted || now < before || !service.status().sessions().isEmpty())
        && System.nanoTime() < untilNanos);
    return now;
  }

  private static long descriptors() {
    String[] open = new File("/proc/self/fd").list();
    return open == null ? 0 : open.length;
  }
}
