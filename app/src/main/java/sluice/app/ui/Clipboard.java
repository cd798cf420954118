package sluice.app.ui;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The clipboard of the person's machine: by the program that the desktop has for it, else by the terminal
/// itself (the sequence OSC 52, which many terminals obey, through SSH as well).
public final class Clipboard {
  /// Where there is none.
  public static final Clipboard NONE = new Clipboard(List.of(), Optional.empty());

  /// What a terminal takes, as several document it: 100,000 bytes with the sequence around it.
  private static final int MAX_TERMINAL_BYTES = 74_000;

  private static final long PATIENCE_SECONDS = 3;

  private final List<List<String>> programs;
  private final Optional<Screen> screen;

  Clipboard(List<List<String>> programs, Optional<Screen> screen) {
    this.programs = programs;
    this.screen = screen;
  }

  static Clipboard of(Function<String, @Nullable String> environment, Optional<Screen> screen) {
    return new Clipboard(programs(environment, System.getProperty("os.name", "")), screen);
  }

  /// The programs that may help in this environment, with their arguments, the best first.
  static List<List<String>> programs(
      Function<String, @Nullable String> environment, String system) {
    List<List<String>> candidates = new java.util.ArrayList<>();
    if (system.startsWith("Mac")) {
      candidates.add(List.of("pbcopy"));
    }
    if (system.startsWith("Windows") || isSet(environment, "WSL_DISTRO_NAME")) {
      candidates.add(List.of("clip.exe"));
    }
    if (isSet(environment, "WAYLAND_DISPLAY")) {
      candidates.add(List.of("wl-copy"));
    }
    if (isSet(environment, "DISPLAY")) {
      candidates.add(List.of("xclip", "-selection", "clipboard"));
      candidates.add(List.of("xsel", "--clipboard", "--input"));
    }
    String path = Objects.requireNonNullElse(environment.apply("PATH"), "");
    return candidates.stream().filter(command -> isOn(path, command.getFirst())).toList();
  }

  /// Puts a text there, and tells what came of it in a sentence. May block for some seconds.
  public String copy(String text) {
    for (List<String> command : programs) {
      if (takes(command, text)) {
        return "Copied to the clipboard (by " + command.getFirst() + ").";
      }
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (screen.isPresent() && bytes.length > MAX_TERMINAL_BYTES) {
      return "It is too long for the clipboard of a terminal, and no other is here.";
    }
    if (screen.isEmpty()) {
      return "There is no clipboard here: neither wl-copy, xclip, xsel, pbcopy or clip.exe with a"
          + " desktop, nor a terminal that could be asked.";
    }
    screen.get().write("\u001b]52;c;" + Base64.getEncoder().encodeToString(bytes) + "\u0007");
    return "The terminal was asked to put it into the clipboard.";
  }

  private static boolean takes(List<String> command, String text) {
    try {
      // Some of them stay behind to serve the selection: they must not hold our streams.
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      // One that does not read would hold up the write as well.
      Thread.ofVirtual().name("clipboard").start(() -> write(process, text));
      if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return process.exitValue() == 0;
      }
      process.destroyForcibly();
      return false;
    } catch (IOException notThere) {
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void write(Process process, String text) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException closed) {
      // Its exit status tells whether it had enough.
    }
  }

  private static boolean isOn(String path, String program) {
    for (String folder : path.split(File.pathSeparator, -1)) {
      if (new File(folder.isEmpty() ? "." : folder, program).canExecute()) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSet(Function<String, @Nullable String> environment, String name) {
    String value = environment.apply(name);
    return value != null && !value.isEmpty();
  }
}
