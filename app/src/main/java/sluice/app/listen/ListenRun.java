package sluice.app.listen;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import sluice.app.Escaper;
import sluice.app.ExitCode;
import sluice.app.peers.PeerStore;
import sluice.app.session.Doorkeeper;
import sluice.app.session.Meeting;
import sluice.app.session.PeerService;
import sluice.app.ui.Interrupts;

/// `sluice listen`: runs the service until it is told to end, and asks the one that runs.
public final class ListenRun {
  private static final long TEND_SECONDS = 5;
  private static final String STATUS = "status";
  private static final String RELOAD = "reload";

  private final Path home;
  private final PeerService service;
  private final ListenLog log;
  private final long beganNanos = System.nanoTime();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final BlockingQueue<Errand> errands = new LinkedBlockingQueue<>();

  /// What wakes the service's own thread.
  private sealed interface Errand {
    record Reload() implements Errand {}

    record Stop(Interrupts.Request request) implements Errand {}
  }

  private ListenRun(Path home, PeerStore store, Doorkeeper door, Meeting meeting, ListenLog log) {
    this.home = home;
    this.log = log;
    this.service = new PeerService(meeting, store, door, log);
  }

  /// Runs the service on the calling thread.
  public static ExitCode run(
      Path home, PeerStore store, Doorkeeper door, Meeting meeting, ListenLog log) {
    return new ListenRun(home, store, door, meeting, log).run();
  }

  private ExitCode run() {
    Interrupts.listen(this::onRequest);
    Interrupts.onHangup(() -> errands.add(new Errand.Reload()));
    try {
      Optional<ControlSocket> socket = ControlSocket.open(home, this::answer);
      if (socket.isEmpty()) {
        log.say("Another sluice listen serves this SLUICE_HOME already.");
        return ExitCode.BUSY;
      }
      try (ControlSocket _ = socket.get()) {
        service.reload();
        return serve();
      } finally {
        service.close();
      }
    } catch (IOException unusable) {
      log.say("Cannot listen: " + Escaper.escape(String.valueOf(unusable.getMessage())));
      return ExitCode.LOCAL_FILE;
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERRUPTED;
    }
  }

  private ExitCode serve() throws InterruptedException {
    while (true) {
      Errand errand = errands.poll(TEND_SECONDS, TimeUnit.SECONDS);
      switch (errand) {
        case null -> service.tend();
        case Errand.Reload() -> reload();
        case Errand.Stop(Interrupts.Request request) -> {
          log.say("Told to end.");
          return switch (request) {
            case TERMINATE -> ExitCode.DONE;
            case INTERRUPT -> ExitCode.INTERRUPTED;
          };
        }
      }
    }
  }

  /// The first request ends it well, the second on the spot.
  private void onRequest(Interrupts.Request request) {
    if (stopping.getAndSet(true)) {
      Runtime.getRuntime().halt(request.exit().status());
    }
    errands.add(new Errand.Stop(request));
  }

  /// Where the files cannot be read, what was read before stays in force.
  private boolean reload() {
    try {
      service.reload();
      return true;
    } catch (IOException unreadable) {
      log.say("Not read again: " + Escaper.escape(String.valueOf(unreadable.getMessage())));
      return false;
    }
  }

  private String answer(String question) {
    return switch (question) {
      case STATUS ->
          StatusText.json(service.status(), Duration.ofNanos(System.nanoTime() - beganNanos));
      case RELOAD -> reload() ? "{\"reloaded\":true}" : "{\"reloaded\":false}";
      default -> "{\"error\":\"unknown question\"}";
    };
  }

  /// Shows what the running service does.
  ///
  /// @param json as one line of JSON
  public static ExitCode status(Path home, boolean json, PrintStream out, PrintStream err) {
    try {
      Optional<String> status = ControlSocket.ask(home, STATUS);
      if (status.isEmpty()) {
        err.println("sluice: No sluice listen serves " + Escaper.escape(home.toString()) + ".");
        return ExitCode.NOBODY_CAME;
      }
      List<String> lines = json ? List.of(status.get()) : StatusText.lines(status.get());
      lines.forEach(out::println);
      return ExitCode.DONE;
    } catch (IOException unreadable) {
      err.println(
          "sluice: The service cannot be asked: "
              + Escaper.escape(String.valueOf(unreadable.getMessage()))
              + ".");
      return ExitCode.LOCAL_FILE;
    }
  }

  /// Has the running service read its peers again, so that a change holds from now on.
  ///
  /// @return false where the service could not
  public static boolean reloadRunning(Path home) throws IOException {
    return ControlSocket.ask(home, RELOAD).map(answer -> answer.contains("true")).orElse(true);
  }
}
