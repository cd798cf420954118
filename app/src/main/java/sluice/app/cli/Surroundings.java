package sluice.app.cli;

import java.io.PrintStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a run sees of the process around it; tests bring their own.
///
/// @param environment looks up an environment variable; null for absent
public record Surroundings(
    Function<String, @Nullable String> environment, PrintStream out, PrintStream err) {

  /// Those of this process. Both streams are written unbuffered but for single calls.
  public static Surroundings ofProcess() {
    return new Surroundings(System::getenv, System.out, System.err);
  }
}
