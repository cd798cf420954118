package sluice.app.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.transfer.FileName;
import sluice.app.transfer.Hashes;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.SourceCommand;
import sluice.app.transfer.SourceResult;

/// A source that holds more than its status says counts as one that has grown.
class HiddenContentTest {
  @TempDir Path directory;

  private static boolean changed(Path source) throws Exception {
    LinkedBlockingQueue<SourceResult> results = new LinkedBlockingQueue<>();
    ManifestEntry entry =
        ManifestEntry.file(0, FileName.of("source"), 0, null, ManifestEntry.NO_MODE);
    try (SourceWorker worker =
        new SourceWorker(
            SourceTree.of(List.of(System.getProperty("java.home")), null),
            id -> Paths.openSource(FileName.of(source.toString())),
            results::add)) {
      worker.execute(new SourceCommand.Open(entry, Hashes.RANGES, java.util.Optional.empty()));
      worker.execute(new SourceCommand.Close(0));
      assertThat(next(results)).isInstanceOf(SourceResult.Opened.class);
      SourceResult closed = next(results);
      assertThat(closed).isInstanceOf(SourceResult.Closed.class);
      return ((SourceResult.Closed) closed).changed();
    }
  }

  private static @Nullable SourceResult next(LinkedBlockingQueue<SourceResult> results)
      throws InterruptedException {
    return results.poll(30, TimeUnit.SECONDS);
  }

  @Test
  void isSeenAtTheEnd() throws Exception {
    Path lying = Path.of("/proc/cpuinfo");
    assumeTrue(Files.isReadable(lying), "no procfs");
    assertThat(Files.size(lying)).isZero();
    assertThat(changed(lying)).isTrue();
  }

  @Test
  void anEmptyFileHoldsStill() throws Exception {
    assertThat(changed(Files.createFile(directory.resolve("empty")))).isFalse();
  }
}
