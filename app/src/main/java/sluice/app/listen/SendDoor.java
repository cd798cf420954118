package sluice.app.listen;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sluice.app.files.DestinationOptions;
import sluice.app.peers.GrantedPlace;
import sluice.app.peers.Grants;
import sluice.app.peers.Peer;
import sluice.app.peers.PeerAnswer;
import sluice.app.peers.PeerRequest;
import sluice.app.session.Doorkeeper;
import sluice.app.session.ReceiveOrder;
import sluice.app.session.Target;
import sluice.app.session.Task;
import sluice.app.transfer.ConflictPolicy;

/// Decides on `send --to`: into a folder that the peer may add to or write.
public final class SendDoor implements Doorkeeper {
  @Override
  public Admission admit(Peer peer, PeerRequest request) {
    if (!request.options().isEmpty()) {
      return refuse(PeerAnswer.Reason.NOT_UNDERSTOOD, "send knows no options here");
    }
    Optional<GrantedPlace> place =
        GrantedPlace.of(
            peer.grants(), Set.of(Grants.Access.ADD, Grants.Access.WRITE), request.path());
    if (peer.grants().snapshot().isPresent()) {
      // Whatever is sent could go into a snapshot that stands there.
      return refuse(PeerAnswer.Reason.NOT_PERMITTED, "where it keeps snapshots it takes only sync");
    }
    if (place.isEmpty() || !isPlain(place.get())) {
      return refuse(PeerAnswer.Reason.NOT_PERMITTED, "it grants no such folder to write");
    }
    return new Admission.Granted(task(place.get(), peer.grants()), List.of(), exit -> {});
  }

  private static Task task(GrantedPlace place, Grants grants) {
    ConflictPolicy conflicts =
        switch (place.folder().access()) {
          case WRITE -> ConflictPolicy.OVERWRITE;
          case ADD, READ -> ConflictPolicy.FAIL;
        };
    // It ends with a slash: a folder, whatever comes.
    Target target =
        new Target.Files(
            Optional.of(place.path() + "/"),
            new DestinationOptions(Set.of()).with(DestinationOptions.Leftovers.UNTOLD));
    return new Task.Receive(
        target, ReceiveOrder.Consent.GIVEN, conflicts, Set.of(), grants.maxBytes());
  }

  /// Whether no link stands below the granted folder, and the folder is there.
  private static boolean isPlain(GrantedPlace place) {
    Path root = place.folder().path();
    if (!Files.isDirectory(root)) {
      return false;
    }
    Path path = root;
    for (String name : place.below()) {
      path = path.resolve(name);
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
          && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
    }
    return true;
  }

  private static Admission refuse(PeerAnswer.Reason reason, String sentence) {
    return new Admission.Refused(new PeerAnswer.Refused(reason, sentence));
  }
}
