import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Holds every Java source of the tree against google-java-format, or writes it so.
///
/// It runs in the JDK that compiles the sources: a formatter inside Maven's own, older JVM cannot
/// parse them. Documentation comments are left as their authors broke them.
///
/// Arguments: `check` or `write`, then the root of the tree. Exit 1: something is not formatted.
final class SourceFormat {
  public static void main(String[] args) throws Exception {
    boolean write = args[0].equals("write");
    Path root = Path.of(args[1]);

    List<String> command = new ArrayList<>(List.of("--skip-javadoc-formatting"));
    command.addAll(write ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
    sources(root).map(Path::toString).forEach(command::add);

    PrintWriter out = new PrintWriter(System.out, true);
    PrintWriter err = new PrintWriter(System.err, true);
    int exit = new Main(out, err, System.in).format(command.toArray(new String[0]));
    out.flush();
    if (exit != 0 && !write) {
      err.println("Not formatted. To format: mvn -q -N -Pformat process-sources");
    }
    System.exit(exit);
  }

  private static Stream<Path> sources(Path root) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> modules = Files.list(root)) {
      for (Path module : modules.sorted().toList()) {
        for (Path folder :
            List.of(module.resolve("src/main/java"), module.resolve("src/test/java"))) {
          if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
              files.filter(file -> file.toString().endsWith(".java")).sorted().forEach(found::add);
            }
          }
        }
      }
    }
    found.add(root.resolve(".ci/SourceFormat.java"));
    found.add(root.resolve(".ci/SkippedTests.java"));
    return found.stream();
  }
}
