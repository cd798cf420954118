package sluice.app.demo;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Another process of this very program, with what it says on standard output read line by line.
final class Child implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final String name;
  private final Process process;
  private final List<String> lines = new ArrayList<>();
  private final CompletableFuture<Void> ended;

  private Child(String name, Process process) {
    this.name = name;
    this.process = process;
    this.ended = CompletableFuture.runAsync(this::read, task -> startThread(name, task));
  }

  /// Starts the program again, as this process was started: the same virtual machine, its options and
  /// class path.
  static Child start(String name, Path directory, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(OwnCommand.withoutArguments());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(directory.toFile());
    builder.environment().remove("SLUICE_RELAY");
    builder.environment().put("SLUICE_HOME", directory.toString());
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.redirectError(directory.resolve(name + ".log").toFile());
    return new Child(name, builder.start());
  }

  /// Waits for a line that matches, and tells its first group.
  String awaitLine(Pattern pattern) throws DemoException, InterruptedException {
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    synchronized (lines) {
      int seen = 0;
      while (true) {
        for (; seen < lines.size(); seen++) {
          Matcher matcher = pattern.matcher(lines.get(seen));
          if (matcher.find()) {
            return matcher.group(1);
          }
        }
        long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
        if (leftMillis <= 0 || ended.isDone()) {
          throw new DemoException("the " + name + " did not say what was expected of it");
        }
        lines.wait(Math.min(leftMillis, 1000));
      }
    }
  }

  /// Waits for the end of the process.
  ///
  /// @throws DemoException if its exit code is not 0
  void awaitSuccess() throws DemoException, InterruptedException {
    try {
      ended.get(PATIENCE_SECONDS * 60, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException failure) {
      throw new DemoException("the " + name + " did not end: " + failure);
    }
    int status = process.waitFor();
    if (status != 0) {
      throw new DemoException("the " + name + " ended with exit code " + status);
    }
  }

  /// Ends the process if it runs.
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(2, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException hurry) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    try (BufferedReader reader = process.inputReader()) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        synchronized (lines) {
          lines.add(line);
          lines.notifyAll();
        }
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } finally {
      synchronized (lines) {
        lines.notifyAll();
      }
    }
  }

  private static void startThread(String name, Runnable task) {
    Thread.ofPlatform().daemon().name("demo-" + name).start(task);
  }
}
