package sluice.app.listen;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import sluice.app.files.ConfinedFolder;
import sluice.app.files.DestinationOptions;
import sluice.app.files.HeldFolder;
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

/// Decides on `send --to`: into a folder that the peer may add to or write. The folder is held open from
/// the decision on: a link that is put in its place meanwhile leads nowhere.
public final class SendDoor implements Doorkeeper {
  /// The disk's threads of a session that has ended may still be at their last call.
  private static final long LINGER_SECONDS = 60;

  @Override
  public Admission admit(Peer peer, PeerRequest request) {
    if (!request.options().isEmpty()) {
      return refuse(PeerAnswer.Reason.NOT_UNDERSTOOD, "send knows no options here");
    }
    Grants grants = peer.grants();
    if (grants.snapshot().isPresent()) {
      // Whatever is sent could go into a snapshot that stands there.
      return refuse(PeerAnswer.Reason.NOT_PERMITTED, "where it keeps snapshots it takes only sync");
    }
    Optional<GrantedPlace> place =
        GrantedPlace.of(grants, EnumSet.of(Grants.Access.ADD, Grants.Access.WRITE), request.path());
    if (place.isEmpty()) {
      return notGranted();
    }
    boolean reads =
        GrantedPlace.of(grants, EnumSet.of(Grants.Access.READ), request.path()).isPresent();
    try {
      HeldFolder held =
          ConfinedFolder.find(
              place.get().folder().path(), place.get().below(), ConfinedFolder.Missing.IS_MADE);
      return new Admission.Granted(
          task(held, place.get().folder().access(), reads, grants), List.of(), exit -> let(held));
    } catch (IOException linkOrFileInTheWay) {
      // The same words whatever stands there: it is not told to whom may only write.
      return notGranted();
    }
  }

  private static Task task(HeldFolder held, Grants.Access access, boolean reads, Grants grants) {
    ConflictPolicy conflicts =
        switch (access) {
          case WRITE -> ConflictPolicy.OVERWRITE;
          case ADD, READ -> ConflictPolicy.FAIL;
        };
    DestinationOptions options = new DestinationOptions(Set.of());
    // It ends with a slash: a folder, whatever comes.
    Target target =
        new Target.Files(
            Optional.of(held.path() + "/"),
            reads ? options : options.with(DestinationOptions.Leftovers.UNTOLD));
    return new Task.Receive(
        target, ReceiveOrder.Consent.GIVEN, conflicts, Set.of(), grants.maxBytes());
  }

  private static void let(HeldFolder held) {
    CompletableFuture.delayedExecutor(LINGER_SECONDS, TimeUnit.SECONDS).execute(() -> close(held));
  }

  private static void close(HeldFolder held) {
    try {
      held.close();
    } catch (IOException e) {
      System.getLogger("sluice.listen").log(System.Logger.Level.DEBUG, "closing failed", e);
    }
  }

  private static Admission notGranted() {
    return refuse(PeerAnswer.Reason.NOT_PERMITTED, "it grants no such folder to write");
  }

  private static Admission refuse(PeerAnswer.Reason reason, String sentence) {
    return new Admission.Refused(new PeerAnswer.Refused(reason, sentence));
  }
}
