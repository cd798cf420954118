package sluice.app.session;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.TransferEnd;
import sluice.transport.DataChannel;
import sluice.transport.PeerConnection;

/// One side's transfer within a session: turns the crank of its engine. All on the session's thread.
interface TransferSide {
  /// The connection is open but not connected: the time to open channels.
  void prepare(PeerConnection connection);

  /// The other side opened a channel.
  void offered(DataChannel channel);

  /// Data moves from now on.
  void connected(long nowNanos);

  /// Something for the engine: a message, a disk's answer, room in a channel.
  void take(Post post, long nowNanos);

  /// The person answered.
  void answered(Question question, Optional<String> answer);

  /// When {@link #crank} is due without anything happening; `Long.MAX_VALUE` for never.
  long deadlineNanos();

  /// Does everything that can be done now.
  void crank(long nowNanos);

  /// The person interrupts.
  void cancel();

  /// The connection is gone.
  void closed();

  /// How it ended, or null while it goes on.
  @Nullable TransferEnd end();
}
