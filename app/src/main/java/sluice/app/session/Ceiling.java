package sluice.app.session;

import java.util.function.Consumer;
import sluice.app.transfer.DestinationCommand;
import sluice.app.transfer.DestinationResult;
import sluice.app.transfer.ErrorCode;

/// Stands before a disk and lets no more than a number of bytes through: what a grant allows in one
/// session.
final class Ceiling implements Consumer<DestinationCommand> {
  private final long maxBytes;
  private final Consumer<DestinationCommand> disk;
  private final Consumer<DestinationResult> results;
  private long bytes;

  /// @param results where the disk answers
  Ceiling(long maxBytes, Consumer<DestinationCommand> disk, Consumer<DestinationResult> results) {
    this.maxBytes = maxBytes;
    this.disk = disk;
    this.results = results;
  }

  @Override
  public void accept(DestinationCommand command) {
    long more =
        switch (command) {
          case DestinationCommand.Write(_, var block) -> block.length();
          case DestinationCommand.Keep keep -> keep.length();
          case DestinationCommand.WriteFiles(var files, _) ->
              files.stream().mapToLong(each -> each.file().entry().sizeBytes()).sum();
          case DestinationCommand.Judge _,
              DestinationCommand.Weigh _,
              DestinationCommand.Cut _,
              DestinationCommand.Release _,
              DestinationCommand.Create _,
              DestinationCommand.CheckRange _,
              DestinationCommand.Sync _,
              DestinationCommand.Finish _,
              DestinationCommand.Make _,
              DestinationCommand.Publish _,
              DestinationCommand.Discard _,
              DestinationCommand.Close _ ->
              0;
        };
    boolean announced =
        command instanceof DestinationCommand.Weigh(var totals) && totals.bytes() > maxBytes;
    bytes += more;
    if (announced || (more > 0 && bytes > maxBytes)) {
      results.accept(
          new DestinationResult.Failed(
              ErrorCode.NOT_GRANTED,
              -1,
              "No more than " + maxBytes + " bytes may be stored here in one session."));
    } else {
      disk.accept(command);
    }
  }
}
