package sluice.signaling.session;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import sluice.signaling.RendezvousEvent;
import sluice.signaling.wire.ClientMessage;

/// What the parts of one session want done, in order.
final class Outbox {
  private final Deque<SessionOutput> outputs = new ArrayDeque<>();

  void connect() {
    outputs.addLast(new SessionOutput.Connect());
  }

  void transmit(ClientMessage message) {
    outputs.addLast(new SessionOutput.Transmit(message));
  }

  void disconnect() {
    outputs.addLast(new SessionOutput.Disconnect());
  }

  void tell(RendezvousEvent event) {
    outputs.addLast(new SessionOutput.Tell(event));
  }

  @Nullable SessionOutput poll() {
    return outputs.pollFirst();
  }
}
