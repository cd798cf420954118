package sluice.app.session;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.TransferEnd;
import sluice.app.ui.UiEvent;
import sluice.transport.DataChannel;
import sluice.transport.PeerConnection;

/// Both directions at once: two transfers of one stream each, side by side over one connection. Each
/// end sends on the two channels that it opened and receives on the two that the other opened, so
/// either direction is what `docs/file-transfer.md` says and knows nothing of the other one. Where one
/// has come to its good end, the other goes on (a half-closed pipe); where one fails, both have failed.
final class PipeSide implements TransferSide {
  private final TransferSide sending;
  private final Channels sendingChannels;
  private final TransferSide receiving;
  private final Teller teller;
  private long beganNanos;
  private boolean brokenOff;
  private boolean told;

  /// @param sendingChannels those of the sending side
  PipeSide(TransferSide sending, Channels sendingChannels, TransferSide receiving, Teller teller) {
    this.teller = teller;
    this.sending = sending;
    this.sendingChannels = sendingChannels;
    this.receiving = receiving;
  }

  @Override
  public void prepare(PeerConnection connection) {
    sending.prepare(connection);
  }

  @Override
  public void offered(DataChannel channel) {
    receiving.offered(channel);
  }

  @Override
  public void connected(long nowNanos) {
    beganNanos = nowNanos;
    sending.connected(nowNanos);
    receiving.connected(nowNanos);
  }

  @Override
  public void take(Post post, long nowNanos) {
    switch (post) {
      case Post.Text(DataChannel channel, _) -> of(channel).take(post, nowNanos);
      case Post.Binary binary -> of(binary.channel()).take(post, nowNanos);
      case Post.ChannelClosed(DataChannel channel) -> of(channel).take(post, nowNanos);
      case Post.SourceDone _ -> sending.take(post, nowNanos);
      case Post.DestinationDone _ -> receiving.take(post, nowNanos);
      case Post.BufferedLow _ -> {
        sending.take(post, nowNanos);
        receiving.take(post, nowNanos);
      }
      case Post.Signaling _,
          Post.Peer _,
          Post.SyncRead _,
          Post.SyncDone _,
          Post.Note _,
          Post.Show _,
          Post.Answered _,
          Post.Stop _ -> {}
    }
  }

  private TransferSide of(DataChannel channel) {
    boolean isOurs = sendingChannels.isControl(channel) || sendingChannels.isData(channel);
    return isOurs ? sending : receiving;
  }

  @Override
  public void answered(Question question, Optional<String> answer) {}

  @Override
  public long deadlineNanos() {
    return Math.min(deadlineNanos(sending), deadlineNanos(receiving));
  }

  /// Nobody turns the crank of a direction that has ended.
  private static long deadlineNanos(TransferSide side) {
    return side.end() == null ? side.deadlineNanos() : Long.MAX_VALUE;
  }

  @Override
  public void crank(long nowNanos) {
    sending.crank(nowNanos);
    receiving.crank(nowNanos);
    if (!brokenOff && (hasFailed(sending) || hasFailed(receiving))) {
      brokenOff = true;
      cancelUnended(sending);
      cancelUnended(receiving);
      sending.crank(nowNanos);
      receiving.crank(nowNanos);
    }
    if (!told
        && sending.end() instanceof TransferEnd.Done(var out)
        && receiving.end() instanceof TransferEnd.Done(var in)) {
      told = true;
      long bytes = out.bytesStored() + in.bytesStored();
      teller.tell(new UiEvent.Done(bytes, Duration.ofNanos(nowNanos - beganNanos), null));
    }
  }

  private static boolean hasFailed(TransferSide side) {
    return side.end() instanceof TransferEnd.Failed;
  }

  private static void cancelUnended(TransferSide side) {
    if (side.end() == null) {
      side.cancel();
    }
  }

  @Override
  public void cancel() {
    cancelUnended(sending);
    cancelUnended(receiving);
  }

  @Override
  public void closed() {
    sending.closed();
    receiving.closed();
  }

  /// The first failure decides; success needs both.
  @Override
  public @Nullable TransferEnd end() {
    TransferEnd sent = sending.end();
    TransferEnd received = receiving.end();
    if (sent instanceof TransferEnd.Failed && !(received instanceof TransferEnd.Failed)) {
      return sent;
    }
    if (received instanceof TransferEnd.Failed) {
      return received;
    }
    return sent == null ? null : received;
  }
}
