package sluice.app.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a run sees of the process around it; tests bring their own.
///
/// @param environment looks up an environment variable; null for absent
/// @param obstacle why out could not be written; nothing where its reader went away
public record Surroundings(
    Function<String, @Nullable String> environment,
    PrintStream out,
    PrintStream err,
    Supplier<Optional<String>> obstacle) {

  /// With an output that fails only when its reader goes away.
  public Surroundings(
      Function<String, @Nullable String> environment, PrintStream out, PrintStream err) {
    this(environment, out, err, Optional::empty);
  }

  /// Those of this process. Both streams are written unbuffered but for single calls.
  public static Surroundings ofProcess() {
    return of(System::getenv, new FileOutputStream(FileDescriptor.out), System.err);
  }

  static Surroundings of(
      Function<String, @Nullable String> environment, OutputStream out, PrintStream err) {
    WatchedOutput watched = new WatchedOutput(out);
    return new Surroundings(
        environment, new PrintStream(watched, true, System.out.charset()), err, watched::obstacle);
  }
}
