package sluice.app.session;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// The program as a process of its own, its JSON events read as they come.
final class SluiceProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 90;

  private final Process process;
  private final List<Map<String, Object>> events = new ArrayList<>();
  private final List<String> others = new ArrayList<>();
  private final Thread reader;

  private SluiceProcess(Process process) {
    this.process = process;
    this.reader = Thread.ofPlatform().daemon().start(this::read);
  }

  /// Starts it without a terminal. A SIGINT that our own parent ignores is heard all the same.
  static SluiceProcess start(Path home, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "--default-signal=INT,TERM",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx96m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "sluice.app.Main"));
    command.addAll(List.of(arguments));
    command.add("--json");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("SLUICE_RELAY");
    builder.environment().put("SLUICE_HOME", home.toString());
    builder.redirectErrorStream(true);
    Process process = builder.start();
    process.getOutputStream().close();
    return new SluiceProcess(process);
  }

  /// Waits for an event of this name.
  Map<String, Object> await(String name) throws InterruptedException {
    return await(name, _ -> true);
  }

  Map<String, Object> await(String name, Predicate<Map<String, Object>> condition)
      throws InterruptedException {
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    synchronized (events) {
      while (true) {
        for (Map<String, Object> event : events) {
          if (name.equals(event.get("event")) && condition.test(event)) {
            return event;
          }
        }
        long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
        if (leftMillis <= 0 || !reader.isAlive()) {
          throw new AssertionError("no " + name + " among " + events + others);
        }
        events.wait(Math.min(leftMillis, 500));
      }
    }
  }

  /// The same, or until it has nothing more to say.
  void awaitOrEnd(String name, Predicate<Map<String, Object>> condition)
      throws InterruptedException {
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    synchronized (events) {
      while (reader.isAlive()
          && System.nanoTime() < deadlineNanos
          && events.stream()
              .noneMatch(event -> name.equals(event.get("event")) && condition.test(event))
          && events.stream().noneMatch(event -> "done".equals(event.get("event")))) {
        events.wait(100);
      }
    }
  }

  /// Bytes that it has written to files and pipes until now, as the system counts them.
  long written() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/io"))) {
      if (line.startsWith("wchar: ")) {
        return Long.parseLong(line.substring("wchar: ".length()));
      }
    }
    throw new IOException("the system does not count what is written");
  }

  /// The sender's code.
  String code() throws InterruptedException {
    return String.valueOf(await("code").get("code"));
  }

  /// Waits until bytes are durable at the receiver.
  void awaitProgress() throws InterruptedException {
    await("progress", event -> ((Number) event.get("bytes")).longValue() > 0);
  }

  void signal(String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /// Waits for the end and tells the exit code.
  int exit() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("still running after " + events + others);
    }
    reader.join(TimeUnit.SECONDS.toMillis(5));
    return process.exitValue();
  }

  /// The message of the error that it ended with.
  String error() {
    synchronized (events) {
      Map<String, Object> last = events.getLast();
      return "error".equals(last.get("event")) ? String.valueOf(last.get("message")) : "none";
    }
  }

  /// The command that goes on, as the error that it ended with tells it.
  String again() {
    synchronized (events) {
      return String.valueOf(events.getLast().get("again"));
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void read() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (events) {
          if (line.startsWith("{")) {
            events.add(JSON.std.mapFrom(line));
          } else {
            others.add(line);
          }
          events.notifyAll();
        }
      }
    } catch (IOException ended) {
      synchronized (events) {
        others.add(ended.toString());
        events.notifyAll();
      }
    }
  }
}
