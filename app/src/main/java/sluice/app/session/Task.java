package sluice.app.session;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import sluice.app.streams.StreamDestination;
import sluice.app.streams.StreamSource;
import sluice.app.transfer.ConflictPolicy;

/// What one end of a session between paired peers does once the request is granted.
public sealed interface Task {
  /// Sends.
  ///
  /// @param name what the stream or the only file is offered as instead of its own name
  record Send(Payload payload, Optional<String> name, Set<SendOrder.Extra> extras) implements Task {
    public Send {
      extras = Set.copyOf(extras);
    }
  }

  /// Receives.
  ///
  /// @param maxBytes no more than so many may be stored
  record Receive(
      Target target,
      ReceiveOrder.Consent consent,
      ConflictPolicy conflicts,
      Set<ReceiveOrder.Extra> extras,
      OptionalLong maxBytes)
      implements Task {
    public Receive {
      extras = Set.copyOf(extras);
    }

    /// As much as comes.
    public Receive(
        Target target,
        ReceiveOrder.Consent consent,
        ConflictPolicy conflicts,
        Set<ReceiveOrder.Extra> extras) {
      this(target, consent, conflicts, extras, OptionalLong.empty());
    }
  }

  /// Both at once, a stream each way.
  ///
  /// @param turn which of the two makes the connection's offer: the coming side is first
  record Pipe(StreamSource.Opener in, StreamDestination.Opener out, Turn turn) implements Task {
    /// Which end of the pipe.
    public enum Turn {
      FIRST,
      SECOND
    }
  }
}
