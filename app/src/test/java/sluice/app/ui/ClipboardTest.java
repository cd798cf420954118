package sluice.app.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which program serves the clipboard, and that it gets the text.
final class ClipboardTest {
  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();

  private void install(String program, String script) throws Exception {
    Path file = Files.writeString(folder.resolve(program), "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    environment.put("PATH", folder + ":/bin:/usr/bin");
  }

  private List<String> chosen(String system) {
    return Clipboard.programs(environment::get, system).stream().map(List::getFirst).toList();
  }

  @Test
  void theDesktopDecides() throws Exception {
    for (String program : List.of("wl-copy", "xclip", "xsel", "pbcopy", "clip.exe")) {
      install(program, "exit 0");
    }
    environment.put("PATH", folder.toString());
    assertThat(chosen("Linux")).isEmpty();
    assertThat(chosen("Mac OS X")).containsExactly("pbcopy");
    assertThat(chosen("Windows 11")).containsExactly("clip.exe");
    environment.put("DISPLAY", ":0");
    assertThat(chosen("Linux")).containsExactly("xclip", "xsel");
    environment.put("WAYLAND_DISPLAY", "wayland-0");
    assertThat(chosen("Linux")).containsExactly("wl-copy", "xclip", "xsel");
    environment.put("WSL_DISTRO_NAME", "Debian");
    assertThat(chosen("Linux")).startsWith("clip.exe");
  }

  @Test
  void theNextOneIsTriedWhereOneFails() throws Exception {
    Path copied = folder.resolve("copied");
    Clipboard clipboard =
        new Clipboard(
            List.of(
                List.of("/nonexistent/program"),
                List.of("sh", "-c", "exit 3"),
                List.of("sh", "-c", "cat > \"$0\"", copied.toString())),
            Optional.empty());
    assertThat(clipboard.copy("sluice receive 42-pelican-violin")).contains("by sh");
    assertThat(copied).hasContent("sluice receive 42-pelican-violin");
  }

  /// More than a pipe holds, to a program that never reads.
  @Test
  void aProgramThatHangsIsNotWaitedForLong() {
    Clipboard clipboard = new Clipboard(List.of(List.of("sleep", "60")), Optional.empty());
    assertThat(clipboard.copy("x".repeat(1 << 20))).contains("no clipboard");
  }

  @Test
  void withoutProgramAndTerminalItIsSaid() {
    assertThat(Clipboard.NONE.copy("x")).contains("no clipboard");
  }
}
