package sluice.app.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.ExitCode;
import sluice.app.files.DestinationOptions;
import sluice.app.peers.Grants;
import sluice.app.peers.Peer;
import sluice.app.peers.PeerAnswer;
import sluice.app.peers.PeerName;
import sluice.app.peers.PeerRequest;
import sluice.app.session.Doorkeeper.Admission;
import sluice.app.session.Target;
import sluice.app.session.Task;
import sluice.signaling.Pairing;
import sluice.signaling.pake.Octets;

/// What `send --to` is let into: `app/docs/peers.md`, section 4.
final class SendDoorTest {
  @TempDir Path directory;
  private Path granted;
  private Path outside;

  @BeforeEach
  void makeFolders() throws Exception {
    granted = Files.createDirectory(directory.resolve("granted"));
    outside = Files.createDirectory(directory.resolve("outside"));
  }

  private Admission ask(Grants grants, String path) {
    Random random = new Random(1);
    Peer peer =
        new Peer(
            new PeerName("laptop"),
            new Pairing(
                Octets.random(Pairing.SECRET_BYTES, random),
                Octets.random(Pairing.INSTALLATION_BYTES, random),
                Octets.random(Pairing.INSTALLATION_BYTES, random)),
            List.of(),
            grants,
            Peer.Standing.HOLDS,
            Instant.EPOCH);
    return new SendDoor().admit(peer, new PeerRequest(PeerRequest.Verb.SEND, path, List.of()));
  }

  private Grants grants(Grants.Access... accesses) {
    return Grants.NONE.withFolders(
        List.of(accesses).stream().map(each -> new Grants.Folder(each, granted)).toList());
  }

  private static Target.Files target(Admission admission) {
    return (Target.Files) ((Task.Receive) ((Admission.Granted) admission).task()).target();
  }

  private static PeerAnswer.Refused refusal(Admission admission) {
    return ((Admission.Refused) admission).answer();
  }

  @Test
  void aLinkPutInPlaceOfTheFolderMeanwhileLeadsNowhere() throws Exception {
    Admission.Granted admitted = (Admission.Granted) ask(grants(Grants.Access.WRITE), "inbox");
    Files.move(granted.resolve("inbox"), granted.resolve("moved"));
    Files.createSymbolicLink(granted.resolve("inbox"), outside);
    Path into = Path.of(target(admitted).output().orElseThrow());
    Files.writeString(into.resolve("a"), "contents");
    assertThat(outside).isEmptyDirectory();
    assertThat(granted.resolve("moved/a")).hasContent("contents");
    admitted.ended().accept(ExitCode.DONE);
  }

  @Test
  void whatStandsInTheWayIsNotTold() throws Exception {
    Files.createSymbolicLink(granted.resolve("link"), outside);
    Files.writeString(granted.resolve("file"), "x");
    Grants writing = grants(Grants.Access.WRITE);
    PeerAnswer.Refused never = refusal(ask(Grants.NONE, ""));
    for (String path : List.of("link", "link/below", "file", "file/below", "..", "/etc")) {
      assertThat(refusal(ask(writing, path))).as(path).isEqualTo(never);
    }
    assertThat(refusal(ask(grants(Grants.Access.READ), ""))).isEqualTo(never);
  }

  @Test
  void nothingOfWhatIsThereIsNamedToWhomMayOnlyWrite() {
    assertThat(target(ask(grants(Grants.Access.WRITE), "")).options().leftovers())
        .isEqualTo(DestinationOptions.Leftovers.UNTOLD);
    assertThat(target(ask(grants(Grants.Access.ADD), "")).options().leftovers())
        .isEqualTo(DestinationOptions.Leftovers.UNTOLD);
    assertThat(
            target(ask(grants(Grants.Access.WRITE, Grants.Access.READ), "")).options().leftovers())
        .isEqualTo(DestinationOptions.Leftovers.RESUME);
  }

  @Test
  void historyIsNotSentInto() {
    Grants keeping = grants(Grants.Access.WRITE).withSnapshot(Optional.of("each-run"));
    assertThat(refusal(ask(keeping, "")).reason()).isEqualTo(PeerAnswer.Reason.NOT_PERMITTED);
    assertThat(refusal(ask(keeping, "2026-11-20T000000Z-000042")).reason())
        .isEqualTo(PeerAnswer.Reason.NOT_PERMITTED);
  }
}
