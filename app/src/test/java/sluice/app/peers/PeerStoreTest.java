package sluice.app.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.signaling.Pairing;
import sluice.signaling.pake.Octets;

/// What is kept of peers, and how: `app/docs/peers.md`, section 1.
class PeerStoreTest {
  @TempDir Path home;
  private PeerStore store;

  @BeforeEach
  void open() {
    store = PeerStore.at(home.resolve("sluice"));
  }

  static Peer peer(String name, int seed) {
    Random random = new Random(seed);
    return new Peer(
        new PeerName(name),
        new Pairing(
            Octets.random(Pairing.SECRET_BYTES, random),
            Octets.random(Pairing.INSTALLATION_BYTES, random),
            Octets.random(Pairing.INSTALLATION_BYTES, random)),
        List.of(URI.create("wss://relay.example"), URI.create("ws://10.0.0.1:8443/x")),
        new Grants(
            List.of(
                new Grants.Folder(Grants.Access.ADD, Path.of("/srv/in box")),
                new Grants.Folder(Grants.Access.READ, Path.of("/srv/=out"))),
            Grants.Deletion.ALLOWED,
            OptionalLong.of(5),
            Optional.of("each-run"),
            Optional.of("daily:7,weekly:4")),
        Peer.Standing.HOLDS,
        Instant.parse("2026-11-20T20:00:00Z"));
  }

  @Test
  void whatIsKeptComesBackAndIsForItsOwnerAlone() throws Exception {
    Peer nas = peer("nas", 1);
    store.add(nas);
    assertThat(PeerStore.at(home.resolve("sluice")).peers()).containsExactly(nas);
    assertThat(store.installation()).isEqualTo(PeerStore.at(home.resolve("sluice")).installation());
    store.met(nas.pairing(), 7);
    try (Stream<Path> all = Files.walk(home.resolve("sluice"))) {
      for (Path each : all.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
            .isEqualTo(Files.isDirectory(each) ? "rwx------" : "rw-------");
      }
    }
  }

  @Test
  void aFileThatOthersCanReadIsRefused() throws Exception {
    store.add(peer("nas", 1));
    Path file = home.resolve("sluice/peers/nas.peer");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> store.peers())
        .isInstanceOf(PeerStoreException.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void aLineThatIsNotUnderstoodIsNeverIgnored() throws Exception {
    store.add(peer("nas", 1));
    Path file = home.resolve("sluice/peers/nas.peer");
    String good = Files.readString(file);
    for (String line : List.of("reed = /srv", "delete = perhaps", "add = srv", "standing = well")) {
      Files.writeString(file, good + line + "\n");
      assertThatThrownBy(() -> store.find(new PeerName("nas")))
          .isInstanceOf(PeerStoreException.class)
          .hasMessageContaining(line.substring(0, line.indexOf(' ')));
    }
    Files.writeString(file, good.replace("standing = holds\n", ""));
    assertThat(store.find(new PeerName("nas")).orElseThrow().standing())
        .isEqualTo(Peer.Standing.FORBIDDEN);
  }

  @Test
  void theSecretStandsInNoMessageAndNoText() throws Exception {
    Peer nas = peer("nas", 1);
    store.add(nas);
    Path file = home.resolve("sluice/peers/nas.peer");
    String secret =
        Files.readAllLines(file).stream()
            .filter(line -> line.startsWith("secret"))
            .findFirst()
            .orElseThrow()
            .substring("secret = ".length());
    Files.writeString(file, Files.readString(file).replace("secret = ", "secret = !"));
    assertThatThrownBy(() -> store.peers())
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(secret));
    assertThat(nas.toString()).doesNotContain(secret);
  }

  @Test
  void namesAreTakenOnce() throws Exception {
    store.add(peer("nas", 1));
    store.add(peer("box", 2));
    assertThatThrownBy(() -> store.add(peer("nas", 3))).isInstanceOf(PeerStoreException.class);
    assertThatThrownBy(() -> store.rename(new PeerName("box"), new PeerName("nas")))
        .isInstanceOf(PeerStoreException.class);
    store.rename(new PeerName("box"), new PeerName("attic"));
    assertThat(store.peers())
        .extracting(each -> each.name().text())
        .containsExactly("attic", "nas");
    assertThat(store.find(new PeerName("attic")).orElseThrow().pairing())
        .isEqualTo(peer("box", 2).pairing());
  }

  @Test
  void whoIsRemovedIsRememberedWithoutAnyGrant() throws Exception {
    store.add(peer("nas", 1));
    store.remove(new PeerName("nas"), Peer.Standing.REMOVED);
    assertThat(store.peers()).isEmpty();
    Peer departed = store.departed().getFirst();
    assertThat(departed.standing()).isEqualTo(Peer.Standing.REMOVED);
    assertThat(departed.grants()).isEqualTo(Grants.NONE);
    store.add(peer("nas", 2));
    store.forget(new PeerName("nas"));
    assertThat(store.departed()).hasSize(1);
  }

  @Test
  void theDepartedAreLimited() throws Exception {
    for (int i = 0; i < PeerStore.MAX_DEPARTED + 3; i++) {
      store.add(peer("nas", i));
      store.remove(new PeerName("nas"), Peer.Standing.REMOVED);
    }
    assertThat(store.departed()).hasSize(PeerStore.MAX_DEPARTED);
  }

  @Test
  void windowsOnlyGrow() throws Exception {
    Pairing pairing = peer("nas", 1).pairing();
    assertThat(store.lastWindow(pairing)).isEqualTo(Long.MIN_VALUE);
    store.met(pairing, 500_000);
    store.met(pairing, 499_999);
    assertThat(store.lastWindow(pairing)).isEqualTo(500_000);
  }

  @Test
  void changesOfSeveralAtOnceAreAllKept() throws Exception {
    store.add(peer("nas", 1));
    List<Future<?>> changes = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 24; i++) {
        Grants.Folder folder = new Grants.Folder(Grants.Access.WRITE, Path.of("/srv/" + i));
        changes.add(
            pool.submit(
                () ->
                    PeerStore.at(home.resolve("sluice"))
                        .change(
                            new PeerName("nas"),
                            old -> {
                              List<Grants.Folder> more = new ArrayList<>(old.grants().folders());
                              more.add(folder);
                              return old.withGrants(old.grants().withFolders(more));
                            })));
      }
      for (Future<?> change : changes) {
        change.get();
      }
    }
    assertThat(store.find(new PeerName("nas")).orElseThrow().grants().folders()).hasSize(26);
  }

  @Test
  void whoHoldsTheAnswersHoldsThemUntilTheLastLetsGo() throws Exception {
    Pairing pairing = peer("nas", 1).pairing();
    var one = store.holdAnswers(pairing);
    var two = store.holdAnswers(pairing);
    one.close();
    one.close();
    assertThat(store.areAnswersHeld(pairing)).isTrue();
    two.close();
    assertThat(store.areAnswersHeld(pairing)).isFalse();
  }
}
