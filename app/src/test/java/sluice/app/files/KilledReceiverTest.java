package sluice.app.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A process killed in the middle of a file leaves nothing under the final name, and the next one cleans up after it.
class KilledReceiverTest {
  @TempDir Path root;

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void killedInTheMiddle() throws Exception {
    Path source = Files.write(root.resolve("file"), new byte[48 << 20]);
    Path target = Files.createDirectory(root.resolve("target"));
    Process process =
        new ProcessBuilder(ReceiverProcess.command(source, target, "wait"))
            .redirectErrorStream(true)
            .start();
    assertThat(line(process)).isEqualTo("begun");
    process.destroyForcibly().waitFor();
    List<String> left = ReceivedFilesTest.names(target);
    assertThat(left).singleElement().asString().startsWith(".sluice-part-");
    assertThat(target.resolve(left.getFirst()).resolve("0.part")).exists();
    RealTransfer next =
        RealTransfer.of(ReceivedFilesTest.sources(source), DestinationTree.of(target.toString()))
            .run();
    assertThat(next.receiverEnd().exitCode()).isZero();
    assertThat(ReceivedFilesTest.names(target)).containsExactly("file");
    assertThat(target.resolve("file")).hasSameBinaryContentAs(source);
  }

  private static String line(Process process) throws IOException {
    BufferedReader reader = process.inputReader();
    return String.valueOf(reader.readLine());
  }
}
