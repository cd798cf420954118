package sluice.app.relay;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import sluice.app.ExitCode;
import sluice.app.ui.Ending;
import sluice.app.ui.Escaper;
import sluice.app.ui.Frontend;
import sluice.app.ui.Interrupts;
import sluice.app.ui.UiEvent;
import sluice.app.ui.View;

/// `sluice relay`: serves until it is told to end.
public final class RelayRun {
  private RelayRun() {}

  /// Runs a relay on the calling thread.
  public static ExitCode run(RelayOptions options, Frontend frontend) {
    BlockingQueue<Interrupts.Request> requests = new ArrayBlockingQueue<>(1);
    Interrupts.listen(
        request -> {
          if (!requests.offer(request)) {
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED.status());
          }
        });
    try (RelayServer server = RelayServer.start(options)) {
      frontend.view().show(new UiEvent.Listening(server.uri().toString()));
      return switch (requests.take()) {
        case INTERRUPT -> ExitCode.INTERRUPTED;
        case TERMINATE -> ExitCode.TERMINATED;
      };
    } catch (RelayStartException refused) {
      return tell(frontend, String.valueOf(refused.getMessage()));
    } catch (View.OutputClosedException nobodyReads) {
      return ExitCode.OUTPUT_CLOSED;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERRUPTED;
    }
  }

  private static ExitCode tell(Frontend frontend, String sentence) {
    Ending ending =
        new Ending(
            ExitCode.LOCAL_FILE,
            "cannot_listen",
            Escaper.escape(sentence),
            null,
            "Choose another address with --listen, or end what uses this one");
    try {
      frontend.view().show(new UiEvent.Failed(ending));
    } catch (View.OutputClosedException nobodyReads) {
      return ExitCode.OUTPUT_CLOSED;
    }
    return ending.exit();
  }
}
