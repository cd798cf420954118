package sluice.app.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.files.posix.Posix;
import sluice.app.transfer.ConflictPolicy;
import sluice.app.transfer.Hashes;

/// A tree with every odd kind of entry arrives the same: rsync, which compares all of it, finds nothing to do.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TreeFidelityTest {
  private static final String MAKE =
      """
      set -e
      mkdir -p "$0/tree" && cd "$0/tree"
      printf x > one; touch -d '2001-02-03 04:05:06.123456789' one
      : > empty; chmod 0 empty
      head -c 3000000 /dev/urandom > large; touch -d '1969-12-31 23:59:59.5Z' large
      head -c 40000 /dev/urandom > middle; chmod 0751 middle
      printf group > writable; chmod 0666 writable
      for i in $(seq 1 300); do printf "$i" > "small $i"; done
      mkdir -p deep/er/and/deeper emptydir closed
      printf y > deep/er/and/deeper/file; ln deep/er/and/deeper/file deep/another
      ln one zweiter; ln one 'deep/third name'
      ln -s one link; ln -s ../one deep/up; ln -s nothing dangling; ln -s deep/er toadir
      ln -s . here; touch -h -d '2010-01-01 00:00:00.25' link
      printf z > "$(printf 'b\\377d\\351')"; mkdir "$(printf 'd\\376')"; printf q > "$(printf 'd\\376/q')"
      printf a > ' lead'; printf b > 'quote"\\back'; printf c > -dash; printf d > Straße; printf e > 日本語
      printf u > upper; printf l > UPPER
      truncate -s 5M hole; printf end | dd of=hole bs=1 seek=3000000 conv=notrunc status=none
      truncate -s 2M allhole
      { head -c 1100000 /dev/urandom; } > holes; fallocate -p -o 65536 -l 524288 holes
      printf s | dd of=aligned bs=1 seek=1048576 status=none; truncate -s 4194304 aligned
      printf inside > closed/file; chmod 0500 closed
      chmod 01777 emptydir; chmod 0755 emptydir
      touch -d '1999-09-09 09:09:09.000000001' deep/er emptydir closed deep
      """;

  @TempDir Path root;

  @BeforeEach
  void make() throws Exception {
    assumeTrue(Posix.isAvailable(), "not Linux on amd64 or aarch64");
    assumeTrue(has("rsync") && has("fallocate"), "no rsync");
    Files.createDirectory(root.resolve("from"));
    Files.createDirectory(root.resolve("to"));
    run("bash", "-c", MAKE, root.resolve("from").toString());
  }

  private static boolean has(String program) throws Exception {
    return new ProcessBuilder("sh", "-c", "command -v " + program + " >/dev/null").start().waitFor()
        == 0;
  }

  private static String run(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", command) + ": " + output).isZero();
    return output;
  }

  private RealTransfer send(
      Set<SourceOptions.Extra> extras, Set<DestinationOptions.Allowance> allowances)
      throws Exception {
    SourceTree from =
        SourceTree.of(
            List.of(root.resolve("from/tree").toString()),
            null,
            new SourceOptions(SourceOptions.Links.PRESERVE, extras, IgnoreRules.NONE));
    DestinationTree to =
        DestinationTree.of(root.resolve("to").toString(), new DestinationOptions(allowances));
    return new RealTransfer(from, to, ConflictPolicy.FAIL, Hashes.RANGES).run();
  }

  private void assertSame(String... more) throws Exception {
    List<String> command = new ArrayList<>(List.of("rsync", "-rlptH", "-n", "-i", "--delete"));
    command.add("--checksum");
    command.addAll(List.of(more));
    command.add(root.resolve("from") + "/");
    command.add(root.resolve("to") + "/");
    // The place that all of it went to is not part of it.
    String todo =
        String.join(
            "\n",
            run(command.toArray(String[]::new))
                .lines()
                .filter(line -> !line.endsWith(" ./"))
                .toList());
    assertThat(todo).isEmpty();
  }

  @Test
  void everyOddKindOfEntry() throws Exception {
    RealTransfer transfer = send(Set.of(), Set.of());
    assertThat(transfer.receiverEnd().summary().problems()).isEmpty();
    assertThat(transfer.receiverEnd().exitCode()).isZero();
    assertThat(transfer.senderEnd().exitCode()).isZero();
    assertSame();
    for (String sparse : List.of("hole", "allhole", "holes", "aligned")) {
      String blocks = run("stat", "-c", "%b", root.resolve("from/tree/" + sparse).toString());
      assertThat(run("stat", "-c", "%b", root.resolve("to/tree/" + sparse).toString()))
          .as(sparse)
          .isEqualTo(blocks);
    }
    assertThat(ReceivedFilesTest.names(root.resolve("to"))).containsExactly("tree");
  }

  @Test
  void withHashesOfWholeFiles() throws Exception {
    SourceTree from = SourceTree.of(List.of(root.resolve("from/tree").toString()), null);
    RealTransfer transfer =
        new RealTransfer(
                from,
                DestinationTree.of(root.resolve("to").toString()),
                ConflictPolicy.FAIL,
                Hashes.SHA256)
            .run();
    assertThat(transfer.receiverEnd().exitCode()).isZero();
    assertSame();
  }

  @Test
  void extendedAttributesAndAccessLists() throws Exception {
    assumeTrue(has("setfattr") && has("setfacl"), "no attr, no acl");
    String tree = root.resolve("from/tree").toString();
    assumeTrue(
        new ProcessBuilder("setfattr", "-n", "user.a", "-v", "1", tree).start().waitFor() == 0,
        "no extended attributes here");
    run("setfattr", "-n", "user.b", "-v", "0x00ff", tree + "/one");
    run("setfattr", "-n", "user.c", "-v", "c".repeat(3_000), tree + "/large");
    run("setfacl", "-m", "u:12345:rw", tree + "/middle");
    run("setfacl", "-d", "-m", "g:54321:rx", tree + "/deep");
    RealTransfer transfer =
        send(
            Set.of(SourceOptions.Extra.XATTRS, SourceOptions.Extra.ACLS),
            Set.of(DestinationOptions.Allowance.XATTRS, DestinationOptions.Allowance.ACLS));
    assertThat(transfer.receiverEnd().exitCode()).isZero();
    assertSame("-X", "-A");
  }

  @Test
  void owners() throws Exception {
    assumeTrue(Posix.effectiveUser() == 0, "not root");
    String tree = root.resolve("from/tree").toString();
    run("chown", "12345:54321", tree + "/one", tree + "/large", tree + "/deep");
    run("chown", "-h", "nobody:daemon", tree + "/link");
    RealTransfer transfer =
        send(Set.of(SourceOptions.Extra.OWNERS), Set.of(DestinationOptions.Allowance.OWNERS));
    assertThat(transfer.receiverEnd().exitCode()).isZero();
    assertSame("-o", "-g");
  }
}
