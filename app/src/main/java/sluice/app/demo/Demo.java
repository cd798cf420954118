package sluice.app.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sluice.app.ExitCode;
import sluice.app.ui.Quantity;

/// `sluice demo`: a relay, a sender and a receiver, as three processes that share nothing but a code.
public final class Demo {
  private static final Pattern URL = Pattern.compile("\"url\":\"([^\"]+)\"");
  private static final Pattern CODE = Pattern.compile("\"event\":\"code\".*\"code\":\"([^\"]+)\"");
  private static final Pattern ROUTE =
      Pattern.compile("\"event\":\"connected\".*\"route\":\"([a-z]+)\"");
  private static final Pattern SECONDS =
      Pattern.compile("\"event\":\"done\".*\"seconds\":([0-9.E-]+)");
  private static final int BLOCK_BYTES = 1 << 20;

  private final PrintStream out;
  private final List<String> transport;
  private final Path directory;
  private final List<Child> children = new CopyOnWriteArrayList<>();

  private Demo(PrintStream out, List<String> transport, Path directory) {
    this.out = out;
    this.transport = List.copyOf(transport);
    this.directory = directory;
  }

  /// Runs it with a file of this size. Leaves nothing behind, also when it is interrupted.
  ///
  /// @param transport more arguments for sender and receiver
  public static ExitCode run(
      long sizeBytes, List<String> transport, PrintStream out, PrintStream err) {
    try {
      Demo demo = new Demo(out, transport, Files.createTempDirectory("sluice-demo-"));
      Runtime.getRuntime().addShutdownHook(new Thread(demo::clean, "demo-cleaning"));
      return demo.show(sizeBytes, err);
    } catch (IOException failure) {
      err.println("sluice: The demonstration failed: " + failure + ".");
      return ExitCode.LOCAL_FILE;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERRUPTED;
    }
  }

  private ExitCode show(long sizeBytes, PrintStream err) throws IOException, InterruptedException {
    try {
      show(sizeBytes);
      return ExitCode.DONE;
    } catch (DemoException failure) {
      err.println("sluice: The demonstration failed: " + failure.getMessage() + ".");
      tellLogs(err);
      return ExitCode.INTERNAL;
    }
  }

  private void show(long sizeBytes) throws IOException, DemoException, InterruptedException {
    Path source = directory.resolve("demo.bin");
    Path target = Files.createDirectory(directory.resolve("received"));
    generate(source, sizeBytes);
    say("file      " + Quantity.bytes(sizeBytes) + " of random bytes");
    try (Child relay = start("relay", "relay", "--listen", "127.0.0.1:0", "--json")) {
      String url = relay.awaitLine(URL);
      say("relay     " + url);
      try (Child sender =
          startPeer("sender", "send", source.toString(), "--relay", url, "--json")) {
        String code = sender.awaitLine(CODE);
        say("code      " + code);
        try (Child receiver =
            startPeer(
                "receiver",
                "receive",
                code,
                "--relay",
                url,
                "--output",
                target + "/",
                "--yes",
                "--json")) {
          say("route     " + receiver.awaitLine(ROUTE));
          double seconds = Double.parseDouble(receiver.awaitLine(SECONDS));
          receiver.awaitSuccess();
          sender.awaitSuccess();
          say(speed(sizeBytes, seconds));
        }
      }
    }
    compare(source, target.resolve("demo.bin"));
    say("compared  byte by byte: equal");
  }

  private Child startPeer(String name, String... arguments) throws IOException {
    return start(
        name, Stream.concat(Stream.of(arguments), transport.stream()).toArray(String[]::new));
  }

  private Child start(String name, String... arguments) throws IOException {
    Child child = Child.start(name, directory, List.of(arguments));
    children.add(child);
    return child;
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }

  private static String speed(long sizeBytes, double seconds) {
    return String.format(
        Locale.ROOT, "speed     %.1f MB/s", sizeBytes / 1e6 / Math.max(seconds, 1e-3));
  }

  private static void generate(Path file, long sizeBytes) throws IOException {
    SplittableRandom random = new SplittableRandom();
    byte[] block = new byte[BLOCK_BYTES];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long left = sizeBytes; left > 0; left -= block.length) {
        random.nextBytes(block);
        out.write(block, 0, (int) Math.min(left, block.length));
      }
    }
  }

  private static void compare(Path source, Path target) throws IOException, DemoException {
    long difference = Files.mismatch(source, target);
    if (difference >= 0) {
      throw new DemoException("the files differ at byte " + difference);
    }
  }

  private void tellLogs(PrintStream err) {
    for (String name : List.of("relay", "sender", "receiver")) {
      Path log = directory.resolve(name + ".log");
      try {
        for (String line : Files.exists(log) ? Files.readAllLines(log) : List.<String>of()) {
          err.println(name + ": " + line);
        }
      } catch (IOException unreadable) {
        err.println(name + ": " + unreadable);
      }
    }
  }

  /// Also when the program is interrupted: the processes end first, since they write there.
  private void clean() {
    children.forEach(Child::close);
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException left) {
      System.err.println("sluice: " + directory + " could not be removed: " + left);
    }
  }
}
