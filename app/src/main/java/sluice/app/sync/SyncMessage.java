package sluice.app.sync;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.ErrorCode;
import sluice.app.transfer.FileName;

/// A message on the `sync` channel (`docs/sync.md`, "Messages").
public sealed interface SyncMessage {
  /// Sender, first.
  ///
  /// @param device stands for the file system that its root lies on; 0 where it does not know
  record Begin(long device) implements SyncMessage {}

  /// Sender: directories to compare.
  record Probes(List<Probe> probes) implements SyncMessage {
    public Probes {
      probes = List.copyOf(probes);
    }
  }

  /// @param parent number of the directory that it lies in; {@link SyncCodec#NO_PARENT} for the root
  /// @param digest null where it is not comparable
  @SuppressWarnings("ArrayRecordComponent")
  record Probe(int parent, FileName name, byte @Nullable [] digest) {}

  /// Receiver: one verdict for each probe of one message, in their order.
  record Verdicts(List<Verdict> verdicts) implements SyncMessage {
    public Verdicts {
      verdicts = List.copyOf(verdicts);
    }
  }

  /// Sender: the comparison is over.
  record Compared(Next next) implements SyncMessage {}

  /// What follows a comparison.
  enum Next {
    /// There is nothing to offer.
    NOTHING,
    TRANSFER
  }

  /// Sender: the transfer, where there was one, has come to its good end.
  record Sent(Listing listing) implements SyncMessage {}

  /// Whether everything that the sender has was offered.
  enum Listing {
    INCOMPLETE,
    COMPLETE
  }

  /// Receiver: all is done and durable.
  record Finished(SyncResult result) implements SyncMessage {}

  /// Sender: it has heard that.
  record Bye() implements SyncMessage {}

  /// Both: this side has failed.
  record Failed(ErrorCode code, String message) implements SyncMessage {}
}
