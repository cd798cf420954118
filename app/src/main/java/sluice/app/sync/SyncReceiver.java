package sluice.app.sync;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.ErrorCode;
import sluice.app.transfer.TransferFailure;

/// The receiver's end of what surrounds a transfer (`docs/sync.md`). Sans-IO and for one thread.
///
/// ```text
/// OPENING --begin, tree is read--> COMPARING --compared--> TAKING --transfer is done, sent--> FINISHING
///   --disk is done--> SETTLING --bye--> ENDED
/// ```
///
/// Whatever the other side sends, no verb throws.
public final class SyncReceiver {
  /// Messages that may come before our own tree is read: the sender waits for its verdicts.
  private static final int MAX_EARLY = 1 + TreeComparison.MAX_UNANSWERED;

  private enum State {
    OPENING,
    COMPARING,
    TAKING,
    FINISHING,
    SETTLING,
    ENDED
  }

  private final ArrayDeque<SyncAction> out = new ArrayDeque<>();
  private final ArrayDeque<SyncMessage> early = new ArrayDeque<>();
  private State state = State.OPENING;
  private @Nullable TreeVerdicts verdicts;
  private boolean begun;
  private long device;
  private boolean transferred;
  private SyncMessage.@Nullable Listing listing;
  private @Nullable SyncResult result;

  /// The destination is ours, and its tree is read.
  public void onTree(DirectoryNode root) {
    if (state != State.OPENING) {
      return;
    }
    state = State.COMPARING;
    verdicts = new TreeVerdicts(root);
    while (!early.isEmpty() && state != State.ENDED) {
      take(early.remove());
    }
  }

  /// The destination cannot be used, or fails.
  ///
  /// @param message for the other side: no place of this machine is in it
  public void onObstacle(TransferFailure failure, ErrorCode code, String message) {
    if (state != State.ENDED) {
      say(new SyncMessage.Failed(code, message));
      end(new SyncEnd.Failed(failure));
    }
  }

  public void onMessage(ByteBuffer bytes) {
    if (state == State.ENDED) {
      return;
    }
    SyncMessage message = SyncCodec.read(bytes);
    if (message == null) {
      violated("a message that cannot be read");
    } else if (state == State.OPENING && !(message instanceof SyncMessage.Failed)) {
      if (early.size() == MAX_EARLY) {
        violated("more than was asked for");
      } else {
        early.add(message);
      }
    } else {
      take(message);
    }
  }

  private void take(SyncMessage message) {
    switch (message) {
      case SyncMessage.Begin(long from) -> {
        if (begun) {
          violated("a second beginning");
          return;
        }
        begun = true;
        device = from;
      }
      case SyncMessage.Probes(List<SyncMessage.Probe> probes) -> judge(probes);
      case SyncMessage.Compared(SyncMessage.Next next) -> compared(next);
      case SyncMessage.Sent(SyncMessage.Listing said) -> {
        if (state != State.TAKING || listing != null) {
          violated("an end before the end");
          return;
        }
        listing = said;
        finishIfDone();
      }
      case SyncMessage.Bye() -> {
        if (state == State.SETTLING) {
          succeed();
        } else {
          violated("a farewell before the end");
        }
      }
      case SyncMessage.Failed(ErrorCode code, String text) -> {
        if (state == State.SETTLING) {
          succeed();
        } else {
          end(new SyncEnd.Failed(new TransferFailure.Remote(code, text)));
        }
      }
      case SyncMessage.Verdicts _, SyncMessage.Finished _ ->
          violated("a message that only a receiver sends");
    }
  }

  private void judge(List<SyncMessage.Probe> probes) {
    TreeVerdicts open = verdicts;
    SyncMessage.Verdicts answer =
        state == State.COMPARING && begun && open != null ? open.judge(probes) : null;
    if (answer == null) {
      violated("a directory that is out of place");
    } else {
      say(answer);
    }
  }

  private void compared(SyncMessage.Next next) {
    TreeVerdicts open = verdicts;
    if (state != State.COMPARING || !begun || open == null) {
      violated("an end of a comparison that was none");
      return;
    }
    state = State.TAKING;
    out.add(new SyncAction.Keep(open.same()));
    verdicts = null;
    switch (next) {
      case NOTHING -> transferred = true;
      case TRANSFER -> out.add(new SyncAction.Take());
    }
  }

  /// The transfer has come to its good end.
  public void onTransferred() {
    transferred = true;
    finishIfDone();
  }

  /// The transfer failed, and tells so by itself.
  public void onTransferFailed() {
    end(new SyncEnd.Failed(null));
  }

  private void finishIfDone() {
    SyncMessage.Listing said = listing;
    if (state == State.TAKING && transferred && said != null) {
      state = State.FINISHING;
      out.add(new SyncAction.Finish(said, device));
    }
  }

  /// All that had to be done at the disk is done.
  public void onFinished(SyncResult reached) {
    if (state == State.FINISHING) {
      state = State.SETTLING;
      result = reached;
      say(new SyncMessage.Finished(reached));
    }
  }

  /// The connection is gone. Once all is done, nothing can take that back.
  public void onClosed() {
    if (state == State.SETTLING) {
      succeed();
    } else {
      end(new SyncEnd.Failed(new TransferFailure.ConnectionLost()));
    }
  }

  /// The user interrupts.
  public void cancel() {
    if (state == State.SETTLING) {
      succeed();
    } else {
      end(new SyncEnd.Failed(new TransferFailure.Cancelled()));
    }
  }

  /// What to do next, or null: nothing until something comes in.
  public @Nullable SyncAction poll() {
    return out.poll();
  }

  private void succeed() {
    SyncResult reached = result;
    if (reached == null) {
      throw new IllegalStateException("settled without a result");
    }
    end(reached.deletion().isRefusal() ? new SyncEnd.Refused(reached) : new SyncEnd.Done(reached));
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
