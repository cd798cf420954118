package sluice.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import sluice.app.Escaper;
import sluice.app.ExitCode;
import sluice.app.files.IgnoreRules;
import sluice.app.files.SourceOptions;
import sluice.app.files.SyncTarget;
import sluice.app.peers.Peer;
import sluice.app.peers.PeerName;
import sluice.app.peers.PeerRequest;
import sluice.app.peers.PeerStore;
import sluice.app.session.LimitHours;
import sluice.app.session.Meeting;
import sluice.app.session.PeerCall;
import sluice.app.session.PeerSession;
import sluice.app.session.Retries;
import sluice.app.session.SyncDoor;
import sluice.app.session.Task;
import sluice.app.snapshots.Schedule;
import sluice.app.sync.SyncTerms;
import sluice.app.transfer.ConflictPolicy;
import sluice.app.ui.Frontend;

/// `sluice sync SOURCE PEER:DEST`, `sluice sync PEER:SOURCE DEST`
final class SyncCommand implements Command {
  private static final Pattern REMOTE = Pattern.compile("([^:/]+):(.*)", Pattern.DOTALL);

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("sync");
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("SOURCE DEST")
            .hideParamSyntax(true)
            .arity("2")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description(
                "Two folders, one of them at a paired peer: PEER:PATH, where PATH begins at what"
                    + " the peer has granted.")
            .build());
    addOptionsTo(spec);
    Rate.addLimitByHoursTo(spec);
    GlobalOptions.addTo(spec);
    spec.usageMessage()
        .header("Make a folder like another one, at or from a paired peer.")
        .description(
            "",
            "Sends what differs, and only that. The other side runs sluice listen and has granted"
                + " the folder (sluice peers grant). One run at a time has a destination; one that"
                + " was interrupted goes on where it was.",
            "")
        .footer(
            "",
            "Ends with 0 when the destination is like the source, 13 where some sources could not"
                + " be read, 15 where another run has the destination, 16 where the peer does not"
                + " permit it, 17 where a safety limit kept deletions back.",
            "",
            "Examples:",
            "  sluice sync ~/Documents nas:documents --delete --retry 1h",
            "  sluice sync nas:documents ~/restored");
    return spec;
  }

  private static void addOptionsTo(CommandSpec spec) {
    spec.addOption(
        GlobalOptions.flag(
            "--delete",
            "Delete at the destination what the source does not have, after all else succeeded."));
    spec.addOption(
        GlobalOptions.text(
            "--max-delete",
            "N",
            "Delete at most N entries, else none and end with 17. Without it, nothing is deleted"
                + " where the source is empty, lies on another file system than last time, or more"
                + " than half would go."));
    spec.addOption(
        OptionSpec.builder("--exclude")
            .paramLabel("GLOB")
            .arity("1")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description(
                "Neither send nor delete what matches GLOB, in the syntax of a .gitignore in"
                    + " SOURCE. Repeatable.")
            .build());
    spec.addOption(GlobalOptions.flag("--checksum", "Compare contents, not sizes and times."));
    spec.addOption(
        GlobalOptions.text(
            "--retry",
            "DURATION",
            "Try again, ever more rarely, for so long where it may succeed later: 30m, 1h."));
    spec.addOption(
        GlobalOptions.flag(
            "--snapshot",
            "Where DEST is here: keep each run as a tree of its own in DEST; unchanged files are"
                + " shared."));
    spec.addOption(
        GlobalOptions.text(
            "--keep",
            "SCHEDULE",
            "With --snapshot: remove snapshots that no part of SCHEDULE keeps, such as"
                + " daily:7,weekly:4,monthly:12; never the last three."));
  }

  /// One of the two places.
  private record Remote(PeerName peer, String path) {}

  @Override
  public int run(ParseResult parsed, Surroundings surroundings) throws UsageException {
    GlobalOptions options = GlobalOptions.of(parsed, surroundings);
    List<String> places = parsed.matchedPositionalValue(0, List.of());
    Optional<Remote> from = remote(places.getFirst());
    Optional<Remote> to = remote(places.getLast());
    if (from.isPresent() == to.isPresent()) {
      throw new UsageException("one of SOURCE and DEST is a paired peer's: PEER:PATH");
    }
    SyncTerms terms = terms(parsed);
    Path home = GlobalOptions.home(surroundings);
    PeerStore store = PeerStore.at(home);
    Remote remote = to.isPresent() ? to.get() : from.orElseThrow();
    PeerRequest request = request(remote, terms, to.isPresent());
    Task task =
        to.isPresent()
            ? SyncDoor.send(source(places.getFirst(), parsed), sources(terms), terms)
            : receiving(parsed, places.getLast(), remote, terms, home);
    Optional<LimitHours> hours = Rate.hours(parsed);
    if (hours.isPresent() && from.isPresent()) {
      throw new UsageException("--limit with hours is for what is sent from here");
    }
    Meeting meeting = options.meeting().withLimit(Rate.limitByHours(parsed)).withLimitHours(hours);
    Optional<String> retry = GlobalOptions.value(parsed, "--retry");
    Retries retries =
        Retries.within(retry.isPresent() ? TimeSpan.parse(retry.get()) : Duration.ZERO);
    Peer peer = peer(store, remote.peer());
    Logging.configure(options);
    try (Frontend frontend = Streams.frontend(options, surroundings)) {
      ExitCode exit =
          retries.run(
              frontend,
              shown ->
                  PeerSession.call(new PeerCall(peer, request, task, meeting), store, shown)
                      .exit());
      return exit.status();
    }
  }

  private static Optional<Remote> remote(String place) throws UsageException {
    Matcher form = REMOTE.matcher(place);
    if (!form.matches()) {
      return Optional.empty();
    }
    if (!PeerName.isValid(form.group(1))) {
      throw new UsageException(
          "'" + form.group(1) + "' is not a peer's name; a folder here with a colon: ./" + place);
    }
    return Optional.of(new Remote(new PeerName(form.group(1)), form.group(2)));
  }

  private static PeerRequest request(Remote remote, SyncTerms terms, boolean push)
      throws UsageException {
    try {
      PeerRequest.Verb verb = push ? PeerRequest.Verb.PUSH : PeerRequest.Verb.PULL;
      return new PeerRequest(verb, remote.path(), terms.words());
    } catch (IllegalArgumentException tooMuch) {
      throw new UsageException(
          "the path or the patterns are too long: at most "
              + SyncTerms.MAX_EXCLUDES
              + " patterns of 240 characters");
    }
  }

  private static SyncTerms terms(ParseResult parsed) throws UsageException {
    boolean deletes = GlobalOptions.has(parsed, "--delete");
    Optional<String> most = GlobalOptions.value(parsed, "--max-delete");
    if (most.isPresent() && !most.get().matches("[0-9]{1,12}")) {
      throw new UsageException("--max-delete takes a number, not '" + most.get() + "'");
    }
    if (most.isPresent() && !deletes) {
      throw new UsageException("--max-delete is for --delete");
    }
    return new SyncTerms(
        deletes ? SyncTerms.Deleting.YES : SyncTerms.Deleting.NO,
        most.isPresent() ? OptionalLong.of(Long.parseLong(most.get())) : OptionalLong.empty(),
        GlobalOptions.values(parsed, "--exclude"),
        GlobalOptions.has(parsed, "--checksum")
            ? SyncTerms.Comparing.BY_CONTENT
            : SyncTerms.Comparing.BY_SIZE_AND_TIME);
  }

  private static String source(String place, ParseResult parsed) throws UsageException {
    if (GlobalOptions.has(parsed, "--snapshot") || parsed.hasMatchedOption("--keep")) {
      throw new UsageException(
          "snapshots are the receiver's: say sluice peers grant … --snapshot there");
    }
    return place;
  }

  private static SourceOptions sources(SyncTerms terms) {
    return new SourceOptions(
        SourceOptions.Links.PRESERVE, Set.of(), IgnoreRules.of(terms.excludes()));
  }

  private static Task receiving(
      ParseResult parsed, String folder, Remote remote, SyncTerms terms, Path home)
      throws UsageException {
    return SyncDoor.receive(
        SyncDoor.wish(
            Path.of(folder).toAbsolutePath(),
            home.resolve("sync"),
            "from " + remote.peer(),
            SyncTarget.Who.READER,
            "",
            terms,
            keeping(parsed)),
        terms,
        ConflictPolicy.OVERWRITE,
        OptionalLong.empty(),
        SyncDoor.Telling.ALL);
  }

  private static SyncTarget.Keeping keeping(ParseResult parsed) throws UsageException {
    Optional<String> keep = GlobalOptions.value(parsed, "--keep");
    if (!GlobalOptions.has(parsed, "--snapshot")) {
      if (keep.isPresent()) {
        throw new UsageException("--keep is for --snapshot");
      }
      return new SyncTarget.Keeping.Nothing();
    }
    try {
      return new SyncTarget.Keeping.Snapshots(
          keep.isPresent() ? Schedule.parse(keep.get()) : Schedule.EVERYTHING);
    } catch (IllegalArgumentException wrong) {
      throw new UsageException("--keep " + wrong.getMessage());
    }
  }

  private static Peer peer(PeerStore store, PeerName name) throws UsageException {
    try {
      Optional<Peer> peer = store.find(name);
      if (peer.isEmpty()) {
        throw new UsageException(
            "there is no peer named " + name + "; sluice peers lists them, sluice pair makes one");
      }
      return peer.get();
    } catch (IOException e) {
      throw new UsageException(
          "the paired peers cannot be read: " + Escaper.escape(String.valueOf(e.getMessage())));
    }
  }
}
