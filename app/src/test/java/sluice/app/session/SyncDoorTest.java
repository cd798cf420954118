package sluice.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.app.ExitCode;
import sluice.app.files.DestinationOptions;
import sluice.app.files.SyncTarget;
import sluice.app.peers.Grants;
import sluice.app.peers.Peer;
import sluice.app.peers.PeerAnswer;
import sluice.app.peers.PeerName;
import sluice.app.peers.PeerRequest;
import sluice.app.transfer.ConflictPolicy;
import sluice.signaling.Pairing;
import sluice.signaling.pake.Octets;

/// What a paired peer may ask for.
final class SyncDoorTest {
  @TempDir Path directory;
  private Path folder;

  @BeforeEach
  void prepare() throws Exception {
    folder = Files.createDirectory(directory.toRealPath().resolve("granted"));
    Files.createDirectory(folder.resolve("inner"));
    Files.createSymbolicLink(folder.resolve("out"), directory);
  }

  private static Octets octets(int length, int fill) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) fill);
    return Octets.of(bytes);
  }

  private Peer peer(Grants.@Nullable Access access, Grants.Deletion deletion, boolean snapshots) {
    List<Grants.Folder> folders =
        access == null ? List.of() : List.of(new Grants.Folder(access, folder));
    Grants grants =
        new Grants(
            folders,
            deletion,
            OptionalLong.of(77),
            snapshots ? Optional.of("on") : Optional.empty(),
            Optional.empty());
    Pairing pairing =
        new Pairing(
            octets(Pairing.SECRET_BYTES, 1),
            octets(Pairing.INSTALLATION_BYTES, 2),
            octets(Pairing.INSTALLATION_BYTES, 3));
    return new Peer(
        new PeerName("laptop"), pairing, List.of(), grants, Peer.Standing.HOLDS, Instant.EPOCH);
  }

  private Doorkeeper.Admission ask(Peer peer, PeerRequest.Verb verb, String path, String... words) {
    return new SyncDoor(directory.resolve("state"))
        .admit(peer, new PeerRequest(verb, path, List.of(words)));
  }

  private static PeerAnswer.@Nullable Reason reason(Doorkeeper.Admission admission) {
    return switch (admission) {
      case Doorkeeper.Admission.Refused(PeerAnswer.Refused refused) -> refused.reason();
      case Doorkeeper.Admission.Granted granted -> {
        granted.ended().accept(ExitCode.DONE);
        yield null;
      }
    };
  }

  @ParameterizedTest
  @CsvSource({
    ",      PUSH,        , NOT_PERMITTED",
    ",      PULL,        , NOT_PERMITTED",
    "READ,  PUSH,        , NOT_PERMITTED",
    "READ,  PULL,        ,",
    "WRITE, PULL,        , NOT_PERMITTED",
    "WRITE, PUSH,        ,",
    "WRITE, PUSH,  delete, NOT_PERMITTED",
    "ADD,   PULL,        , NOT_PERMITTED",
    "ADD,   PUSH,        ,",
    "ADD,   PUSH,  delete, NOT_PERMITTED",
  })
  void eachGrantOpensItsOwnDoor(
      Grants.@Nullable Access access,
      PeerRequest.Verb verb,
      @Nullable String word,
      PeerAnswer.@Nullable Reason expected) {
    Peer peer = peer(access, Grants.Deletion.FORBIDDEN, false);
    String[] words = word == null ? new String[0] : new String[] {word};
    assertThat(reason(ask(peer, verb, "inner", words))).isEqualTo(expected);
  }

  @Test
  void whoMayOnlyAddDeletesNothingEvenWhereDeletingIsAllowed() {
    Peer peer = peer(Grants.Access.ADD, Grants.Deletion.ALLOWED, false);
    assertThat(reason(ask(peer, PeerRequest.Verb.PUSH, "inner", "delete")))
        .isEqualTo(PeerAnswer.Reason.NOT_PERMITTED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"..", "inner/../..", "/etc", "out", "out/inner", "inner/./x", ".sluice-part-x"})
  void noPathLeadsOut(String path) {
    for (Grants.Access access : Grants.Access.values()) {
      Peer peer = peer(access, Grants.Deletion.ALLOWED, false);
      PeerRequest.Verb verb =
          access == Grants.Access.READ ? PeerRequest.Verb.PULL : PeerRequest.Verb.PUSH;
      assertThat(reason(ask(peer, verb, path)))
          .as(path)
          .isIn(PeerAnswer.Reason.NOT_PERMITTED, PeerAnswer.Reason.UNUSABLE);
    }
  }

  @Test
  void historyIsNotWrittenInto() {
    Peer peer = peer(Grants.Access.WRITE, Grants.Deletion.ALLOWED, true);
    for (String path :
        List.of("2026-11-20T193000Z-000042", "inner/2026-11-20T193000Z-000042/deeper")) {
      assertThat(reason(ask(peer, PeerRequest.Verb.PUSH, path)))
          .isEqualTo(PeerAnswer.Reason.NOT_PERMITTED);
    }
    assertThat(reason(ask(peer, PeerRequest.Verb.PUSH, "inner", "delete"))).isNull();
  }

  @Test
  void whatIsNotUnderstoodIsRefused() {
    Peer peer = peer(Grants.Access.WRITE, Grants.Deletion.ALLOWED, false);
    for (String word : List.of("unknown", "exclude=**/**/**/**/x")) {
      assertThat(reason(ask(peer, PeerRequest.Verb.PUSH, "inner", word)))
          .isEqualTo(PeerAnswer.Reason.NOT_UNDERSTOOD);
    }
  }

  private Task.Receive received(Grants.Access access) {
    Doorkeeper.Admission admission =
        ask(peer(access, Grants.Deletion.FORBIDDEN, false), PeerRequest.Verb.PUSH, "inner");
    return (Task.Receive) ((Doorkeeper.Admission.Granted) admission).task();
  }

  @Test
  void aWritingPeerLearnsNoHashOfWhatItDidNotBring() {
    Task.Receive task = received(Grants.Access.WRITE);
    Target.Sync target = (Target.Sync) task.target();
    assertThat(target.options().leftovers()).isEqualTo(DestinationOptions.Leftovers.UNTOLD);
    assertThat(target.wish().who()).isEqualTo(SyncTarget.Who.WRITER);
    assertThat(task.conflicts()).isEqualTo(ConflictPolicy.OVERWRITE);
    assertThat(task.maxBytes()).hasValue(77);
    assertThat(received(Grants.Access.ADD).conflicts()).isEqualTo(ConflictPolicy.FAIL);
  }

  /// Whatever becomes of its name between the request and the transfer.
  @Test
  void theFolderStaysTheOneThatWasGranted() throws Exception {
    Task.Receive task = received(Grants.Access.WRITE);
    Path held = ((Target.Sync) task.target()).wish().folder();
    Files.move(folder.resolve("inner"), folder.resolve("moved"));
    Files.createSymbolicLink(folder.resolve("inner"), directory);
    assertThat(held.toRealPath()).isEqualTo(folder.resolve("moved"));
  }
}
