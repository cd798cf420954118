package sluice.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import sluice.app.ExitCode;
import sluice.app.listen.ListenLog;
import sluice.app.listen.ListenRun;
import sluice.app.listen.SendDoor;
import sluice.app.peers.PeerRequest;
import sluice.app.peers.PeerStore;
import sluice.app.session.Doorkeeper;
import sluice.app.session.SyncDoor;
import sluice.app.session.VerbDoors;
import sluice.app.ui.Frontend;

/// `sluice listen`
final class ListenCommand implements Command {
  /// systemd sets it where our output goes to its journal, which notes the time of each line.
  private static final String JOURNAL_VARIABLE = "JOURNAL_STREAM";

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("listen");
    spec.addOption(
        GlobalOptions.flag("--status", "Show what the service that runs is doing, and end."));
    spec.addOption(
        GlobalOptions.flag(
            "--reload",
            "Have the service that runs read its peers again, and end. SIGHUP does the same."));
    Rate.addLimitTo(spec);
    GlobalOptions.addTo(spec);
    spec.usageMessage()
        .header("Wait for paired peers, and let them do what they are granted.")
        .description(
            "",
            "Runs until it is told to end. Logs a line for each request, and for each that is"
                + " refused. Nothing is allowed but what sluice peers grant allows. Running"
                + " transfers go on when the peers are read again.",
            "")
        .footer("", "Examples:", "  sluice listen --json", "  sluice listen --status");
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Surroundings surroundings) throws UsageException {
    GlobalOptions options = GlobalOptions.of(parsed, surroundings);
    Path home = GlobalOptions.home(surroundings);
    boolean json = options.format() == Frontend.Format.JSON;
    if (GlobalOptions.has(parsed, "--status")) {
      return ListenRun.status(home, json, surroundings.out(), surroundings.err()).status();
    }
    if (GlobalOptions.has(parsed, "--reload")) {
      return reload(home, surroundings).status();
    }
    Logging.configure(options);
    boolean journal = GlobalOptions.variable(surroundings, JOURNAL_VARIABLE).isPresent();
    ListenLog.Form form =
        json ? ListenLog.Form.JSON : journal ? ListenLog.Form.BARE : ListenLog.Form.TIMED;
    ListenLog log = new ListenLog(surroundings.out(), form, Clock.systemUTC());
    PeerStore store = Peers.store(surroundings);
    return ListenRun.run(
            home, store, door(home), options.meeting().withLimit(Rate.limit(parsed)), log)
        .status();
  }

  private static Doorkeeper door(Path home) {
    Doorkeeper sync = new SyncDoor(home.resolve("sync"));
    return new VerbDoors(
        Map.of(
            PeerRequest.Verb.SEND, new SendDoor(),
            PeerRequest.Verb.PUSH, sync,
            PeerRequest.Verb.PULL, sync));
  }

  private static ExitCode reload(Path home, Surroundings surroundings) {
    try {
      return ListenRun.reloadRunning(home) ? ExitCode.DONE : ExitCode.LOCAL_FILE;
    } catch (IOException unreachable) {
      surroundings
          .err()
          .println("sluice: The service cannot be asked: " + unreachable.getMessage());
      return ExitCode.LOCAL_FILE;
    }
  }
}
