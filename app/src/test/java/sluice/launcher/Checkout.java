package sluice.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/// A tree that looks to the launcher like a checkout: the real script, a source to watch, a program
/// of two classes, and a `mvn` that copies it instead of building it.
final class Checkout {
  private static final String MAIN =
      """
      package sluice.app;

      public final class Main {
        public static void main(String[] args) throws Exception {
          switch (args[0]) {
            case "echo" -> System.out.println(String.join("|", args));
            case "exit" -> System.exit(Integer.parseInt(args[1]));
            case "pid" -> System.out.println(ProcessHandle.current().pid());
            case "names" -> System.out.println(System.getProperty("sun.jnu.encoding"));
            case "late" -> {
              System.out.println("ready");
              while (System.in.read() >= 0) {}
              System.out.println(new Late().word());
            }
            default -> {}
          }
        }
      }

      class Late {
        String word() {
          return "still whole";
        }
      }
      """;

  private final Path folder;
  private final Path root;

  Checkout(Path folder) throws IOException {
    this.folder = folder;
    root = folder.resolve("a checkout");
    Path script = Path.of("..", "dist", "sluice");
    Files.createDirectories(root.resolve("dist"));
    Files.createDirectories(root.resolve("app/src/main/java"));
    Files.copy(script, launcher());
    makeExecutable(launcher());
    for (String pom : List.of("pom.xml", "app/pom.xml", "dist/pom.xml")) {
      Files.writeString(root.resolve(pom), "<project/>");
    }
    Files.writeString(source(), "one");
    Files.createDirectories(tools());
    writeMaven(
        """
        for word; do case $word in -Dlib.folder=*) lib=${word#*=} ;; esac; done
        mkdir -p "$lib" && cp "%s" "$lib/app.jar"
        """
            .formatted(programJar()));
  }

  Path root() {
    return root;
  }

  Path launcher() {
    return root.resolve("dist/sluice");
  }

  Path source() {
    return root.resolve("app/src/main/java/Source.java");
  }

  /// The folder in front of the PATH, where the stand-in for Maven lives.
  Path tools() {
    return folder.resolve("tools");
  }

  /// Replaces the stand-in for Maven; whatever it does, it is counted first.
  void writeMaven(String script) throws IOException {
    Path maven = tools().resolve("mvn");
    String counted = "#!/bin/sh\necho called >>'" + folder + "/calls'\necho noise\n" + script;
    Files.writeString(maven, counted);
    makeExecutable(maven);
  }

  int builds() throws IOException {
    Path calls = folder.resolve("calls");
    return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
  }

  List<Path> keptBuilds() throws IOException {
    try (Stream<Path> builds = Files.list(root.resolve("dist/target/launcher/builds"))) {
      return builds.toList();
    }
  }

  /// What a start needs to find Maven. No class data archive: making one takes longer than a test.
  Map<String, String> environment() {
    return Map.of("PATH", tools() + ":/usr/bin:/bin", "SLUICE_AOT", "off");
  }

  Start start(String... arguments) throws IOException {
    return start(launcher(), environment(), arguments);
  }

  /// Starts the launcher with exactly this environment.
  Start start(Path script, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command =
        Stream.concat(Stream.of(script.toString()), Stream.of(arguments)).toList();
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Path errors = Files.createTempFile(folder, "stderr", "");
    return new Start(builder.redirectError(errors.toFile()).start(), errors);
  }

  private Path programJar() throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Path source = classes.resolve("Main.java");
    Files.writeString(source, MAIN);
    int exit =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", classes.toString(), source.toString());
    assertThat(exit).isZero();
    Path jar = folder.resolve("program.jar");
    try (JarOutputStream out =
        new JarOutputStream(Files.newOutputStream(jar, StandardOpenOption.CREATE_NEW))) {
      for (String name : List.of("sluice/app/Main.class", "sluice/app/Late.class")) {
        out.putNextEntry(new JarEntry(name));
        out.write(Files.readAllBytes(classes.resolve(name)));
      }
    }
    return jar;
  }

  private static void makeExecutable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /// One start of the launcher.
  record Start(Process process, Path errors) {
    /// Waits for the end.
    int exit() throws InterruptedException {
      return process.waitFor();
    }

    /// All of stdout, once it has ended.
    String out() throws IOException {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    String err() {
      try {
        return Files.readString(errors);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
