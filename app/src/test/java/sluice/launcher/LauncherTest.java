package sluice.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The script `dist/sluice`, up to the moment when it becomes the program.
@Timeout(60)
final class LauncherTest {
  @TempDir private Path folder;

  private Checkout checkout;

  @BeforeEach
  void makeCheckout() throws IOException {
    checkout = new Checkout(folder);
  }

  @Test
  void buildsOnFirstUseOnly() throws Exception {
    assertThat(checkout.start("echo", "two words").out()).isEqualTo("echo|two words");
    assertThat(checkout.start("echo").out()).isEqualTo("echo");

    assertThat(checkout.builds()).isEqualTo(1);
  }

  @Test
  void saysNothingOfTheBuildOnStdout() throws Exception {
    Checkout.Start first = checkout.start("echo");

    assertThat(first.out()).isEqualTo("echo");
    assertThat(first.err()).contains("building").doesNotContain("noise");
  }

  @Test
  void buildsOnceForTwoTerminals() throws Exception {
    Checkout.Start one = checkout.start("echo", "one");
    Checkout.Start two = checkout.start("echo", "two");

    assertThat(List.of(one.out(), two.out())).containsExactly("echo|one", "echo|two");
    assertThat(checkout.builds()).isEqualTo(1);
  }

  @Test
  void buildsAgainWhenASourceChanged() throws Exception {
    checkout.start("echo").exit();

    Files.writeString(checkout.source(), "two");
    checkout.start("echo").exit();
    assertThat(checkout.builds()).isEqualTo(2);

    Files.delete(checkout.source());
    checkout.start("echo").exit();
    assertThat(checkout.builds()).isEqualTo(3);
  }

  @Test
  void aTouchedSourceIsNoChange() throws Exception {
    checkout.start("echo").exit();

    FileTime later = FileTime.from(Instant.now().plusSeconds(3600));
    Files.setLastModifiedTime(checkout.source(), later);

    assertThat(checkout.start("echo").out()).isEqualTo("echo");
    assertThat(checkout.builds()).isEqualTo(1);
  }

  @Test
  void aRunningProgramKeepsItsJars() throws Exception {
    Checkout.Start running = checkout.start("late");
    BufferedReader words = running.process().inputReader(StandardCharsets.UTF_8);
    assertThat(words.readLine()).isEqualTo("ready");

    Files.writeString(checkout.source(), "two");
    checkout.start("echo").exit();
    assertThat(checkout.keptBuilds()).hasSize(2);

    running.process().outputWriter().close();
    assertThat(words.readLine()).isEqualTo("still whole");
    assertThat(running.exit()).isZero();

    Files.writeString(checkout.source(), "three");
    checkout.start("echo").exit();
    assertThat(checkout.keptBuilds()).as("nobody runs the others").hasSize(1);
  }

  @Test
  void aFailedBuildLeavesNothingBehind() throws Exception {
    checkout.writeMaven("exit 1");
    Checkout.Start failed = checkout.start("echo");

    assertThat(failed.exit()).isEqualTo(1);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.err()).contains("noise", "the build failed");
    assertThat(checkout.keptBuilds()).isEmpty();
  }

  @Test
  void startsThroughSymbolicLinks() throws Exception {
    Path relative = folder.resolve("relative");
    Path chain = folder.resolve("chain");
    Files.createSymbolicLink(relative, folder.relativize(checkout.launcher()));
    Files.createSymbolicLink(chain, relative);

    assertThat(checkout.start(chain, checkout.environment(), "echo").out()).isEqualTo("echo");
  }

  @Test
  void anEmptyEnvironmentStillNamesFilesInUtf8() throws Exception {
    checkout.start("echo").exit();

    assertThat(checkout.start(checkout.launcher(), Map.of(), "names").out()).isEqualTo("UTF-8");
  }

  @Test
  void aLocaleOfBytesIsReplaced() throws Exception {
    checkout.start("echo").exit();

    Map<String, String> environment = Map.of("LC_ALL", "C", "LANG", "de_DE.UTF-8");
    assertThat(checkout.start(checkout.launcher(), environment, "names").out()).isEqualTo("UTF-8");
  }

  @Test
  void anArchiveOfClassesIsMadeAndUsed() throws Exception {
    Map<String, String> environment = Map.of("PATH", checkout.tools() + ":/usr/bin:/bin");
    checkout.start(checkout.launcher(), environment, "echo").exit();
    assertThat(checkout.keptBuilds().getFirst().resolve("help.aot")).isNotEmptyFile();

    Map<String, String> telling = Map.of("SLUICE_JAVA_OPTS", "-Xlog:class+load:stdout");
    assertThat(checkout.start(checkout.launcher(), telling, "--help").out())
        .contains("sluice.app.Main source: shared objects file");
  }

  @Test
  void becomesTheProgram() throws Exception {
    checkout.start("echo").exit();

    assertThat(checkout.start("exit", "7").exit()).isEqualTo(7);
    Checkout.Start start = checkout.start("pid");
    assertThat(start.out()).isEqualTo(Long.toString(start.process().pid()));
  }

  @Test
  void withoutAJdkItSaysWhatToDo() throws Exception {
    for (String tool : List.of("readlink", "id", "cut", "getent", "sed")) {
      Path program = Path.of("/usr/bin", tool);
      if (Files.exists(program)) {
        Files.createSymbolicLink(checkout.tools().resolve(tool), program);
      }
    }
    String script = Files.readString(checkout.launcher());
    Files.writeString(
        checkout.launcher(), script.replaceAll("/usr/lib/jvm/|/opt/|/usr/java/", folder + "/no/"));

    Map<String, String> environment =
        Map.of("PATH", checkout.tools().toString(), "HOME", folder.toString());
    Checkout.Start start = checkout.start(checkout.launcher(), environment, "echo");

    assertThat(start.exit()).isEqualTo(8);
    assertThat(start.out()).isEmpty();
    assertThat(start.err()).contains("no JDK 25", "JAVA_HOME");
    assertThat(checkout.builds()).isZero();
  }
}
