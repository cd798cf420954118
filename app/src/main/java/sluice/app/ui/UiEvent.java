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
  record OfferedFile(String name, long bytes) {}

  /// Who offers.
  enum Direction {
    SENDING,
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
    REMOTE_USER
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

  /// All is done.
  record Done(long bytes, Duration took) implements UiEvent {}

  /// A folder has become like the source.
  ///
  /// @param files that were stored
  /// @param snapshot the new snapshot's name; empty where none was made
  record Synced(long files, long bytes, long deleted, String snapshot, Duration took)
      implements UiEvent {}

  /// Something to know that does not end the run.
  record Warning(String message) implements UiEvent {}

  /// The run ends without success.
  record Failed(Ending ending) implements UiEvent {}
}
