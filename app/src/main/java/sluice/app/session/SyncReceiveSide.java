package sluice.app.session;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.app.files.SyncTarget;
import sluice.app.sync.SyncAction;
import sluice.app.sync.SyncEnd;
import sluice.app.sync.SyncMessage;
import sluice.app.sync.SyncReceiver;
import sluice.app.sync.SyncResult;
import sluice.app.transfer.ErrorCode;
import sluice.app.transfer.FileName;
import sluice.app.transfer.TransferEnd;
import sluice.app.transfer.TransferFailure;
import sluice.transport.DataChannel;
import sluice.transport.PeerConnection;

/// The receiver's side of a sync: a comparison, then a transfer of what differs, then deletions and the snapshot.
final class SyncReceiveSide implements TransferSide {
  private final SyncTarget target;
  private final TransferSide transfer;
  private final SyncChannel channel;
  private final Teller teller;
  private final SyncView view;
  private final SyncReceiver engine = new SyncReceiver();
  private boolean connected;
  private boolean begun;
  private boolean told;
  private @Nullable TransferEnd end;

  /// @param target stays the caller's; its events come by the queue
  /// @param transfer shows what it has to say in this view
  SyncReceiveSide(
      SyncTarget target, TransferSide transfer, SessionQueue queue, Teller teller, SyncView view) {
    this.target = target;
    this.transfer = transfer;
    this.channel = new SyncChannel(queue);
    this.teller = teller;
    this.view = view;
  }

  @Override
  public void prepare(PeerConnection connection) {
    transfer.prepare(connection);
  }

  @Override
  public void offered(DataChannel offered) {
    if (!channel.take(offered)) {
      transfer.offered(offered);
    }
  }

  @Override
  public void connected(long nowNanos) {
    connected = true;
  }

  @Override
  public void take(Post post, long nowNanos) {
    switch (post) {
      case Post.SyncDone(SyncTarget.Event.Ready(var root)) -> engine.onTree(root);
      case Post.SyncDone(SyncTarget.Event.Finished(SyncResult result, int pruned)) -> {
        if (pruned > 0) {
          teller.warn(pruned + " old snapshots were removed, as --keep says.");
        }
        engine.onFinished(result);
      }
      case Post.SyncDone(
              SyncTarget.Event.Obstacle(ErrorCode code, String sentence, String message)) ->
          engine.onObstacle(new TransferFailure.Local(code, sentence), code, message);
      case Post.Binary binary when channel.is(binary.channel()) ->
          engine.onMessage(ByteBuffer.wrap(binary.bytes(), 0, binary.lengthBytes()));
      case Post.Text(DataChannel from, _) when channel.is(from) ->
          engine.onMessage(ByteBuffer.allocate(0));
      case Post.ChannelClosed(DataChannel closed) when channel.is(closed) -> closed();
      case Post.BufferedLow _ -> {
        channel.flush();
        transfer.take(post, nowNanos);
      }
      default -> transfer.take(post, nowNanos);
    }
  }

  @Override
  public void answered(Question question, Optional<String> answer) {
    transfer.answered(question, answer);
  }

  @Override
  public long deadlineNanos() {
    return isTransferring() ? transfer.deadlineNanos() : Long.MAX_VALUE;
  }

  private boolean isTransferring() {
    return begun && transfer.end() == null;
  }

  @Override
  public void crank(long nowNanos) {
    if (!connected || end != null) {
      return;
    }
    channel.flush();
    act(nowNanos);
    if (begun && !told) {
      transfer.crank(nowNanos);
      tellTransfersEnd();
      act(nowNanos);
    }
  }

  private void tellTransfersEnd() {
    switch (transfer.end()) {
      case null -> {}
      case TransferEnd.Done _ -> {
        told = true;
        engine.onTransferred();
      }
      case TransferEnd.Failed _ -> {
        told = true;
        engine.onTransferFailed();
      }
    }
  }

  private void act(long nowNanos) {
    for (SyncAction action = engine.poll(); action != null; action = engine.poll()) {
      switch (action) {
        case SyncAction.Send(SyncMessage message) -> channel.send(message);
        case SyncAction.Keep(Map<FileName, Long> same) -> target.keep(same);
        case SyncAction.Take() -> {
          begun = true;
          transfer.connected(nowNanos);
        }
        case SyncAction.Finish(var listing, long device) -> target.finish(listing, device);
        case SyncAction.Ended(SyncEnd reached) -> conclude(reached);
        case SyncAction.Offer _ -> throw new IllegalStateException("a sender does this");
      }
    }
  }

  private void conclude(SyncEnd reached) {
    TransferEnd within = begun ? transfer.end() : null;
    if (reached instanceof SyncEnd.Done(var result)) {
      SyncView.tellEnd(teller, view, SyncEndings.summary(within), result);
    }
    if (isTransferring()) {
      transfer.cancel();
    }
    end = SyncEndings.of(reached, within);
  }

  @Override
  public void cancel() {
    if (isTransferring()) {
      transfer.cancel();
    } else {
      engine.cancel();
    }
  }

  @Override
  public void closed() {
    if (isTransferring()) {
      transfer.closed();
    } else {
      engine.onClosed();
    }
  }

  @Override
  public @Nullable TransferEnd end() {
    return end;
  }
}
