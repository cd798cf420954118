package sluice.app.ui;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something worth telling the person or the script that started us. Names and texts are as they
/// came, unescaped: each view makes them safe in its own way.
public sealed interface UiEvent {
  /// The code to read out.
  ///
  /// @param command what to type on the other machine
  record CodeReady(String code, String command, Reach reach) implements UiEvent {}

  /// A text to be shown as a picture that a camera reads.
  record QrCode(String text) implements UiEvent {}

  /// Where a code can be used.
  enum Reach {
    /// Wherever the relay can be reached.
    RELAY,
    /// Only on this network and on this machine: the relay lives inside this process.
    THIS_NETWORK
  }

  /// A relay is ready.
  ///
  /// @param url as clients name it
  record Listening(String url) implements UiEvent {}

  /// The other side has not come yet.
  record Waiting() implements UiEvent {}

  /// Both sides know the code.
  record Paired() implements UiEvent {}

  /// Words that both sides show and a person compares.
  record Verification(String words) implements UiEvent {}

  /// The path that data takes, when it is chosen and whenever it changes.
  record PathChosen(Path path) implements UiEvent {}

  /// The connection stands.
  record Connected(Path path) implements UiEvent {}

  /// A path between the two machines.
  record Path(
      RouteName route, InetSocketAddress local, InetSocketAddress remote, Duration roundTripTime) {}

  /// How the two machines see each other.
  enum RouteName {
    DIRECT,
    LAN,
    RELAYED,
    FORWARDED
  }

  /// What is offered, by us or to us.
  ///
  /// @param files the first of them; all where there are as many as `fileCount`
  /// @param hidden names at the top level that begin with a dot, of folders and links as well
  /// @param bytes negative where it is not known
  record Offer(
      List<OfferedFile> files, int fileCount, List<String> hidden, long bytes, Direction direction)
      implements UiEvent {
    public Offer {
      files = List.copyOf(files);
      hidden = List.copyOf(hidden);
    }
  }

  /// A file of an offer.
  ///
  /// @param bytes negative where it is not known
  /// @param executable whether its owner may execute it
  record OfferedFile(String name, long bytes, boolean executable) {
    /// No program.
    public OfferedFile(String name, long bytes) {
      this(name, bytes, false);
    }
  }

  /// Who offers.
  enum Direction {
    SENDING,
    /// The sender only looks what it would send.
    REHEARSING,
    RECEIVING
  }

  /// Bytes that the receiver has stored durably.
  ///
  /// @param total negative where it is not known
  record Progress(long bytes, long total, long bytesPerSecond) implements UiEvent {}

  /// Nothing moves.
  record Stalled(StalledBy waitingFor) implements UiEvent {}

  /// What a stalled transfer waits for.
  enum StalledBy {
    NETWORK,
    REMOTE_DISK,
    LOCAL_DISK,
    REMOTE_USER,
    /// What a stream comes from, at this side.
    LOCAL_SOURCE,
    /// The same at the other side, as far as can be told: it may be the network.
    REMOTE_SOURCE,
    /// What a stream goes to, at this side.
    LOCAL_READER,
    REMOTE_READER
  }

  /// The path is lost and another is looked for.
  record Reconnecting() implements UiEvent {}

  /// The transfer goes on after an interruption.
  record Resumed(long bytes) implements UiEvent {}

  /// A file is left out.
  record Skipped(String name, String reason) implements UiEvent {}

  /// A file stands under its final name.
  ///
  /// @param path as text, for showing
  /// @param pathBytes the name's bytes where they are not UTF-8, else null
  /// @param sha256 in hexadecimal where it was asked for, else null
  record Saved(String path, byte @Nullable [] pathBytes, long bytes, @Nullable String sha256)
      implements UiEvent {}

  /// A file is stored at the other side.
  record Delivered(String name, long bytes, @Nullable String sha256) implements UiEvent {}

  /// A text came, which is shown and not stored.
  record Text(String text) implements UiEvent {}

  /// Something stands already where an offered file would go; told by a rehearsal.
  record Exists(String name) implements UiEvent {}

  /// All is done.
  ///
  /// @param tally null where nothing is counted, as for a pipe
  record Done(long bytes, Duration took, @Nullable Tally tally) implements UiEvent {
    /// Where nothing is counted.
    public Done(long bytes, Duration took) {
      this(bytes, took, null);
    }
  }

  /// What became of a transfer that failed.
  ///
  /// @param keptBytes of unfinished files, which a later run can go on from; known to the receiver only
  record Summary(long bytes, Tally tally, long keptBytes) implements UiEvent {}

  /// What became of the entries of a transfer.
  ///
  /// @param files stored at the receiver
  /// @param skipped entries that the receiver did not want
  /// @param failed sources that could not be sent as they are, and entries that could not be made
  record Tally(int files, int skipped, int failed) {}

  /// A folder has become like the source.
  ///
  /// @param files that were stored
  /// @param snapshot the new snapshot's name; empty where none was made
  record Synced(long files, long bytes, long deleted, String snapshot, Duration took)
      implements UiEvent {}

  /// A pairing is kept for good.
  ///
  /// @param name what the other machine is called here
  /// @param relays where the two meet; none where they find each other on one network only
  record Kept(String name, List<String> relays) implements UiEvent {
    public Kept {
      relays = List.copyOf(relays);
    }
  }

  /// Something to know that does not end the run.
  record Warning(String message) implements UiEvent {}

  /// The run ends without success.
  record Failed(Ending ending) implements UiEvent {}
}
