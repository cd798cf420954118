package sluice.app.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
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
/// @param in standard input, unbuffered
/// @param payload standard output as it is, unbuffered, for streams
public record Surroundings(
    Function<String, @Nullable String> environment,
    InputStream in,
    OutputStream payload,
    PrintStream out,
    PrintStream err,
    Supplier<Optional<String>> obstacle) {

  /// With nothing to read, and an output that fails only when its reader goes away.
  public Surroundings(
      Function<String, @Nullable String> environment, PrintStream out, PrintStream err) {
    this(environment, InputStream.nullInputStream(), out, out, err, Optional::empty);
  }

  /// Those of this process. Both streams are written unbuffered but for single calls.
  public static Surroundings ofProcess() {
    return of(
        System::getenv,
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(FileDescriptor.out),
        System.err);
  }

  static Surroundings of(
      Function<String, @Nullable String> environment,
      InputStream in,
      OutputStream out,
      PrintStream err) {
    WatchedOutput watched = new WatchedOutput(out);
    return new Surroundings(
        environment,
        in,
        out,
        new PrintStream(watched, true, System.out.charset()),
        err,
        watched::obstacle);
  }
}
