package sluice.app.session;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import sluice.app.peers.Peer;
import sluice.app.peers.PeerAnswer;
import sluice.app.peers.PeerRequest;
import sluice.app.peers.PeerStore;
import sluice.app.ui.Frontend;
import sluice.signaling.ByeReason;
import sluice.transport.PeerConnection;

/// The waiting side's part once a paired peer is proven: hears its request, has it decided, and does what
/// was granted (`app/docs/peers.md`, section 3).
final class ServedSession {
  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(30);
  private static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final Peer peer;
  private final Doorkeeper door;
  private final Meeting meeting;
  private final PeerStore store;
  private final Frontend frontend;
  private final Witness witness;
  private final Optional<Duration> silence;

  /// Hears what becomes of the session.
  interface Witness {
    /// Somebody who does not care.
    Witness NONE =
        new Witness() {
          @Override
          public void asked(PeerRequest request) {}

          @Override
          public void refused(PeerRequest request, PeerAnswer.Refused answer) {}
        };

    /// The peer wants this.
    void asked(PeerRequest request);

    /// It may not.
    void refused(PeerRequest request, PeerAnswer.Refused answer);
  }

  /// How it ended.
  sealed interface Result {
    /// What was granted was done, or failed.
    record Served(Outcome outcome) implements Result {}

    /// The request was refused, and the peer told.
    record Refused(PeerAnswer.Refused answer) implements Result {}

    /// It ended before there was an answer.
    record Broken(Outcome.Failed outcome) implements Result {}
  }

  /// @param silence after which nobody is there any more, although the connection stands; nothing for
  ///     ever
  ServedSession(
      Peer peer,
      Doorkeeper door,
      Meeting meeting,
      PeerStore store,
      Frontend frontend,
      Witness witness,
      Optional<Duration> silence) {
    this.peer = peer;
    this.door = door;
    this.meeting = meeting;
    this.store = store;
    this.frontend = frontend;
    this.witness = witness;
    this.silence = silence;
  }

  /// Runs it on the calling thread, from the pairing on.
  ///
  /// @param line its rendezvous is paired, and is closed at the end
  Result run(Answered line, Parley parley, SessionQueue queue, Teller teller)
      throws IOException, InterruptedException {
    try (var rendezvous = line.rendezvous()) {
      if (rendezvous.window().isPresent()) {
        store.met(peer.pairing(), rendezvous.window().getAsLong());
      }
      PeerRequest request = request(parley);
      witness.asked(request);
      return switch (door.admit(peer, request)) {
        case Doorkeeper.Admission.Refused(PeerAnswer.Refused answer) -> {
          witness.refused(request, answer);
          rendezvous.send(PeerMessage.write(new PeerMessage.Answer(answer)));
          rendezvous.bye(ByeReason.DECLINED, answer.reason().word());
          parley.awaitEnd(FAREWELL_NANOS);
          yield new Result.Refused(answer);
        }
        case Doorkeeper.Admission.Granted granted ->
            new Result.Served(serve(granted, line, parley, queue, teller));
      };
    } catch (PeerEndedException ended) {
      return new Result.Broken(new Outcome.Failed(ended.ending()));
    }
  }

  private PeerRequest request(Parley parley) throws PeerEndedException, InterruptedException {
    PeerMessage message = parley.awaitMessage(peer.name(), Endings.Side.RECEIVER, REQUEST_LIMIT);
    if (message instanceof PeerMessage.Request(PeerRequest request)) {
      return request;
    }
    throw new PeerEndedException(PeerEndings.outOfPlace());
  }

  private Outcome serve(
      Doorkeeper.Admission.Granted granted,
      Answered line,
      Parley parley,
      SessionQueue queue,
      Teller teller)
      throws InterruptedException {
    Outcome outcome = new Outcome.Failed(Endings.internal("a session without an end"));
    try {
      List<String> facts = granted.facts();
      line.rendezvous()
          .send(PeerMessage.write(new PeerMessage.Answer(new PeerAnswer.Granted(facts))));
      outcome =
          OpenTask.run(
              granted.task(),
              parley,
              queue,
              frontend,
              teller,
              new PeerLine(line.rendezvous(), meeting, PeerConnection::open, silence));
      return outcome;
    } finally {
      granted.ended().accept(outcome.exit());
    }
  }
}
