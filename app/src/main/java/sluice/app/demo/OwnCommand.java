package sluice.app.demo;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How this process was started, so that it can be started again.
final class OwnCommand {
  private static final String MAIN = "sluice.app.Main";
  private static final Path OWN_COMMAND_LINE = Path.of("/proc/self/cmdline");

  private OwnCommand() {}

  /// The same virtual machine with its options, up to and with the name of the main class.
  static List<String> withoutArguments() throws IOException {
    if (Files.isReadable(OWN_COMMAND_LINE)) {
      String whole = Files.readString(OWN_COMMAND_LINE, charset());
      List<String> words = Arrays.asList(whole.split("\0", -1));
      int main = words.indexOf(MAIN);
      if (main > 0) {
        List<String> command = new ArrayList<>(words.subList(0, main + 1));
        command.set(0, java());
        return command;
      }
    }
    return List.of(java(), "-cp", System.getProperty("java.class.path"), MAIN);
  }

  /// That of the arguments of processes, in which they are written again.
  private static Charset charset() {
    return Charset.forName(System.getProperty("sun.jnu.encoding"), Charset.defaultCharset());
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
