package sluice.app.session;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.app.peers.PeerName;
import sluice.app.ui.Ending;
import sluice.app.ui.Interrupts;
import sluice.app.ui.UiEvent;
import sluice.signaling.AwakeClock;
import sluice.signaling.RendezvousEvent;
import sluice.signaling.SignalingFailure;

/// Waits until the two are paired, then for one message of the other side, on the session's thread:
/// what comes before a {@link TransferSession} between paired peers. What is not its business is kept
/// for that.
final class Parley {
  private static final long NEVER = Long.MAX_VALUE;

  private final SessionQueue queue;
  private final Teller teller;
  private final CodeSink codes;
  private final AwakeClock clock = new AwakeClock(System::nanoTime);
  private final List<Post> early = new ArrayList<>();

  /// What is kept; more of it comes only from a relay that floods.
  private static final int MAX_EARLY = 256;

  /// What came.
  sealed interface Step {
    /// The two are paired.
    record Paired(List<String> words, Set<String> features) implements Step {}

    /// The other side said this.
    record Said(ByteBuffer message) implements Step {}

    /// The rendezvous is over.
    record Failed(SignalingFailure failure) implements Step {}

    /// It ends in another way.
    record Ended(Ending ending) implements Step {}

    /// We are asked to end.
    record Stopped(Interrupts.Request request) implements Step {}

    /// Nothing in time.
    record TimeOut() implements Step {}
  }

  Parley(SessionQueue queue, Teller teller) {
    this(queue, teller, CodeSink.NONE);
  }

  /// @param codes takes the code, where one is made
  Parley(SessionQueue queue, Teller teller, CodeSink codes) {
    this.queue = queue;
    this.teller = teller;
    this.codes = codes;
  }

  /// The next thing that matters.
  ///
  /// @param limitNanos how long to wait; `Long.MAX_VALUE` for ever
  Step next(long limitNanos) throws InterruptedException {
    long until = limitNanos == NEVER ? NEVER : clock.nowNanos() + limitNanos;
    while (true) {
      long left = until == NEVER ? NEVER : until - clock.nowNanos();
      if (left <= 0) {
        return new Step.TimeOut();
      }
      Post post = queue.take(clock.promise(left));
      Step step = post == null ? null : step(post);
      if (step != null) {
        return step;
      }
    }
  }

  /// Waits until the rendezvous is over, or a while.
  void awaitEnd(long limitNanos) throws InterruptedException {
    long until = clock.nowNanos() + limitNanos;
    while (true) {
      Step step = next(Math.max(1, until - clock.nowNanos()));
      if (step instanceof Step.Failed
          || step instanceof Step.Ended
          || step instanceof Step.TimeOut) {
        return;
      }
    }
  }

  /// Waits until the two are paired.
  void awaitPaired(PeerName peer, Endings.Side side)
      throws PeerEndedException, InterruptedException {
    Step step = next(NEVER);
    if (!(step instanceof Step.Paired)) {
      throw new PeerEndedException(ending(step, peer, side));
    }
    teller.tell(new UiEvent.Paired());
  }

  /// Waits for the other side's next message.
  PeerMessage awaitMessage(PeerName peer, Endings.Side side, Duration limit)
      throws PeerEndedException, InterruptedException {
    Step step = next(limit.toNanos());
    if (step instanceof Step.Said(ByteBuffer bytes)) {
      return PeerMessage.read(bytes)
          .orElseThrow(() -> new PeerEndedException(PeerEndings.outOfPlace()));
    }
    throw new PeerEndedException(ending(step, peer, side));
  }

  /// What a step means that is not the one waited for.
  static Ending ending(Step step, PeerName peer, Endings.Side side) {
    return switch (step) {
      case Step.Failed(SignalingFailure failure) -> PeerEndings.of(failure, peer, side);
      case Step.Ended(Ending ending) -> ending;
      case Step.Stopped(Interrupts.Request request) -> Endings.stopped(request);
      case Step.TimeOut() -> PeerEndings.silent(peer);
      case Step.Paired _, Step.Said _ -> PeerEndings.outOfPlace();
    };
  }

  private @Nullable Step step(Post post) {
    return switch (post) {
      case Post.Signaling(RendezvousEvent event) -> signaling(event, post);
      case Post.Stop(Interrupts.Request request) -> new Step.Stopped(request);
      case Post.Note(String sentence) -> {
        teller.warn(sentence);
        yield null;
      }
      case Post.Peer _,
          Post.Text _,
          Post.Binary _,
          Post.BufferedLow _,
          Post.ChannelClosed _,
          Post.SourceDone _,
          Post.DestinationDone _,
          Post.SyncRead _,
          Post.SyncDone _,
          Post.Show _,
          Post.Answered _ ->
          keep(post);
    };
  }

  private @Nullable Step signaling(RendezvousEvent event, Post post) {
    return switch (event) {
      case RendezvousEvent.Waiting() -> {
        teller.tell(new UiEvent.Waiting());
        yield null;
      }
      case RendezvousEvent.Paired(var words, _, var features) -> new Step.Paired(words, features);
      case RendezvousEvent.MessageReceived(ByteBuffer message) -> new Step.Said(message);
      case RendezvousEvent.ByeReceived(var reason, String text) ->
          new Step.Ended(Endings.ofBye(reason, text));
      case RendezvousEvent.PeerGone() -> new Step.Ended(Endings.peerGone());
      case RendezvousEvent.Failed(SignalingFailure failure) -> new Step.Failed(failure);
      case RendezvousEvent.Closed() -> new Step.Ended(Endings.interrupted());
      case RendezvousEvent.RelayChosen _,
          RendezvousEvent.IceServersOffered _,
          RendezvousEvent.ForwardingOffered _,
          RendezvousEvent.RelayLost _,
          RendezvousEvent.RelayBack _,
          RendezvousEvent.PeerAway _,
          RendezvousEvent.PeerBack _ ->
          keep(post);
      case RendezvousEvent.CodeAllocated(var code) -> {
        Ending problem = codes.take(code, null);
        yield problem == null ? null : new Step.Ended(problem);
      }
      case RendezvousEvent.OtherPurposeTried(var theirs) -> {
        teller.warn("The other side used the command for " + theirs + "; the code still holds.");
        yield null;
      }
      case RendezvousEvent.PeerJoined _, RendezvousEvent.PeerVanished _ -> null;
    };
  }

  private @Nullable Step keep(Post post) {
    if (early.size() < MAX_EARLY) {
      early.add(post);
    }
    return null;
  }

  /// What came meanwhile and is not its business, in order.
  List<Post> early() {
    return List.copyOf(early);
  }
}
