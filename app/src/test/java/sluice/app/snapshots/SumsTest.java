package sluice.app.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.transfer.FileName;

final class SumsTest {
  private static final List<String> NAMES =
      List.of("plain", "with space", "back\\slash", "line\nfeed", "return\rhere", "é/ü");

  @Test
  void linesAreReadAsTheyAreWritten() {
    byte[] sha256 = new byte[32];
    Arrays.fill(sha256, (byte) 0xa5);
    for (String name : NAMES) {
      byte[] line = new Sums(sha256, FileName.of(name)).line();
      Sums read = Sums.parse(Arrays.copyOf(line, line.length - 1)).orElseThrow();
      assertThat(read.path()).isEqualTo(FileName.of(name));
      assertThat(read.sha256()).isEqualTo(sha256);
    }
  }

  /// What every system has can check a snapshot without us.
  @Test
  void sha256sumUnderstandsThem(@TempDir Path directory) throws Exception {
    byte[] manifest = {};
    for (String name : NAMES.subList(0, 5)) {
      byte[] content = name.getBytes(StandardCharsets.UTF_8);
      Files.write(directory.resolve(name), content);
      byte[] line =
          new Sums(MessageDigest.getInstance("SHA-256").digest(content), FileName.of(name)).line();
      int end = manifest.length;
      manifest = Arrays.copyOf(manifest, end + line.length);
      System.arraycopy(line, 0, manifest, end, line.length);
    }
    Path sums = Files.write(directory.resolve("sums"), manifest);
    Process check =
        new ProcessBuilder("sha256sum", "--strict", "-c", sums.toString())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(check.waitFor()).as(said).isZero();
  }

  @Test
  void noBytesMakeItThrow() {
    SplittableRandom random = new SplittableRandom(3);
    byte[] good = new Sums(new byte[32], FileName.of("a\\b")).line();
    for (int round = 0; round < 5_000; round++) {
      byte[] line = Arrays.copyOf(good, random.nextInt(good.length + 1));
      for (int i = random.nextInt(3); i > 0 && line.length > 0; i--) {
        line[random.nextInt(line.length)] = (byte) random.nextInt(256);
      }
      assertThat(Sums.parse(line)).isNotNull();
    }
  }
}
