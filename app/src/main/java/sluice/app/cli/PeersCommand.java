package sluice.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import sluice.app.Escaper;
import sluice.app.ExitCode;
import sluice.app.listen.ListenRun;
import sluice.app.peers.Grants;
import sluice.app.peers.Peer;
import sluice.app.peers.PeerName;
import sluice.app.peers.PeerStore;
import sluice.app.snapshots.Schedule;
import sluice.app.ui.Frontend;

/// `sluice peers [ACTION NAME]`
final class PeersCommand implements Command {
  static final List<String> ACTIONS = List.of("show", "rename", "grant", "forbid", "remove");

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("peers");
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("[show|rename|grant|forbid|remove NAME [NEW]]")
            .hideParamSyntax(true)
            .arity("0..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description("What to do with which peer. Without it all are listed.")
            .build());
    for (Grants.Access access : Grants.Access.values()) {
      spec.addOption(
          OptionSpec.builder("--" + access.word())
              .paramLabel("DIR")
              .type(List.class)
              .auxiliaryTypes(String.class)
              .description(meaning(access))
              .build());
    }
    spec.addOption(
        GlobalOptions.flag("--delete", "The peer may delete what it may write, by sync --delete."));
    spec.addOption(
        GlobalOptions.text(
            "--max-bytes", "SIZE", "The peer may store at most SIZE in one session: 500M, 2G."));
    spec.addOption(
        GlobalOptions.flag(
            "--snapshot",
            "Each run of a sync into the granted folders becomes a tree of its own, so that the"
                + " peer cannot erase what was there before."));
    spec.addOption(
        GlobalOptions.text(
            "--keep",
            "POLICY",
            "Which snapshots are kept: daily:7,weekly:4,monthly:12. Default: all."));
    spec.addOption(
        GlobalOptions.flag(
            "--forget",
            "With remove: keep no trace, so that the peer finds nobody instead of being told."));
    GlobalOptions.addOutputTo(spec);
    spec.usageMessage()
        .header("List the machines paired for good, and say what they may do here.")
        .description(
            "",
            "A paired peer may do nothing until something is granted to it, and never leaves the"
                + " folders granted. Changes hold from that moment on, for a running sluice listen"
                + " too.",
            "")
        .footer(
            "",
            "Examples:",
            "  sluice peers",
            "  sluice peers show laptop",
            "  sluice peers grant laptop --write /srv/backup/laptop --snapshot --keep daily:7",
            "  sluice peers forbid laptop --delete",
            "  sluice peers rename laptop old-laptop",
            "  sluice peers remove laptop");
    return spec;
  }

  private static String meaning(Grants.Access access) {
    return switch (access) {
      case ADD ->
          "The peer may add new files below DIR: nothing is overwritten, deleted or read. May be"
              + " repeated.";
      case WRITE ->
          "The peer may add files below DIR and change those that are there; it reads nothing. May"
              + " be repeated.";
      case READ -> "The peer may read and list what is below DIR. May be repeated.";
    };
  }

  @Override
  public int run(ParseResult parsed, Surroundings surroundings) throws UsageException {
    GlobalOptions options = GlobalOptions.ofOutput(parsed);
    Logging.configure(options);
    List<String> words = parsed.matchedPositionalValue(0, List.of());
    PeerStore store = Peers.store(surroundings);
    PeersOutput output =
        new PeersOutput(surroundings.out(), options.format() == Frontend.Format.JSON);
    try {
      if (words.isEmpty()) {
        output.list(store.peers());
        return ExitCode.DONE.status();
      }
      act(words, parsed, store, output);
      if (!ListenRun.reloadRunning(GlobalOptions.home(surroundings))) {
        surroundings
            .err()
            .println("sluice: The running sluice listen could not read its peers again.");
        return ExitCode.LOCAL_FILE.status();
      }
      return ExitCode.DONE.status();
    } catch (IOException unusable) {
      surroundings
          .err()
          .println("sluice: " + Escaper.escape(String.valueOf(unusable.getMessage())) + ".");
      return ExitCode.LOCAL_FILE.status();
    }
  }

  private static void act(
      List<String> words, ParseResult parsed, PeerStore store, PeersOutput output)
      throws UsageException, IOException {
    String action = words.getFirst();
    int wanted = action.equals("rename") ? 3 : 2;
    if (!ACTIONS.contains(action)) {
      throw new UsageException(
          "peers does not know '" + action + "': " + String.join(", ", ACTIONS));
    }
    if (words.size() != wanted) {
      throw new UsageException(
          "peers " + action + " takes " + (wanted == 3 ? "NAME NEW" : "one NAME"));
    }
    Peer peer = Peers.find(words.get(1), store);
    PeerName name = peer.name();
    switch (action) {
      case "show" -> output.show(peer);
      case "rename" -> store.rename(name, Peers.name(words.get(2)));
      case "grant" -> output.show(grant(peer, parsed, store));
      case "forbid" -> output.show(forbid(peer, parsed, store));
      default -> {
        if (GlobalOptions.has(parsed, "--forget")) {
          store.forget(name);
        } else {
          store.remove(name, Peer.Standing.REMOVED);
        }
      }
    }
  }

  private static Peer grant(Peer peer, ParseResult parsed, PeerStore store)
      throws UsageException, IOException {
    List<Grants.Folder> more = folders(parsed);
    for (Grants.Folder folder : more) {
      if (!Files.isDirectory(folder.path())) {
        throw new UsageException("there is no folder " + folder.path() + "; make it first");
      }
    }
    Optional<String> size = GlobalOptions.value(parsed, "--max-bytes");
    OptionalLong maxBytes =
        size.isPresent() ? OptionalLong.of(size(size.get())) : OptionalLong.empty();
    Optional<String> keep = GlobalOptions.value(parsed, "--keep");
    requireSchedule(keep);
    return store.change(
        peer.name(),
        old -> {
          List<Grants.Folder> folders = new ArrayList<>(old.grants().folders());
          more.stream().filter(folder -> !folders.contains(folder)).forEach(folders::add);
          Grants grants = old.grants().withFolders(folders);
          grants =
              GlobalOptions.has(parsed, "--delete")
                  ? grants.withDeletion(Grants.Deletion.ALLOWED)
                  : grants;
          grants = maxBytes.isPresent() ? grants.withMaxBytes(maxBytes) : grants;
          grants =
              GlobalOptions.has(parsed, "--snapshot")
                  ? grants.withSnapshot(Optional.of("each-run"))
                  : grants;
          grants = keep.isPresent() ? grants.withKeep(keep) : grants;
          return old.withGrants(grants).withStanding(Peer.Standing.HOLDS);
        });
  }

  private static void requireSchedule(Optional<String> keep) throws UsageException {
    try {
      keep.ifPresent(Schedule::parse);
    } catch (IllegalArgumentException wrong) {
      throw new UsageException("--keep: " + wrong.getMessage());
    }
  }

  /// Without options everything is taken back, and the peer is refused whatever it asks.
  private static Peer forbid(Peer peer, ParseResult parsed, PeerStore store)
      throws UsageException, IOException {
    List<Grants.Folder> less = folders(parsed);
    boolean delete = GlobalOptions.has(parsed, "--delete");
    boolean snapshot = GlobalOptions.has(parsed, "--snapshot");
    if (less.isEmpty() && !delete && !snapshot) {
      return store.change(
          peer.name(), old -> old.withGrants(Grants.NONE).withStanding(Peer.Standing.FORBIDDEN));
    }
    for (Grants.Folder folder : less) {
      if (!peer.grants().folders().contains(folder)) {
        throw new UsageException(
            "--" + folder.access().word() + " " + folder.path() + " is not granted");
      }
    }
    return store.change(
        peer.name(),
        old -> {
          List<Grants.Folder> folders = new ArrayList<>(old.grants().folders());
          folders.removeAll(less);
          Grants grants = old.grants().withFolders(folders);
          grants = delete ? grants.withDeletion(Grants.Deletion.FORBIDDEN) : grants;
          return old.withGrants(
              snapshot ? grants.withSnapshot(Optional.empty()).withKeep(Optional.empty()) : grants);
        });
  }

  private static List<Grants.Folder> folders(ParseResult parsed) throws UsageException {
    List<Grants.Folder> folders = new ArrayList<>();
    for (Grants.Access access : Grants.Access.values()) {
      for (String text : GlobalOptions.values(parsed, "--" + access.word())) {
        folders.add(new Grants.Folder(access, path(text)));
      }
    }
    return folders;
  }

  private static Path path(String text) throws UsageException {
    try {
      Path path = Path.of(text).toAbsolutePath().normalize();
      if (PeerStore.isStorable(path.toString())) {
        return path;
      }
    } catch (InvalidPathException noPath) {
      throw new UsageException("'" + text + "' is no path");
    }
    throw new UsageException("a folder with such a name cannot be granted: '" + text + "'");
  }

  private static long size(String text) throws UsageException {
    if (!text.strip().matches("(?i)\\d+(\\.\\d+)?[kmgt]?i?b?")) {
      throw new UsageException("--max-bytes takes a size, like 500M or 2G, not '" + text + "'");
    }
    return Rate.parse("--max-bytes", text);
  }
}
