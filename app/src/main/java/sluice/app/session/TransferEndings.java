package sluice.app.session;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.app.ExitCode;
import sluice.app.files.UnusableSourceException;
import sluice.app.transfer.ErrorCode;
import sluice.app.transfer.TransferEnd;
import sluice.app.transfer.TransferFailure;
import sluice.app.transfer.TransferSummary;
import sluice.app.ui.Ending;
import sluice.app.ui.Interrupts;
import sluice.app.ui.Quantity;

/// The remedy of every way in which a transfer fails, and what was kept; the sentences are those of the
/// transfer itself.
final class TransferEndings {
  private static final Set<ExitCode> INTERRUPTIONS =
      EnumSet.of(
          ExitCode.CONNECTION_LOST,
          ExitCode.LOCAL_FILE,
          ExitCode.REMOTE_FILE,
          ExitCode.DECLINED,
          ExitCode.INTERRUPTED,
          ExitCode.TERMINATED);

  private TransferEndings() {}

  /// What a transfer's end means for the run.
  ///
  /// @param stop the person's wish to end, if there was one
  /// @param lost why the connection was given up, if it was
  static Outcome outcome(
      TransferEnd end,
      Endings.Side side,
      Interrupts.@Nullable Request stop,
      @Nullable Ending lost) {
    if (end instanceof TransferEnd.Failed(TransferFailure failure, var summary)) {
      Ending reason =
          lost != null && failure instanceof TransferFailure.ConnectionLost
              ? lost
              : of(failure, side);
      Ending ending = (stop == null ? reason : Endings.stopped(stop)).keeping(kept(summary, side));
      return new Outcome.Failed(goesOn(ending, summary) ? ending.goingOnBy("") : ending);
    }
    int problems = end.summary().problemCount();
    return problems == 0 ? new Outcome.Done() : new Outcome.Failed(incomplete(problems));
  }

  /// Whether the same command, given again, would go on from what is stored or kept.
  private static boolean goesOn(Ending ending, TransferSummary summary) {
    return isInterruption(ending) && (summary.filesStored() > 0 || summary.keptBytes() > 0);
  }

  /// Whether it came in between, so that another run may bring it to its end.
  static boolean isInterruption(Ending ending) {
    return INTERRUPTIONS.contains(ending.exit());
  }

  static Ending of(TransferFailure failure, Endings.Side side) {
    return switch (failure) {
      case TransferFailure.Declined _ ->
          transfer(failure, "declined", "Ask what is wrong, then send again with a fresh code");
      case TransferFailure.DeclinedHere _ -> transfer(failure, "declined_here", null);
      case TransferFailure.CancelledByPeer _ -> transfer(failure, Endings.CANCELLED_BY_PEER, null);
      case TransferFailure.Cancelled _ -> transfer(failure, "cancelled", null);
      case TransferFailure.ConnectionLost _ ->
          transfer(failure, "connection_lost", againWithFreshCode(side));
      case TransferFailure.Refused(ErrorCode code, _) ->
          transfer(failure, snake(code), "Check what the other side sends, and that it is genuine");
      case TransferFailure.Local(ErrorCode code, _) ->
          transfer(failure, snake(code), localRemedy(code));
      case TransferFailure.Remote(ErrorCode code, _) ->
          transfer(failure, snake(code), remoteRemedy(code));
    };
  }

  /// The other side failed before the two could speak about files, and took leave by the name of its ending.
  static Optional<Ending> told(String name) {
    ErrorCode code = ErrorCode.of(name.replace('_', '-'));
    return code == ErrorCode.OTHER
        ? Optional.empty()
        : Optional.of(
            transfer(new TransferFailure.Remote(code, ""), snake(code), remoteRemedy(code)));
  }

  /// What stands at the receiver after a failed transfer. What became of a half file there a sender
  /// cannot know.
  static String kept(TransferSummary summary, Endings.Side side) {
    String stored =
        summary.filesStored() == 0
            ? "Nothing was stored"
            : Quantity.count(summary.filesStored(), "file")
                + " ("
                + Quantity.bytes(summary.bytesStored())
                + ") stored complete";
    return switch (side) {
      case SENDER -> stored + " at the other side";
      case RECEIVER ->
          summary.keptBytes() == 0
              ? stored + ", and no half file was left"
              : stored
                  + ", and "
                  + Quantity.bytes(summary.keptBytes())
                  + " of unfinished files are kept for a run that goes on from there";
    };
  }

  static Ending unusableSource(UnusableSourceException unusable) {
    String sentence = unusable.sentence();
    return new Ending(
        unusable.exit(),
        "unusable_source",
        sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence,
        "No code was made",
        null);
  }

  static Ending incomplete(int problems) {
    return new Ending(
        ExitCode.INCOMPLETE_SOURCES,
        "incomplete_sources",
        Quantity.count(problems, "source") + " changed or could not be read while they were sent",
        "Everything else is stored",
        "Look at the notes above and send those files again");
  }

  private static Ending transfer(TransferFailure failure, String name, @Nullable String remedy) {
    String sentence = failure.sentence();
    String happened =
        sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    return new Ending(failure.exit(), name, happened, null, remedy);
  }

  private static @Nullable String localRemedy(ErrorCode code) {
    return switch (code) {
      case EXISTS -> "Choose with --on-conflict skip, rename or overwrite, or another -o";
      case NOT_REPLACEABLE -> "Choose with --on-conflict skip or rename, or another -o";
      case DISK_FULL, QUOTA -> "Make room, or choose another place with -o";
      case NOT_PERMITTED, READ_ONLY, NAME_TOO_LONG, WRITE_FAILED -> "Choose another place with -o";
      case USAGE -> "Give a folder to -o";
      case NOTHING_SENT -> "Check that the files exist and can be read";
      case DOTFILE -> "Add --allow-dotfiles if you want it there, or choose another -o";
      case PROTOCOL, VERSION, ROLES, UNSAFE_NAME, HASH_MISMATCH -> "Try again";
      case SOURCE_FAILED -> "Look at what the command said, and start again";
      case COMMAND_FAILED -> "Look at what the command said";
      case BUSY -> "Try again when the other run is over, or use --retry";
      case NOT_GRANTED, SAFETY_LIMIT, READER_CLOSED, INTERNAL, OTHER -> null;
    };
  }

  private static @Nullable String remoteRemedy(ErrorCode code) {
    return switch (code) {
      case DISK_FULL, QUOTA -> "Once there is room at the other side, send again";
      case EXISTS -> "The receiver can choose --on-conflict rename or overwrite";
      case NOT_REPLACEABLE -> "The receiver can choose --on-conflict rename, or another -o";
      case NOT_PERMITTED, READ_ONLY, NAME_TOO_LONG, WRITE_FAILED, USAGE ->
          "The receiver can choose another place with -o";
      case NOTHING_SENT -> "Ask the sender to check its files";
      case SOURCE_FAILED -> "Throw away what came; the sender has to start again";
      case READER_CLOSED, COMMAND_FAILED -> "Look at the command at the other side";
      case UNSAFE_NAME, DOTFILE -> "Rename it and send again";
      case BUSY -> "Try again when the other run is over, or use --retry";
      case NOT_GRANTED -> "The other side can grant more: sluice peers grant NAME --max-bytes N";
      case SAFETY_LIMIT -> null;
      case PROTOCOL, VERSION, ROLES, HASH_MISMATCH, INTERNAL, OTHER -> "Try again";
    };
  }

  private static String againWithFreshCode(Endings.Side side) {
    return switch (side) {
      case SENDER ->
          "Send the same again; the receiver needs the fresh code, and goes on from what it has";
      case RECEIVER -> "Ask the sender to send again, with a fresh code";
    };
  }

  private static String snake(ErrorCode code) {
    return code.wireName().replace('-', '_');
  }
}
