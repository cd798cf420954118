package sluice.app.session;

import java.util.List;
import java.util.function.Consumer;
import sluice.app.ExitCode;
import sluice.app.peers.Peer;
import sluice.app.peers.PeerAnswer;
import sluice.app.peers.PeerRequest;

/// Decides at the waiting side what a paired peer's request leads to. The peer is proven by then, and
/// nothing is connected yet.
@FunctionalInterface
public interface Doorkeeper {
  /// Decides. Called on the session's thread, for several sessions at once; may look at the disk.
  Admission admit(Peer peer, PeerRequest request);

  /// The decision.
  sealed interface Admission {
    /// The request is granted.
    ///
    /// @param facts told to the coming side
    /// @param ended told once, with how the session ended: the place to let go of a lock
    record Granted(Task task, List<String> facts, Consumer<ExitCode> ended) implements Admission {
      public Granted {
        facts = List.copyOf(facts);
      }
    }

    /// It is not.
    record Refused(PeerAnswer.Refused answer) implements Admission {}
  }
}
