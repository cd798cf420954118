package sluice.app.session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import sluice.app.files.ConfinedFolder;
import sluice.app.files.DestinationOptions;
import sluice.app.files.HeldFolder;
import sluice.app.files.IgnoreRules;
import sluice.app.files.SourceOptions;
import sluice.app.files.SyncTarget;
import sluice.app.peers.GrantedPlace;
import sluice.app.peers.Grants;
import sluice.app.peers.PairingTag;
import sluice.app.peers.Peer;
import sluice.app.peers.PeerAnswer;
import sluice.app.peers.PeerRequest;
import sluice.app.snapshots.Schedule;
import sluice.app.snapshots.SnapshotName;
import sluice.app.sync.SyncTerms;
import sluice.app.transfer.ConflictPolicy;

/// Lets paired peers sync with folders of this machine, as far as they are granted. What it refuses it refuses in words
/// that tell nothing of what is here.
public final class SyncDoor implements Doorkeeper {
  /// A link is kept as it is; nothing that we do there follows one.
  private static final Set<DestinationOptions.Allowance> KEPT =
      Set.of(
          DestinationOptions.Allowance.UNSAFE_LINKS, DestinationOptions.Allowance.DOTFILES_AT_HOME);

  private static final long LINGER_SECONDS = 60;

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
    boolean keepsHistory = grants.snapshot().isPresent();
    boolean deletes = terms.deleting() == SyncTerms.Deleting.YES;
    boolean mayDelete =
        place.isPresent()
            && place.get().folder().access() == Grants.Access.WRITE
            && (grants.deletion() == Grants.Deletion.ALLOWED || keepsHistory);
    if (place.isEmpty() || (keepsHistory && isWithinSnapshot(place.get()))) {
      return refused(PeerAnswer.Reason.NOT_PERMITTED, "It has not granted you to write there");
    }
    if (deletes && !mayDelete) {
      return refused(PeerAnswer.Reason.NOT_PERMITTED, "It has not granted you to delete there");
    }
    try {
      return push(peer, place.get(), terms, path);
    } catch (IOException e) {
      return refused(PeerAnswer.Reason.UNUSABLE, "Its folder cannot be used");
    }
  }

  /// History is not to be written into.
  private static boolean isWithinSnapshot(GrantedPlace place) {
    return place.below().stream().anyMatch(name -> SnapshotName.parse(name).isPresent());
  }

  private Admission push(Peer peer, GrantedPlace place, SyncTerms terms, String path)
      throws IOException {
    Grants grants = peer.grants();
    SyncTarget.Keeping keeping = keeping(grants);
    boolean adds =
        place.folder().access() == Grants.Access.ADD
            && keeping instanceof SyncTarget.Keeping.Nothing;
    boolean reads = GrantedPlace.of(grants, EnumSet.of(Grants.Access.READ), path).isPresent();
    SyncTarget.Who who =
        adds ? SyncTarget.Who.ADDER : reads ? SyncTarget.Who.READER : SyncTarget.Who.WRITER;
    HeldFolder held =
        ConfinedFolder.find(place.folder().path(), place.below(), ConfinedFolder.Missing.IS_MADE);
    String writer = PairingTag.of(peer.pairing());
    boolean secret =
        who != SyncTarget.Who.READER && !SyncTarget.isOnlyWriter(state, held.path(), writer);
    SyncTarget.Wish wish =
        wish(held.path(), state, "for " + peer.name(), who, writer, terms, keeping);
    ConflictPolicy conflicts = adds ? ConflictPolicy.FAIL : ConflictPolicy.OVERWRITE;
    return granted(
        receive(
            wish,
            terms,
            conflicts,
            grants.maxBytes(),
            secret ? Telling.NO_OLD_CONTENTS : Telling.ALL),
        "for " + peer.name(),
        held);
  }

  /// What the sender may learn of old contents.
  public enum Telling {
    /// By hashes, so that only what differs has to come.
    ALL,
    NO_OLD_CONTENTS
  }

  /// What a sync wants at a destination of this machine.
  ///
  /// @param holder who we are, for those who find the folder locked
  /// @param writer stands for the peer that it is done for; empty for this machine's own people
  public static SyncTarget.Wish wish(
      Path folder,
      Path state,
      String holder,
      SyncTarget.Who who,
      String writer,
      SyncTerms terms,
      SyncTarget.Keeping keeping) {
    return new SyncTarget.Wish(
        folder,
        state,
        holder + ", process " + ProcessHandle.current().pid(),
        who,
        writer,
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
      SyncTarget.Wish wish,
      SyncTerms terms,
      ConflictPolicy conflicts,
      OptionalLong maxBytes,
      Telling telling) {
    DestinationOptions.Leftovers leftovers =
        switch (telling) {
          case ALL -> DestinationOptions.Leftovers.RESUME;
          case NO_OLD_CONTENTS -> DestinationOptions.Leftovers.UNTOLD;
        };
    DestinationOptions.Comparison comparison =
        switch (terms.comparing()) {
          case BY_SIZE_AND_TIME -> DestinationOptions.Comparison.SIZE_AND_TIME;
          case BY_CONTENT -> DestinationOptions.Comparison.SHA256;
        };
    return new Task.Receive(
        new Target.Sync(wish, new DestinationOptions(KEPT).with(comparison).with(leftovers)),
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
      HeldFolder held =
          ConfinedFolder.find(
              place.get().folder().path(), place.get().below(), ConfinedFolder.Missing.FAILS);
      SourceOptions options =
          new SourceOptions(
              SourceOptions.Links.PRESERVE, Set.of(), IgnoreRules.of(terms.excludes()));
      return granted(send(held.path().toString(), options, terms), "to " + peer.name(), held);
    } catch (IOException e) {
      return refused(PeerAnswer.Reason.UNUSABLE, "There is no such folder, or it cannot be read");
    }
  }

  private static Admission granted(Task task, String what, HeldFolder held) {
    System.getLogger("sluice.sync").log(System.Logger.Level.INFO, "sync {0} begins", what);
    return new Admission.Granted(
        task,
        List.of(),
        exit -> {
          System.getLogger("sluice.sync")
              .log(System.Logger.Level.INFO, "sync {0} ended: {1}", what, exit);
          // The disk's threads of the session may still be at their last call.
          CompletableFuture.delayedExecutor(LINGER_SECONDS, TimeUnit.SECONDS)
              .execute(() -> close(held));
        });
  }

  private static void close(HeldFolder held) {
    try {
      held.close();
    } catch (IOException e) {
      System.getLogger("sluice.sync").log(System.Logger.Level.DEBUG, "closing failed", e);
    }
  }

  private static Admission refused(PeerAnswer.Reason reason, String sentence) {
    return new Admission.Refused(new PeerAnswer.Refused(reason, sentence));
  }
}
