package sluice.app.cli;

import java.io.File;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import sluice.app.ui.Frontend;

/// Opens what a command shows on, and the streams that it is about.
final class Streams {
  private Streams() {}

  /// The frontend of a command whose results go to standard output.
  static Frontend frontend(GlobalOptions options, Surroundings surroundings) {
    return Frontend.open(
        options.format(),
        surroundings.out(),
        surroundings.err(),
        surroundings.obstacle(),
        surroundings.environment());
  }

  /// The frontend of a command whose payload takes standard output: all that is said goes to standard
  /// error.
  static Frontend besidePayload(GlobalOptions options, Surroundings surroundings) {
    return Frontend.open(
        options.format(),
        surroundings.err(),
        surroundings.err(),
        Optional::empty,
        surroundings.environment());
  }

  /// Checks that there is such a program, so that a misspelt one is told before a code is made.
  ///
  /// @param command the program and its arguments, as they stood behind `--`
  static List<String> command(List<String> command, Surroundings surroundings)
      throws UsageException {
    if (command.isEmpty()) {
      throw new UsageException("--exec needs a command: --exec -- CMD ARGUMENT…");
    }
    String program = command.getFirst();
    if (!isProgram(program, surroundings)) {
      throw new UsageException("--exec: there is no program '" + program + "'");
    }
    return command;
  }

  private static boolean isProgram(String program, Surroundings surroundings) {
    if (program.contains(File.separator) || File.separatorChar == '\\') {
      return true;
    }
    String path = Objects.requireNonNullElse(surroundings.environment().apply("PATH"), "");
    for (String folder : path.split(File.pathSeparator, -1)) {
      if (new File(folder.isEmpty() ? "." : folder, program).canExecute()) {
        return true;
      }
    }
    return false;
  }
}
