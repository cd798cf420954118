package sluice.app.session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import sluice.app.files.ConfinedFolder;
import sluice.app.files.DestinationOptions;
import sluice.app.files.IgnoreRules;
import sluice.app.files.SourceOptions;
import sluice.app.files.SyncTarget;
import sluice.app.peers.GrantedPlace;
import sluice.app.peers.Grants;
import sluice.app.peers.Peer;
import sluice.app.peers.PeerAnswer;
import sluice.app.peers.PeerRequest;
import sluice.app.snapshots.Schedule;
import sluice.app.sync.SyncTerms;
import sluice.app.transfer.ConflictPolicy;

/// Lets paired peers sync with folders of this machine, as far as they are granted. What it refuses it refuses in words
/// that tell nothing of what is here.
public final class SyncDoor implements Doorkeeper {
  /// A link is kept as it is; nothing that we do there follows one.
  private static final Set<DestinationOptions.Allowance> KEPT =
      Set.of(
          DestinationOptions.Allowance.UNSAFE_LINKS, DestinationOptions.Allowance.DOTFILES_AT_HOME);

  private final Path state;

  /// @param state folder of this installation for what is remembered of destinations
  public SyncDoor(Path state) {
    this.state = state;
  }

  @Override
  public Admission admit(Peer peer, PeerRequest request) {
    Optional<SyncTerms> terms = SyncTerms.read(request.options());
    if (terms.isEmpty()) {
      return refused(
          PeerAnswer.Reason.NOT_UNDERSTOOD, "It does not know all that this sync asks for");
    }
    return switch (request.verb()) {
      case PUSH -> push(peer, request.path(), terms.get());
      case PULL -> pull(peer, request.path(), terms.get());
      case SEND, PIPE -> refused(PeerAnswer.Reason.NOT_UNDERSTOOD, "This is not the place for it");
    };
  }

  private Admission push(Peer peer, String path, SyncTerms terms) {
    Grants grants = peer.grants();
    Optional<GrantedPlace> place =
        GrantedPlace.of(grants, EnumSet.of(Grants.Access.ADD, Grants.Access.WRITE), path);
    boolean deletes = terms.deleting() == SyncTerms.Deleting.YES;
    boolean mayDelete =
        place.isPresent()
            && place.get().folder().access() == Grants.Access.WRITE
            && (grants.deletion() == Grants.Deletion.ALLOWED || grants.snapshot().isPresent());
    if (place.isEmpty() || (deletes && !mayDelete)) {
      return refused(
          PeerAnswer.Reason.NOT_PERMITTED,
          deletes
              ? "It has not granted you to delete there"
              : "It has not granted you to write there");
    }
    SyncTarget.Keeping keeping = keeping(grants);
    boolean replaces =
        place.get().folder().access() == Grants.Access.WRITE
            || keeping instanceof SyncTarget.Keeping.Snapshots;
    ConflictPolicy conflicts = replaces ? ConflictPolicy.OVERWRITE : ConflictPolicy.FAIL;
    try {
      Path folder =
          ConfinedFolder.find(
              place.get().folder().path(), place.get().below(), ConfinedFolder.Missing.IS_MADE);
      return granted(
          receive(wish(folder, peer, terms, keeping), terms, conflicts, grants.maxBytes()),
          "for " + peer.name());
    } catch (IOException e) {
      return refused(PeerAnswer.Reason.UNUSABLE, "Its folder cannot be used");
    }
  }

  private SyncTarget.Wish wish(
      Path folder, Peer peer, SyncTerms terms, SyncTarget.Keeping keeping) {
    return wish(folder, state, "for " + peer.name(), terms, keeping);
  }

  /// What a sync wants at a destination of this machine.
  ///
  /// @param holder who we are, for those who find the folder locked
  public static SyncTarget.Wish wish(
      Path folder, Path state, String holder, SyncTerms terms, SyncTarget.Keeping keeping) {
    return new SyncTarget.Wish(
        folder,
        state,
        holder + ", process " + ProcessHandle.current().pid(),
        switch (terms.deleting()) {
          case NO -> SyncTarget.Deletion.NONE;
          case YES -> SyncTarget.Deletion.WHAT_IS_NOT_OFFERED;
        },
        terms.maxDelete(),
        IgnoreRules.of(terms.excludes()),
        keeping);
  }

  /// What the receiving end of a sync does.
  ///
  /// @param conflicts whether other contents take the place of old ones
  /// @param maxBytes no more than so many may be stored
  public static Task receive(
      SyncTarget.Wish wish, SyncTerms terms, ConflictPolicy conflicts, OptionalLong maxBytes) {
    DestinationOptions.Comparison comparison =
        switch (terms.comparing()) {
          case BY_SIZE_AND_TIME -> DestinationOptions.Comparison.SIZE_AND_TIME;
          case BY_CONTENT -> DestinationOptions.Comparison.SHA256;
        };
    return new Task.Receive(
        new Target.Sync(wish, new DestinationOptions(KEPT).with(comparison)),
        ReceiveOrder.Consent.GIVEN,
        conflicts,
        Set.of(),
        maxBytes);
  }

  /// What the sending end of a sync does.
  public static Task send(String folder, SourceOptions options, SyncTerms terms) {
    return new Task.Send(
        new Payload.Sync(folder, options, terms.comparing()), Optional.empty(), Set.of());
  }

  private static SyncTarget.Keeping keeping(Grants grants) {
    if (grants.snapshot().isEmpty()) {
      return new SyncTarget.Keeping.Nothing();
    }
    Schedule schedule = Schedule.EVERYTHING;
    try {
      schedule = grants.keep().map(Schedule::parse).orElse(schedule);
    } catch (IllegalArgumentException unknown) {
      // Written by another version: what cannot be understood must remove nothing.
      System.getLogger("sluice.sync").log(System.Logger.Level.WARNING, unknown.getMessage());
    }
    return new SyncTarget.Keeping.Snapshots(schedule);
  }

  private Admission pull(Peer peer, String path, SyncTerms terms) {
    Optional<GrantedPlace> place =
        GrantedPlace.of(peer.grants(), EnumSet.of(Grants.Access.READ), path);
    if (place.isEmpty()) {
      return refused(PeerAnswer.Reason.NOT_PERMITTED, "It has not granted you to read there");
    }
    try {
      Path folder =
          ConfinedFolder.find(
              place.get().folder().path(), place.get().below(), ConfinedFolder.Missing.FAILS);
      SourceOptions options =
          new SourceOptions(
              SourceOptions.Links.PRESERVE, Set.of(), IgnoreRules.of(terms.excludes()));
      return granted(send(folder.toString(), options, terms), "to " + peer.name());
    } catch (IOException e) {
      return refused(PeerAnswer.Reason.UNUSABLE, "There is no such folder, or it cannot be read");
    }
  }

  private static Admission granted(Task task, String what) {
    System.getLogger("sluice.sync").log(System.Logger.Level.INFO, "sync {0} begins", what);
    return new Admission.Granted(
        task,
        List.of(),
        exit ->
            System.getLogger("sluice.sync")
                .log(System.Logger.Level.INFO, "sync {0} ended: {1}", what, exit));
  }

  private static Admission refused(PeerAnswer.Reason reason, String sentence) {
    return new Admission.Refused(new PeerAnswer.Refused(reason, sentence));
  }
}
