package sluice.app.relay;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import sluice.signaling.wire.RefusalReason;
import sluice.signaling.wire.RelayMessage;
import sluice.signaling.wire.WireWriter;

/// What the rooms want done, in order.
final class Outbox {
  private final Queue<RelayAction> actions = new ArrayDeque<>();

  void send(long connection, RelayMessage message) {
    actions.add(new RelayAction.Send(connection, WireWriter.text(message)));
  }

  void forward(long connection, ByteBuffer message) {
    actions.add(new RelayAction.Forward(connection, message));
  }

  void ping(long connection) {
    actions.add(new RelayAction.Ping(connection));
  }

  void close(long connection, int code, String reason) {
    actions.add(new RelayAction.Close(connection, code, reason));
  }

  /// Refuses a connection that is not let in.
  void turnAway(long connection) {
    RefusalReason full = RefusalReason.FULL;
    send(connection, RelayMessage.Refused.of(full));
    close(connection, full.closeCode(), full.wireName());
  }

  @Nullable RelayAction poll() {
    return actions.poll();
  }
}
