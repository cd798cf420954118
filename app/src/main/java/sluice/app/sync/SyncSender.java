package sluice.app.sync;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.ErrorCode;
import sluice.app.transfer.TransferFailure;

/// The sender's end of what surrounds a transfer (`docs/sync.md`). Sans-IO and for one thread.
///
/// ```text
/// READING --tree is read--> COMPARING --compared--> SENDING --transfer is done--> WAITING --finished--> ENDED
/// ```
///
/// Whatever the other side sends, no verb throws.
public final class SyncSender {
  private enum State {
    READING,
    COMPARING,
    SENDING,
    WAITING,
    ENDED
  }

  private final ArrayDeque<SyncAction> out = new ArrayDeque<>();
  private State state = State.READING;
  private @Nullable TreeComparison comparison;

  /// Our own tree is read.
  ///
  /// @param device stands for the file system of its root, 0 where that is not known
  public void onTree(DirectoryNode root, long device) {
    if (state != State.READING) {
      return;
    }
    state = State.COMPARING;
    comparison = new TreeComparison(root);
    say(new SyncMessage.Begin(device));
    goOn(comparison);
  }

  /// It cannot be read.
  public void onUnreadable(TransferFailure failure, ErrorCode code, String message) {
    if (state != State.ENDED) {
      say(new SyncMessage.Failed(code, message));
      end(new SyncEnd.Failed(failure));
    }
  }

  public void onMessage(ByteBuffer bytes) {
    if (state == State.ENDED) {
      return;
    }
    switch (SyncCodec.read(bytes)) {
      case SyncMessage.Verdicts(var verdicts) -> {
        TreeComparison open = comparison;
        if (state != State.COMPARING || open == null || !open.answered(verdicts)) {
          violated("a verdict on what was not asked");
        } else {
          goOn(open);
        }
      }
      case SyncMessage.Finished(SyncResult result) -> {
        if (state != State.WAITING) {
          violated("an end before the end");
          return;
        }
        say(new SyncMessage.Bye());
        end(result.deletion().isRefusal() ? new SyncEnd.Refused(result) : new SyncEnd.Done(result));
      }
      case SyncMessage.Failed(ErrorCode code, String text) ->
          end(new SyncEnd.Failed(new TransferFailure.Remote(code, text)));
      case SyncMessage.Begin _,
          SyncMessage.Probes _,
          SyncMessage.Compared _,
          SyncMessage.Sent _,
          SyncMessage.Bye _ ->
          violated("a message that only a sender sends");
      case null -> violated("a message that cannot be read");
    }
  }

  private void goOn(TreeComparison open) {
    for (SyncMessage.Probes next = open.poll(); next != null; next = open.poll()) {
      say(next);
    }
    if (!open.isDone()) {
      return;
    }
    SyncMessage.Next next = open.next();
    say(new SyncMessage.Compared(next));
    switch (next) {
      case TRANSFER -> {
        state = State.SENDING;
        out.add(new SyncAction.Offer(open.same()));
      }
      case NOTHING -> sent(SyncMessage.Listing.COMPLETE);
    }
    comparison = null;
  }

  /// The transfer has come to its good end.
  public void onTransferred(SyncMessage.Listing listing) {
    if (state == State.SENDING) {
      sent(listing);
    }
  }

  /// The transfer failed, and tells so by itself.
  public void onTransferFailed() {
    end(new SyncEnd.Failed(null));
  }

  /// The connection is gone.
  public void onClosed() {
    end(new SyncEnd.Failed(new TransferFailure.ConnectionLost()));
  }

  /// The user interrupts.
  public void cancel() {
    end(new SyncEnd.Failed(new TransferFailure.Cancelled()));
  }

  /// What to do next, or null: nothing until something comes in.
  public @Nullable SyncAction poll() {
    return out.poll();
  }

  /// Whether the other side is at work on what it was told.
  public boolean isWaiting() {
    return state == State.WAITING || state == State.COMPARING;
  }

  private void sent(SyncMessage.Listing listing) {
    state = State.WAITING;
    say(new SyncMessage.Sent(listing));
  }

  private void violated(String how) {
    say(new SyncMessage.Failed(ErrorCode.PROTOCOL, how));
    end(new SyncEnd.Failed(new TransferFailure.Refused(ErrorCode.PROTOCOL, how)));
  }

  private void say(SyncMessage message) {
    out.add(new SyncAction.Send(message));
  }

  private void end(SyncEnd reached) {
    if (state != State.ENDED) {
      state = State.ENDED;
      out.add(new SyncAction.Ended(reached));
    }
  }
}
