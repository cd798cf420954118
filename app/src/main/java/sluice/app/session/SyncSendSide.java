package sluice.app.session;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.app.files.SourceTree;
import sluice.app.files.SyncSource;
import sluice.app.sync.SyncAction;
import sluice.app.sync.SyncEnd;
import sluice.app.sync.SyncMessage;
import sluice.app.sync.SyncSender;
import sluice.app.sync.SyncTerms;
import sluice.app.transfer.ErrorCode;
import sluice.app.transfer.FileName;
import sluice.app.transfer.TransferEnd;
import sluice.app.transfer.TransferFailure;
import sluice.transport.DataChannel;
import sluice.transport.PeerConnection;

/// The sender's side of a sync: a comparison, then a transfer of what differs, then the other side's word that all is
/// done.
final class SyncSendSide implements TransferSide {
  private final SourceTree tree;
  private final TransferSide transfer;
  private final SyncChannel channel;
  private final Teller teller;
  private final SyncView view;
  private final SyncSender engine = new SyncSender();
  private boolean connected;
  private boolean begun;
  private boolean told;
  private @Nullable TransferEnd end;

  /// Begins to read the tree.
  ///
  /// @param transfer shows what it has to say in this view
  SyncSendSide(
      SourceTree tree,
      SyncTerms.Comparing comparing,
      TransferSide transfer,
      SessionQueue queue,
      Teller teller,
      SyncView view) {
    this.tree = tree;
    this.transfer = transfer;
    this.channel = new SyncChannel(queue);
    this.teller = teller;
    this.view = view;
    SyncSource.read(tree, comparing, reading -> queue.post(new Post.SyncRead(reading)));
  }

  @Override
  public void prepare(PeerConnection connection) {
    channel.open(connection);
    transfer.prepare(connection);
  }

  @Override
  public void offered(DataChannel offered) {
    transfer.offered(offered);
  }

  @Override
  public void connected(long nowNanos) {
    connected = true;
  }

  @Override
  public void take(Post post, long nowNanos) {
    switch (post) {
      case Post.SyncRead(SyncSource.Reading.Read(var root, long device)) ->
          engine.onTree(root, device);
      case Post.SyncRead(SyncSource.Reading.Unreadable(String sentence)) ->
          engine.onUnreadable(
              new TransferFailure.Local(ErrorCode.NOTHING_SENT, sentence),
              ErrorCode.NOTHING_SENT,
              "its folder cannot be read");
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
      case TransferEnd.Done(var summary) -> {
        told = true;
        engine.onTransferred(
            summary.problemCount() == 0
                ? SyncMessage.Listing.COMPLETE
                : SyncMessage.Listing.INCOMPLETE);
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
        case SyncAction.Offer(Set<FileName> same) -> {
          begun = true;
          tree.leaveOut(same);
          transfer.connected(nowNanos);
        }
        case SyncAction.Ended(SyncEnd reached) -> conclude(reached);
        case SyncAction.Keep _, SyncAction.Take _, SyncAction.Finish _ ->
            throw new IllegalStateException("a receiver does this");
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
