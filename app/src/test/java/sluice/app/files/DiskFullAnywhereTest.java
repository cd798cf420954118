package sluice.app.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A file system that takes no more after so and so many files, folders and partial files: 8 here, 9 there, and
/// whatever stands under a final name is whole.
class DiskFullAnywhereTest {
  /// Fits one of the loop's mounts after the other; prints what each run did and which files it left.
  private static final String SCRIPT =
      """
      target=$1 source=$2
      shift 2
      for inodes in 3 5 8 14 23; do
        mount -t tmpfs -o size=64m,nr_inodes=$inodes tmpfs "$target" || exit 99
        "$@" || exit 98
        cd "$target"
        find . -name '.sluice*' -prune -o -type f -print | while read -r file; do
          cmp "$file" "$source/../$file" && echo "whole $file"
        done
        cd /
        umount "$target"
      done
      """;

  @TempDir Path root;

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void whatHasItsNameIsWhole() throws Exception {
    assumeTrue(FullDiskTest.mayMount(), "no permission for a mount namespace (unshare -rm)");
    Path source = Files.createDirectory(root.resolve("tree"));
    Random random = new Random(7);
    for (int folder = 0; folder < 4; folder++) {
      Path below = Files.createDirectory(source.resolve("folder" + folder));
      for (int file = 0; file < 5; file++) {
        byte[] content = new byte[file == 4 ? 900_000 : 3_000];
        random.nextBytes(content);
        Files.write(below.resolve("file" + file), content);
      }
    }
    Path target = Files.createDirectory(root.resolve("target"));
    List<String> command =
        new ArrayList<>(
            List.of(
                "unshare", "-rm", "sh", "-c", SCRIPT, "sh", target.toString(), source.toString()));
    command.addAll(ReceiverProcess.command(source, target, "run"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output.lines()).as(output).filteredOn("receiver 8 sender 9"::equals).hasSize(5);
    assertThat(output).contains("full").contains("whole ./tree/folder0/file0");
    assertThat(output).doesNotContain("differ").doesNotContain("EOF");
  }
}
