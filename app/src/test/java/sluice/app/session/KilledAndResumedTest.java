package sluice.app.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Either process is killed at random moments of a mixed tree, and both are started again with a new code each time:
/// in the end the tree is the same, and little was written twice.
final class KilledAndResumedTest {
  private static final long MIB = 1 << 20;

  /// Files that may be open, or written and not yet named, when the receiver dies.
  private static final long MOST_TWICE = 2 * MIB;

  @TempDir Path directory;

  /// What the receivers wrote, as the system counts it.
  private long written;

  private int kills;

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void someTimes() throws Exception {
    run(3, new Shape(2, 16, 8, 300), "12M", 5);
  }

  @Test
  @Tag("soak")
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void fiftyTimes() throws Exception {
    run(50, new Shape(12, 128, 400, 6_000), "400M", 7);
  }

  /// @param large files, each of so many MiB
  /// @param medium files of 1 MiB or so
  /// @param small files of up to 4 KiB
  private record Shape(int large, int largeMebibytes, int medium, int small) {}

  private void run(int times, Shape shape, String limit, long seed) throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/self/io")), "nobody counts what is written");
    SplittableRandom random = new SplittableRandom(seed);
    Path from = Files.createDirectory(directory.resolve("from"));
    Path to = Files.createDirectory(directory.resolve("to"));
    long bytes = make(from, shape, random);
    while (kills < times) {
      attempt(from, to, limit, random);
      assertNoWrongFile(from, to.resolve("from"));
    }
    finish(from, to);
    assertSame(from, to.resolve("from"));
    try (Stream<Path> stored = Files.list(to)) {
      assertThat(stored.map(path -> path.getFileName().toString())).containsExactly("from");
    }
    long twice = written - bytes;
    System.out.printf(
        "%d kills, %d MiB: %.2f MiB written twice, %.2f for each kill%n",
        kills, bytes / MIB, twice / (double) MIB, twice / (double) MIB / kills);
    // Beside the files there is what the journals and the log took.
    assertThat(twice).isLessThan(kills * (MOST_TWICE + 2 * MIB) + 2 * MIB);
  }

  private static long make(Path from, Shape shape, SplittableRandom random) throws IOException {
    long bytes = 0;
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < shape.large() + shape.medium() + shape.small(); i++) {
      int size =
          i < shape.large()
              ? shape.largeMebibytes() << 20
              : i < shape.large() + shape.medium()
                  ? 900_000 + random.nextInt(300_000)
                  : random.nextInt(4_096);
      Path folder = Files.createDirectories(from.resolve("d" + i % 7).resolve("e" + i % 5));
      byte[] content = new byte[size];
      random.nextBytes(content);
      files.add(Files.write(folder.resolve("f" + i), content));
      bytes += size;
    }
    Files.createSymbolicLink(from.resolve("link"), Path.of("d0"));
    Files.createLink(from.resolve("twin"), files.getLast());
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        if (!Files.isSymbolicLink(path)) {
          Files.setLastModifiedTime(path, FileTime.fromMillis(1_600_000_000_000L + kill(path)));
        }
      }
    }
    return bytes;
  }

  private static int kill(Path path) {
    return Math.abs(path.getFileName().toString().hashCode() % 1_000_000);
  }

  private void attempt(Path from, Path to, String limit, SplittableRandom random) throws Exception {
    double fraction = random.nextDouble();
    boolean killsReceiver = random.nextBoolean();
    try (SluiceProcess sender =
            SluiceProcess.start(directory, "send", "--limit", limit, from.toString());
        SluiceProcess receiver = receiver(sender.code(), to)) {
      receiver.awaitOrEnd("progress", event -> isBeyond(event, fraction));
      // Nothing is counted of a process that is gone.
      receiver.signal("STOP");
      written += receiver.written();
      if (killsReceiver) {
        receiver.signal("KILL");
        sender.signal("TERM");
      } else {
        sender.signal("KILL");
        receiver.signal("KILL");
      }
      kills++;
      receiver.exit();
      sender.exit();
    }
  }

  private static boolean isBeyond(Map<String, Object> progress, double fraction) {
    double bytes = ((Number) progress.get("bytes")).doubleValue();
    return bytes >= fraction * ((Number) progress.get("total")).doubleValue();
  }

  private SluiceProcess receiver(String code, Path to) throws IOException {
    return SluiceProcess.start(directory, "receive", code, "--output", to.toString(), "--yes");
  }

  private void finish(Path from, Path to) throws Exception {
    try (SluiceProcess sender = SluiceProcess.start(directory, "send", from.toString());
        SluiceProcess receiver = receiver(sender.code(), to)) {
      receiver.awaitOrEnd("done", event -> true);
      written += receiver.written();
      assertThat(receiver.exit()).isZero();
      assertThat(sender.exit()).isZero();
    }
  }

  private static void assertNoWrongFile(Path from, Path to) throws IOException {
    if (!Files.exists(to)) {
      return;
    }
    try (Stream<Path> stored = Files.walk(to)) {
      for (Path path : stored.filter(Files::isRegularFile).toList()) {
        Path source = from.resolve(to.relativize(path).toString());
        assertThat(Files.mismatch(path, source)).as(path.toString()).isEqualTo(-1);
      }
    }
  }

  private static void assertSame(Path from, Path to) throws IOException {
    try (Stream<Path> sources = Files.walk(from);
        Stream<Path> stored = Files.walk(to)) {
      List<Path> expected = sources.map(from::relativize).sorted().toList();
      assertThat(stored.map(to::relativize).sorted()).containsExactlyElementsOf(expected);
      for (Path path : expected) {
        Path source = from.resolve(path.toString());
        Path target = to.resolve(path.toString());
        if (Files.isSymbolicLink(source)) {
          assertThat(Files.readSymbolicLink(target)).isEqualTo(Files.readSymbolicLink(source));
          continue;
        }
        assertThat(Files.getLastModifiedTime(target))
            .as(path.toString())
            .isEqualTo(Files.getLastModifiedTime(source));
        assertThat(Files.getPosixFilePermissions(target))
            .as(path.toString())
            .isEqualTo(Files.getPosixFilePermissions(source));
        if (Files.isRegularFile(source)) {
          assertThat(Files.mismatch(source, target)).as(path.toString()).isEqualTo(-1);
          assertThat(Files.getAttribute(target, "unix:nlink"))
              .isEqualTo(Files.getAttribute(source, "unix:nlink"));
        }
      }
    }
  }
}
