package sluice.transport.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Assumptions;

/// One end that is a script with another implementation in it. What it says and hears are lines of a kind and a text
/// in Base64.
final class ScriptedPeer implements AutoCloseable {
  /// The implementations, each with what runs it and how to learn whether it is there.
  enum Stack {
    LIBDATACHANNEL(
        "libdatachannel.cjs",
        "libdatachannel (npm install node-datachannel, found by NODE_PATH)",
        16 << 20,
        List.of(List.of("node", "-e", "require('node-datachannel')"))),
    AIORTC(
        "aiortc_peer.py",
        "aiortc (Debian: python3-aiortc)",
        2 << 20,
        List.of(
            List.of("/usr/bin/python3", "-c", "import aiortc"),
            List.of("python3", "-c", "import aiortc")));

    private final String script;
    private final String name;

    @SuppressWarnings("ImmutableEnumChecker") // Made by List.of alone.
    private final List<List<String>> probes;

    /// Sent each way: what it does in a few seconds.
    final int totalBytes;

    Stack(String script, String name, int totalBytes, List<List<String>> probes) {
      this.script = script;
      this.name = name;
      this.totalBytes = totalBytes;
      this.probes = probes;
    }

    /// The interpreter that has it. Skips the test where none does.
    private String interpreter() throws IOException, InterruptedException {
      for (List<String> probe : probes) {
        if (succeeds(probe)) {
          return probe.getFirst();
        }
      }
      return Assumptions.abort(name + " is not installed");
    }

    private static boolean succeeds(List<String> probe) throws InterruptedException {
      try {
        Process process =
            new ProcessBuilder(probe)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
      } catch (IOException noSuchProgram) {
        return false;
      }
    }
  }

  private final Process process;
  private final Writer to;

  /// @param role `offer` or `answer`
  /// @param heard gets kind and text of each line, on a thread of its own
  ScriptedPeer(Stack stack, String role, Path folder, BiConsumer<String, String> heard)
      throws IOException, InterruptedException {
    Path script = folder.resolve(stack.script);
    String interpreter = stack.interpreter();
    try (InputStream from = ScriptedPeer.class.getResourceAsStream(stack.script)) {
      Files.copy(from, script);
    }
    List<String> command =
        new ArrayList<>(
            List.of(interpreter, script.toString(), role, String.valueOf(stack.totalBytes)));
    process =
        new ProcessBuilder(command).redirectError(folder.resolve("script.log").toFile()).start();
    to = process.outputWriter(StandardCharsets.UTF_8);
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    Thread.ofVirtual().start(() -> lines.lines().forEach(line -> tell(line, heard)));
  }

  private static void tell(String line, BiConsumer<String, String> heard) {
    String[] words = line.split(" ", 2);
    heard.accept(
        words[0], new String(Base64.getDecoder().decode(words[1]), StandardCharsets.UTF_8));
  }

  void say(String kind, String text) {
    try {
      to.write(
          kind
              + " "
              + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
              + "\n");
      to.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
