package sluice.app;

import sluice.app.cli.CommandLineProgram;
import sluice.app.cli.Surroundings;

/// Entry point of the program.
public final class Main {
  private Main() {}

  /// Runs the program and ends the process with its exit code: libraries leave threads behind that
  /// would keep it alive.
  ///
  /// @param args the command line, without the program's name
  public static void main(String[] args) {
    Thread.setDefaultUncaughtExceptionHandler(
        (_, fault) -> {
          tell(fault);
          Runtime.getRuntime().halt(ExitCode.INTERNAL.status());
        });
    System.exit(status(args));
  }

  private static int status(String[] args) {
    try {
      return new CommandLineProgram(Surroundings.ofProcess()).run(args);
    } catch (RuntimeException | LinkageError ownFault) {
      tell(ownFault);
      return ExitCode.INTERNAL.status();
    }
  }

  private static void tell(Throwable ownFault) {
    ownFault.printStackTrace();
    System.err.println("sluice: This program made a mistake; please report the lines above.");
  }
}
