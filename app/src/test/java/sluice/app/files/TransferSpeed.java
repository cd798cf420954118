package sluice.app.files;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import sluice.app.transfer.ConflictPolicy;
import sluice.app.transfer.Hashes;

/// Measures the engines and the disk's threads alone: one file from one directory to another, joined by memory.
/// Arguments: directory to work in, megabytes.
final class TransferSpeed {
  private TransferSpeed() {}

  public static void main(String[] args) throws Exception {
    Path root = Files.createTempDirectory(Path.of(args[0]), "speed");
    Path file = root.resolve("file");
    int megabytes = Integer.parseInt(args[1]);
    byte[] piece = new byte[1 << 20];
    SplittableRandom random = new SplittableRandom(1);
    try (var out = Files.newOutputStream(file)) {
      for (int i = 0; i < megabytes; i++) {
        random.nextBytes(piece);
        out.write(piece);
      }
    }
    for (Hashes hashes : List.of(Hashes.RANGES, Hashes.RANGES, Hashes.RANGES, Hashes.SHA256)) {
      Path target = Files.createDirectory(root.resolve("target"));
      SourceTree from = SourceTree.of(List.of(file.toString()), null);
      RealTransfer transfer =
          new RealTransfer(
              from, DestinationTree.of(target.toString()), ConflictPolicy.FAIL, hashes);
      long cpu = cpuNanos();
      long start = System.nanoTime();
      transfer.run();
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          "%s: exit %d, %.0f MB/s, %.2f CPU-s/GB, same: %b%n",
          hashes,
          transfer.senderEnd().exitCode(),
          megabytes * 1.048576 / seconds,
          (cpuNanos() - cpu) / (megabytes * 1.048576e6),
          Files.mismatch(file, target.resolve("file")) == -1);
      Files.delete(target.resolve("file"));
      Files.delete(target);
    }
    Files.delete(file);
    Files.delete(root);
  }

  private static long cpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }
}
