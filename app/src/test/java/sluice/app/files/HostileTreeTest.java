package sluice.app.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.transfer.Attributes;
import sluice.app.transfer.ConflictPolicy;
import sluice.app.transfer.DestinationCommand;
import sluice.app.transfer.FileName;
import sluice.app.transfer.Hashes;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.TransferEnd;

/// A sender that offers trees as no sluice does: whatever it says, nothing is written outside of the target.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostileTreeTest {
  private static final Attributes ATTRIBUTES = Attributes.of(null, 0755);

  @TempDir Path root;
  private Path to;
  private Path outside;

  @BeforeEach
  void makePlaces() throws IOException {
    to = Files.createDirectories(root.resolve("a/to"));
    outside = Files.createDirectories(root.resolve("outside"));
    Files.writeString(outside.resolve("precious"), "precious");
  }

  private interface Entries {
    ManifestEntry at(int id);
  }

  private static Entries directory(String name) {
    return id -> new ManifestEntry.Directory(id, FileName.of(name), ATTRIBUTES);
  }

  private static Entries leave() {
    return ManifestEntry.Leave::new;
  }

  private static Entries file(String name) {
    return id -> ManifestEntry.file(id, FileName.of(name), 0, null, 06777);
  }

  private static Entries symlink(String name, String target) {
    return id -> new ManifestEntry.Symlink(id, FileName.of(name), FileName.of(target), ATTRIBUTES);
  }

  /// Offers these; where there is content, it is that of an empty file.
  private RealTransfer offer(ConflictPolicy policy, Entries... entries) throws Exception {
    List<String> sources = new ArrayList<>();
    for (int id = 0; id < entries.length; id++) {
      Path source = root.resolve(String.format("source %04d", id));
      sources.add(Files.write(source, new byte[0]).toString());
    }
    RealTransfer transfer =
        new RealTransfer(
            SourceTree.of(sources, null),
            DestinationTree.of(to.toString(), new DestinationOptions(Set.of())),
            policy,
            Hashes.RANGES);
    transfer.forgery =
        found -> found.stream().map(entry -> entries[entry.id()].at(entry.id())).toList();
    return transfer;
  }

  private void assertOutsideIsUntouched() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      assertThat(
              all.filter(path -> !path.startsWith(to))
                  .map(path -> root.relativize(path).toString()))
          .allMatch(
              path ->
                  path.isEmpty()
                      || path.equals("a")
                      || path.equals("outside")
                      || path.equals("outside/precious")
                      || path.startsWith("source "));
    }
    assertThat(outside.resolve("precious")).hasContent("precious");
  }

  private void assertRefused(RealTransfer transfer) throws IOException {
    assertThat(transfer.receiverEnd().exitCode()).isEqualTo(12);
    assertThat(transfer.senderEnd().exitCode()).isEqualTo(12);
    String sentence = ((TransferEnd.Failed) transfer.receiverEnd()).failure().sentence();
    assertThat(sentence).startsWith("Refused").matches("[\\x20-\\x7e]+");
    assertThat(to).isEmptyDirectory();
    assertOutsideIsUntouched();
  }

  @Test
  void namesWithinDirectories() throws Exception {
    for (String name :
        List.of("..", ".", "", "../x", "/tmp/x", "a/b", "nul\u0000", "a\u001b[2J", "\u202ex")) {
      assertRefused(offer(ConflictPolicy.OVERWRITE, directory("d"), file(name), leave()).run());
      assertRefused(offer(ConflictPolicy.OVERWRITE, directory(name), file("x"), leave()).run());
    }
  }

  /// Paths of nearly 4,000 bytes are within the limit, and beyond what a single call takes here.
  @Test
  void aLongPathThatIsNotTooLong() throws Exception {
    List<Entries> deep = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      deep.add(directory("x".repeat(255)));
    }
    deep.add(file("y".repeat(200)));
    for (int i = 0; i < 15; i++) {
      deep.add(leave());
    }
    RealTransfer transfer = offer(ConflictPolicy.FAIL, deep.toArray(Entries[]::new)).run();
    assertThat(transfer.receiverEnd().exitCode()).isZero();
    assertThat(ReceivedFilesTest.names(to)).hasSize(1);
    // The JDK cannot remove so long a path.
    new ProcessBuilder("rm", "-rf", to.resolve("x".repeat(255)).toString()).start().waitFor();
  }

  /// The link was there before: a merge does not go through it.
  @Test
  void aDirectoryWhereASymlinkStands() throws Exception {
    Files.createSymbolicLink(to.resolve("d"), outside);
    for (ConflictPolicy policy : List.of(ConflictPolicy.OVERWRITE, ConflictPolicy.FAIL)) {
      RealTransfer transfer = offer(policy, directory("d"), file("precious"), leave()).run();
      assertThat(transfer.receiverEnd().exitCode()).isEqualTo(10);
      assertOutsideIsUntouched();
    }
    RealTransfer renamed =
        offer(ConflictPolicy.RENAME, directory("d"), file("precious"), leave()).run();
    assertThat(renamed.receiverEnd().exitCode()).isZero();
    assertThat(to.resolve("d (1)/precious")).isEmptyFile();
    RealTransfer skipped =
        offer(ConflictPolicy.SKIP, directory("d"), file("precious"), leave(), file("e")).run();
    assertThat(skipped.receiverEnd().exitCode()).isZero();
    assertThat(to.resolve("e")).isEmptyFile();
    assertOutsideIsUntouched();
  }

  /// Swapped in when the directory has been judged, and again when it has been made.
  @Test
  void aSymlinkSwappedInBetween() throws Exception {
    for (Class<?> moment :
        List.of(DestinationCommand.WriteFiles.class, DestinationCommand.Make.class)) {
      Path merged = Files.createDirectories(to.resolve("d"));
      RealTransfer transfer =
          offer(ConflictPolicy.OVERWRITE, directory("d"), file("precious"), leave());
      transfer.beforeDisk =
          disk -> {
            if (moment.isInstance(disk.command())) {
              try {
                if (Files.isDirectory(merged, LinkOption.NOFOLLOW_LINKS)) {
                  Files.move(merged, root.resolve("source moved"));
                  Files.createSymbolicLink(merged, outside);
                }
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            }
          };
      transfer.run();
      assertThat(outside.resolve("precious")).hasContent("precious");
      assertThat(ReceivedFilesTest.names(outside)).containsExactly("precious");
      Files.deleteIfExists(to.resolve("d"));
      new ProcessBuilder("rm", "-rf", root.resolve("source moved").toString()).start().waitFor();
    }
  }

  @Test
  void symlinksThatLeadOutAreLeftOutAndTold() throws Exception {
    RealTransfer transfer =
        offer(
                ConflictPolicy.FAIL,
                symlink("a", "/etc/passwd"),
                symlink("b", "../x"),
                directory("d"),
                symlink("e", "x/../../.."),
                symlink("f", "../g"),
                leave(),
                file("g"))
            .run();
    assertThat(transfer.receiverEnd().exitCode()).isEqualTo(13);
    assertThat(transfer.senderEnd().exitCode()).isEqualTo(13);
    assertThat(transfer.receiverEnd().summary().problemCount()).isEqualTo(3);
    assertThat(ReceivedFilesTest.names(to)).containsExactly("d", "g");
    assertThat(ReceivedFilesTest.names(to.resolve("d"))).containsExactly("f");
    assertOutsideIsUntouched();
  }

  @Test
  void setUserIdIsDropped() throws Exception {
    assertThat(offer(ConflictPolicy.FAIL, file("a")).run().receiverEnd().exitCode()).isZero();
    assertThat((int) Files.getAttribute(to.resolve("a"), "unix:mode") & 07777).isEqualTo(0777);
  }

  @Test
  void namesThatSomeFileSystemsTakeForTheSame() throws Exception {
    RealTransfer transfer =
        offer(
                ConflictPolicy.OVERWRITE,
                directory("D"),
                file("x"),
                leave(),
                directory("d"),
                file("x"),
                leave(),
                file("\u00e9"))
            .run();
    assertThat(transfer.receiverEnd().exitCode()).isZero();
    assertThat(ReceivedFilesTest.names(to)).contains("D", "d");
  }
}
