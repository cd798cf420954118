package sluice.app.relay;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import sluice.app.Escaper;
import sluice.app.ExitCode;
import sluice.app.ui.Ending;
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
            Runtime.getRuntime().halt(request.exit().status());
          }
        });
    try (RelayServer server = RelayServer.start(options)) {
      frontend.view().show(new UiEvent.Listening(server.uri().toString()));
      return requests.take().exit();
    } catch (RelayStartException refused) {
      return tell(frontend, refused);
    } catch (View.OutputClosedException nobodyReads) {
      return ExitCode.OUTPUT_CLOSED;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERRUPTED;
    }
  }

  private static ExitCode tell(Frontend frontend, RelayStartException refused) {
    Ending ending =
        new Ending(
            ExitCode.LOCAL_FILE,
            refused.obstacle().code(),
            Escaper.escape(String.valueOf(refused.getMessage())),
            null,
            refused.obstacle().remedy());
    try {
      frontend.view().show(new UiEvent.Failed(ending));
    } catch (View.OutputClosedException nobodyReads) {
      return ExitCode.OUTPUT_CLOSED;
    }
    return ending.exit();
  }
}
