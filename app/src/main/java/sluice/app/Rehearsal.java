package sluice.app;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import sluice.app.cli.CommandLineProgram;
import sluice.app.cli.Surroundings;

/// A transfer, from this process to itself, played once after a build.
///
/// The launcher lets the JVM keep what it learns here (loaded and linked classes, profiles of the hot
/// paths) in an archive that later starts begin with. Nobody else starts this.
final class Rehearsal {
  /// Enough for the profiles of the hot paths. After more, later starts compile so many methods at once, and such
  /// large ones, that a cold transfer waits longer for those that it needs first.
  private static final int BYTES = 32 << 20;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(20).toNanos();

  private Rehearsal() {}

  static void main() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("sluice-rehearsal-");
    boolean played;
    try {
      played = play(folder);
    } finally {
      remove(folder);
    }
    System.exit(played ? 0 : 1);
  }

  private static boolean play(Path folder) throws IOException, InterruptedException {
    Path source = folder.resolve("source");
    Path code = folder.resolve("code");
    Path target = folder.resolve("target");
    write(source);

    run(folder, "--help");
    Thread sender =
        start(() -> run(folder, "send", source.toString(), "--code-file", code.toString()));
    Thread receiver =
        start(
            () -> {
              await(code);
              run(folder, "receive", "--code-file", code.toString(), "-o", target.toString(), "-y");
            });
    return receiver.join(PATIENCE)
        && sender.join(PATIENCE)
        && Files.isRegularFile(target)
        && Files.mismatch(source, target) < 0;
  }

  private static void run(Path home, String... arguments) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    new CommandLineProgram(
            new Surroundings(
                name -> "SLUICE_HOME".equals(name) ? home.toString() : null, nowhere, nowhere))
        .run(arguments);
  }

  private static void write(Path file) throws IOException {
    byte[] block = new byte[1 << 20];
    new Random(1).nextBytes(block);
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int written = 0; written < BYTES; written += block.length) {
        out.write(block);
      }
    }
  }

  private static void await(Path file) {
    while (Files.notExists(file)) {
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }

  private static Thread start(Runnable part) {
    return Thread.ofPlatform().daemon().start(part);
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
