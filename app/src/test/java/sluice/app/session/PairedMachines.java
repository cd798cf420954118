package sluice.app.session;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import sluice.app.listen.SendDoor;
import sluice.app.peers.Grants;
import sluice.app.peers.Peer;
import sluice.app.peers.PeerName;
import sluice.app.peers.PeerRequest;
import sluice.app.peers.PeerStore;
import sluice.app.ui.Frontend;
import sluice.signaling.Pairing;
import sluice.signaling.RelayAccess;
import sluice.signaling.pake.Octets;
import sluice.transport.PeerOptions;

/// A laptop and a nas that were paired for good, each with its own SLUICE_HOME, in this process.
final class PairedMachines {
  static final PeerName NAS = new PeerName("nas");
  static final PeerName LAPTOP = new PeerName("laptop");

  private static final long PATIENCE_SECONDS = 60;

  final PeerStore laptop;
  final PeerStore nas;
  final Path granted;
  final URI relay;
  private final List<ServiceEvent> log = new ArrayList<>();

  PairedMachines(Path directory, URI relay, int seed) throws Exception {
    this.relay = relay;
    this.laptop = PeerStore.at(directory.resolve("laptop"));
    this.nas = PeerStore.at(directory.resolve("nas"));
    this.granted = Files.createDirectories(directory.resolve("granted"));
    Random random = new Random(seed);
    Octets secret = Octets.random(Pairing.SECRET_BYTES, random);
    Octets one = Octets.random(Pairing.INSTALLATION_BYTES, random);
    Octets two = Octets.random(Pairing.INSTALLATION_BYTES, random);
    laptop.add(peer(NAS, new Pairing(secret, one, two)));
    nas.add(peer(LAPTOP, new Pairing(secret, two, one)));
  }

  private Peer peer(PeerName name, Pairing pairing) {
    return new Peer(
        name,
        pairing,
        List.of(relay),
        Grants.NONE,
        Peer.Standing.HOLDS,
        Instant.parse("2026-11-20T20:00:00Z"));
  }

  void grant(Grants.Access access, Path folder) throws Exception {
    nas.change(
        LAPTOP,
        old ->
            old.withGrants(old.grants().withFolders(List.of(new Grants.Folder(access, folder)))));
  }

  static Meeting meeting(OptionalLong limit) {
    return new Meeting(
            Optional.empty(),
            RelayAccess.DIRECT,
            PeerOptions.defaults(),
            Optional.of(Duration.ofSeconds(45)))
        .withLimit(limit);
  }

  /// The nas listens.
  PeerService listen() throws Exception {
    PeerService service =
        new PeerService(
            meeting(OptionalLong.empty()),
            nas,
            new VerbDoors(Map.of(PeerRequest.Verb.SEND, new SendDoor())),
            this::note);
    service.reload();
    return service;
  }

  private synchronized void note(ServiceEvent event) {
    log.add(event);
    notifyAll();
  }

  synchronized List<ServiceEvent> log() {
    return List.copyOf(log);
  }

  /// Waits for an event of this kind, those that came before included.
  synchronized <E extends ServiceEvent> E await(Class<E> kind, Predicate<E> condition)
      throws InterruptedException {
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      for (ServiceEvent event : log) {
        if (kind.isInstance(event) && condition.test(kind.cast(event))) {
          return kind.cast(event);
        }
      }
      long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
      if (leftMillis <= 0) {
        throw new AssertionError("no " + kind.getSimpleName() + " among " + log);
      }
      wait(leftMillis);
    }
  }

  synchronized void forgetLog() {
    log.clear();
  }

  /// The laptop sends to the nas.
  PeerSession.Result send(String folder, Path file) throws Exception {
    return send(folder, file, OptionalLong.empty()).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /// The same beside the test.
  ///
  /// @param limit bytes a second
  CompletableFuture<PeerSession.Result> send(String folder, Path file, OptionalLong limit)
      throws Exception {
    PeerCall call =
        new PeerCall(
            laptop.find(NAS).orElseThrow(),
            new PeerRequest(PeerRequest.Verb.SEND, folder, List.of()),
            new Task.Send(new Payload.Files(List.of(file.toString())), Optional.empty(), Set.of()),
            meeting(limit));
    return CompletableFuture.supplyAsync(
        () -> PeerSession.call(call, laptop, new Frontend(new RecordingView(), Optional.empty())),
        task -> Thread.ofPlatform().daemon().name("laptop").start(task));
  }
}
