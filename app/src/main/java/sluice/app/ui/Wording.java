package sluice.app.ui;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sluice.app.Escaper;

/// The sentences for people, shared by the views that people read. Everything returned is safe to
/// show.
final class Wording {
  /// Files that are told one by one: of an offer, and of what becomes of it.
  static final int MOST_LISTED = 10;

  private Wording() {}

  /// The line for an event that has one.
  static @Nullable String line(UiEvent event) {
    return switch (event) {
      case UiEvent.CodeReady _,
          UiEvent.QrCode _,
          UiEvent.Progress _,
          UiEvent.Failed _,
          UiEvent.Summary _,
          UiEvent.PathChosen _ ->
          null;
      case UiEvent.Text(String text) -> Escaper.escapeLines(text).stripTrailing();
      case UiEvent.Exists(String name) -> "Exists already: " + Escaper.escape(name);
      case UiEvent.Listening(String url) -> "Listening at " + Escaper.escape(url);
      case UiEvent.Waiting() -> "Waiting for the other side.";
      case UiEvent.Paired() -> "Paired: both sides know the code.";
      case UiEvent.Verification(String words) ->
          "Compare with the other side, word for word: " + Escaper.escape(words);
      case UiEvent.Connected(UiEvent.Path path) -> connected(path);
      case UiEvent.Offer offer -> offer(offer);
      case UiEvent.Stalled(UiEvent.StalledBy waitingFor) -> stalled(waitingFor);
      case UiEvent.Reconnecting() -> "The path is lost; looking for another.";
      case UiEvent.Resumed(long bytes) -> "Going on at " + Quantity.bytes(bytes) + ".";
      case UiEvent.Skipped(String name, String reason) ->
          "Left out " + Escaper.escape(name) + ": " + Escaper.escape(reason);
      case UiEvent.Saved saved -> saved(saved);
      case UiEvent.Delivered delivered -> delivered(delivered);
      case UiEvent.Done done -> done(done);
      case UiEvent.Synced synced -> synced(synced);
      case UiEvent.Kept kept -> kept(kept);
      case UiEvent.Warning(String message) -> "Note: " + Escaper.escape(message);
    };
  }

  private static String kept(UiEvent.Kept kept) {
    String where =
        kept.relays().isEmpty()
            ? "once both name a relay (--relay, SLUICE_RELAY or the config file)."
            : "at " + Escaper.escape(String.join(", ", kept.relays())) + ".";
    return "Kept "
        + Escaper.escape(kept.name())
        + ": the two meet again "
        + where
        + " Nothing is granted to it yet: sluice peers grant "
        + Escaper.escape(kept.name())
        + " …";
  }

  /// What ended the run, and what goes on from there.
  static String ending(Ending ending, String name) {
    String again = ending.again();
    return name
        + " "
        + ending.message()
        + (again == null || again.isEmpty()
            ? ""
            : System.lineSeparator()
                + "To go on from there, with a fresh code:"
                + System.lineSeparator()
                + "  "
                + Escaper.escape(again));
  }

  /// What stands below the code.
  static String instructions(UiEvent.CodeReady code) {
    String where =
        switch (code.reach()) {
          case RELAY -> "On the other machine, type:";
          case THIS_NETWORK -> "On this machine or another one on this network, type:";
        };
    String hint =
        switch (code.reach()) {
          case RELAY -> "";
          case THIS_NETWORK ->
              System.lineSeparator()
                  + "This code works on this network only: no relay is configured."
                  + System.lineSeparator()
                  + "For any other machine, name one that both can reach: --relay URL,"
                  + " SLUICE_RELAY, or `relay = URL` in the config file.";
        };
    return where
        + System.lineSeparator()
        + "  "
        + Escaper.escape(code.command())
        + System.lineSeparator()
        + hint;
  }

  static String route(UiEvent.RouteName route) {
    return switch (route) {
      case DIRECT -> "directly, through the NATs";
      case LAN -> "directly, on the same network";
      case RELAYED -> "through a TURN server";
      case FORWARDED -> "through the relay, which cannot read it";
    };
  }

  /// The time left at this rate, or null where it cannot be told.
  static @Nullable Duration remaining(UiEvent.Progress progress) {
    if (progress.total() < 0 || progress.bytesPerSecond() <= 0) {
      return null;
    }
    long left = Math.max(0, progress.total() - progress.bytes());
    return Duration.ofSeconds(left / progress.bytesPerSecond());
  }

  static int percent(UiEvent.Progress progress) {
    if (progress.total() <= 0) {
      return 100;
    }
    return (int) Math.clamp(progress.bytes() * 100.0 / progress.total(), 0, 100);
  }

  private static String connected(UiEvent.Path path) {
    return String.format(
        Locale.ROOT,
        "Connected %s (%s), round trip %.1f ms.",
        route(path.route()),
        Addresses.text(path.remote()),
        path.roundTripTime().toNanos() / 1e6);
  }

  private static String offer(UiEvent.Offer offer) {
    StringBuilder text = new StringBuilder();
    text.append(
        switch (offer.direction()) {
          case SENDING -> "Sending ";
          case REHEARSING -> "Would send ";
          case RECEIVING -> "Offered: ";
        });
    text.append(Quantity.count(offer.fileCount(), "file")).append(", ").append(size(offer.bytes()));
    List<UiEvent.OfferedFile> listed = listed(offer);
    for (UiEvent.OfferedFile file : listed) {
      text.append(System.lineSeparator())
          .append("  ")
          .append(Escaper.escape(file.name()))
          .append("  (")
          .append(size(file.bytes()))
          .append(file.name().startsWith(".") ? ", hidden" : "")
          .append(file.executable() ? ", executable)" : ")");
    }
    int more = offer.fileCount() - listed.size();
    if (more > 0) {
      text.append(System.lineSeparator()).append("  and ").append(more).append(" more");
    }
    List<String> unlisted =
        offer.hidden().stream()
            .filter(name -> listed.stream().noneMatch(file -> file.name().equals(name)))
            .toList();
    appendNames(text, "hidden at the top level", unlisted, unlisted.size());
    List<String> programs =
        offer.files().stream()
            .skip(listed.size())
            .filter(UiEvent.OfferedFile::executable)
            .map(UiEvent.OfferedFile::name)
            .toList();
    appendNames(text, "executable among them", programs, MOST_LISTED);
    return text.toString();
  }

  private static void appendNames(StringBuilder text, String what, List<String> names, int most) {
    for (String name : names.subList(0, Math.min(names.size(), most))) {
      text.append(System.lineSeparator())
          .append("  ")
          .append(what)
          .append(": ")
          .append(Escaper.escape(name));
    }
    if (names.size() > most) {
      text.append(System.lineSeparator())
          .append("  ")
          .append(what)
          .append(": ")
          .append(names.size() - most)
          .append(" more");
    }
  }

  /// Whoever is asked reads a few lines; whoever only looks sees all.
  private static List<UiEvent.OfferedFile> listed(UiEvent.Offer offer) {
    List<UiEvent.OfferedFile> files = offer.files();
    return offer.direction() == UiEvent.Direction.REHEARSING
        ? files
        : files.subList(0, Math.min(files.size(), MOST_LISTED));
  }

  /// One line, fit for a mail.
  private static String synced(UiEvent.Synced synced) {
    return "Synced: "
        + Quantity.count(synced.files(), "file")
        + " ("
        + Quantity.bytes(synced.bytes())
        + ") stored, "
        + synced.deleted()
        + " deleted"
        + (synced.snapshot().isEmpty() ? "" : ", snapshot " + Escaper.escape(synced.snapshot()))
        + ", in "
        + Quantity.time(synced.took())
        + ".";
  }

  private static String size(long bytes) {
    return bytes < 0 ? "of unknown size" : Quantity.bytes(bytes);
  }

  private static String stalled(UiEvent.StalledBy waitingFor) {
    return switch (waitingFor) {
      case NETWORK -> "Nothing moves: waiting for the network.";
      case REMOTE_DISK -> "Nothing moves: waiting for the other side's disk, or an answer there.";
      case LOCAL_DISK -> "Nothing moves: waiting for this machine's disk.";
      case REMOTE_USER -> "Waiting for the other side to accept.";
      case LOCAL_SOURCE -> "Nothing moves: nothing comes from the source of the stream.";
      case REMOTE_SOURCE ->
          "Nothing moves: waiting for the source of the stream at the other side, or the network.";
      case LOCAL_READER -> "Nothing moves: waiting for whoever takes the stream here.";
      case REMOTE_READER ->
          "Nothing moves: waiting for whoever takes the stream at the other side.";
    };
  }

  private static String saved(UiEvent.Saved saved) {
    String hash = saved.sha256();
    return "Saved "
        + Escaper.escape(saved.path())
        + " ("
        + Quantity.bytes(saved.bytes())
        + (hash == null ? ")" : "), SHA-256 " + Escaper.escape(hash));
  }

  private static String delivered(UiEvent.Delivered delivered) {
    String hash = delivered.sha256();
    return "Stored at the other side: "
        + Escaper.escape(delivered.name())
        + " ("
        + Quantity.bytes(delivered.bytes())
        + (hash == null ? ")" : "), SHA-256 " + Escaper.escape(hash));
  }

  private static String done(UiEvent.Done done) {
    long nanos = Math.max(1, done.took().toNanos());
    long perSecond = (long) (done.bytes() / (nanos / 1e9));
    UiEvent.Tally tally = done.tally();
    return "Done: "
        + (tally == null || tally.files() == 1 ? "" : Quantity.count(tally.files(), "file") + ", ")
        + Quantity.bytes(done.bytes())
        + " in "
        + Quantity.time(done.took())
        + ", "
        + Quantity.rate(perSecond)
        + (tally == null || tally.skipped() == 0 ? "" : "; " + tally.skipped() + " left out")
        + (tally == null || tally.failed() == 0 ? "" : "; " + tally.failed() + " with problems")
        + ".";
  }
}
