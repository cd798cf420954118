package sluice.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Runs a script of `app/src/lab` with the classes under test.
final class Laboratory {
  private static final Path SCRIPTS = Path.of("src", "lab");
  private static final List<String> TOOLS =
      List.of("bash", "ip", "nft", "ss", "ps", "gcc", "openssl", "keytool", "turnserver");

  private final Path folder;
  private final Path program;

  Laboratory(Path folder) throws IOException {
    this.folder = folder;
    program = folder.resolve("sluice");
    Files.writeString(
        program,
        """
        #!/bin/sh
        exec '%s/bin/java' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx128m \
        --enable-native-access=ALL-UNNAMED $SLUICE_JAVA_OPTS -cp '%s' sluice.app.Main "$@"
        """
            .formatted(System.getProperty("java.home"), System.getProperty("java.class.path")));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /// Skips the test where no network namespace can be made, and says why.
  static void assumeUsable() throws IOException, InterruptedException {
    assumeTrue("root".equals(System.getProperty("user.name")), "network namespaces take root");
    for (String tool : TOOLS) {
      assumeTrue(isOnPath(tool), tool + " is not installed (see .ci/run)");
    }
    assumeTrue(Files.exists(Path.of("/dev/net/tun")), "there is no /dev/net/tun");
    Process made = new ProcessBuilder("unshare", "--net", "true").start();
    assumeTrue(made.waitFor() == 0, "this root may not make network namespaces");
  }

  private static boolean isOnPath(String tool) {
    String path =
        System.getenv("PATH") + ":/usr/sbin:/sbin:" + System.getProperty("java.home") + "/bin";
    return Stream.of(path.split(":")).anyMatch(each -> Files.isExecutable(Path.of(each, tool)));
  }

  /// Runs the script and expects it to end well.
  void run(String script, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("bash", SCRIPTS.resolve(script).toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SLUICE", program.toString());
    builder.environment().put("LAB_PREFIX", "sluice-t" + ProcessHandle.current().pid());
    builder
        .environment()
        .merge(
            "PATH", ":/usr/sbin:/sbin:" + System.getProperty("java.home") + "/bin", String::concat);
    Path out = folder.resolve("out");
    Process process = builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(() -> read(out)).isTrue();
    } finally {
      // TERM: the script takes its namespaces down.
      process.destroy();
      process.waitFor(20, TimeUnit.SECONDS);
    }
    assertThat(process.exitValue()).as(() -> read(out)).isZero();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      return unreadable.toString();
    }
  }
}
