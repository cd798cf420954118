package sluice.app.cli;

import java.io.IOException;
import java.util.logging.ConsoleHandler;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import sluice.app.Escaper;

/// Where what happens inside is told: nowhere, unless `--verbose` or `--log-file` asks for it.
final class Logging {
  /// Held, since a logger that nobody holds is forgotten with its level.
  private static final Logger ROOT = Logger.getLogger("");

  /// Its own loggers tell of every thread and selector: pages that hide what is sluice's.
  private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

  private static final String OURS = "sluice";

  private Logging() {}

  static void configure(GlobalOptions options) throws UsageException {
    for (Handler handler : ROOT.getHandlers()) {
      ROOT.removeHandler(handler);
    }
    ROOT.setLevel(Level.OFF);
    if (options.logDetail() == GlobalOptions.LogDetail.VERBOSE) {
      ConsoleHandler console = new ConsoleHandler();
      // A person sees what this program does; what its libraries and the JDK do is for the file.
      console.setFilter(entry -> String.valueOf(entry.getLoggerName()).startsWith(OURS));
      add(console);
    }
    if (options.logFile().isPresent()) {
      try {
        add(new FileHandler(options.logFile().get().toString().replace("%", "%%")));
      } catch (IOException unwritable) {
        throw new UsageException("--log-file cannot be written: " + unwritable);
      }
    }
  }

  private static void add(Handler handler) {
    handler.setFormatter(new OneLine());
    handler.setLevel(Level.FINE);
    ROOT.addHandler(handler);
    ROOT.setLevel(Level.FINE);
    JETTY.setLevel(Level.WARNING);
  }

  private static final class OneLine extends Formatter {
    @Override
    public String format(LogRecord entry) {
      Throwable thrown = entry.getThrown();
      return entry.getInstant()
          + " "
          + entry.getLevel()
          + " "
          + entry.getLoggerName()
          + " "
          + Escaper.escape(formatMessage(entry))
          + (thrown == null ? "" : " " + Escaper.escape(thrown.toString()))
          + System.lineSeparator();
    }
  }
}
