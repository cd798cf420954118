package sluice.app.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.files.posix.Posix;
import sluice.app.transfer.FileName;
import sluice.app.transfer.ManifestEntry;

/// What may be sent, and under which name.
class SourceTreeTest {
  @TempDir Path directory;

  private static ManifestEntry only(SourceTree tree) throws IOException {
    List<ManifestEntry> entries = WalkedTree.entries(tree);
    assertThat(entries).hasSize(1);
    return entries.getFirst();
  }

  private static void assertUnusable(int exit, String words, @Nullable String name, Path... paths) {
    List<String> arguments = Stream.of(paths).map(Path::toString).toList();
    assertThatThrownBy(() -> SourceTree.of(arguments, name))
        .isInstanceOfSatisfying(
            UnusableSourceException.class,
            e -> {
              assertThat(e.exit().status()).isEqualTo(exit);
              assertThat(e.sentence()).contains(words);
            });
  }

  @Test
  void onlyWhatIsThereAndIsAFile() throws Exception {
    assertUnusable(8, "no such file", null, directory.resolve("nothing"));
    Path fifo = directory.resolve("fifo");
    assumeTrue(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor() == 0, "no mkfifo");
    assertUnusable(2, "neither a file nor a folder", null, fifo);
  }

  /// Its size is told as 0, and it would arrive so.
  @Test
  void aFileWhoseSizeIsNotThatOfItsContent() {
    Path lying = Path.of("/proc/cpuinfo");
    assumeTrue(Files.isReadable(lying), "no procfs");
    assertUnusable(2, "claims to be empty and is not", null, lying);
  }

  @Test
  void eachArrivesUnderItsLastComponent() throws Exception {
    Path deep = Files.createDirectories(directory.resolve("a/b"));
    Files.writeString(deep.resolve("c d"), "xyz");
    SourceTree tree = SourceTree.of(List.of(deep + "/./c d"), null);
    assertThat(only(tree).name()).isEqualTo(FileName.of("c d"));
    assertThat(only(tree).sizeBytes()).isEqualTo(3);
  }

  @Test
  void twoWithTheSameName() throws Exception {
    Path one = Files.writeString(directory.resolve("x"), "1");
    Path other = Files.writeString(Files.createDirectory(directory.resolve("d")).resolve("x"), "2");
    assertUnusable(2, "would both arrive as x", null, one, other);
  }

  @Test
  void anotherName() throws Exception {
    Path file = Files.writeString(directory.resolve("x"), "1");
    SourceTree tree = SourceTree.of(List.of(file.toString()), "other");
    assertThat(only(tree).name()).isEqualTo(FileName.of("other"));
    assertUnusable(2, "--name", "a/b", file);
    assertUnusable(2, "--name", "..", file);
    assertUnusable(2, "--name is for a single file", "n", file, directory.resolve("y"));
    Path control = Files.writeString(directory.resolve("bell\u0007"), "1");
    assertUnusable(2, "--name", null, control);
    assertThat(only(SourceTree.of(List.of(control.toString()), "bell"))).isNotNull();
  }

  /// Java reads such an argument as U+FFFD, and the name must come out as the bytes that it is.
  @Test
  void aNameThatIsNotUtf8() throws Exception {
    assumeTrue(Posix.isAvailable(), "names are bytes only on Linux");
    byte[] name = {'n', (byte) 0xff, (byte) 0xe9, '.', 'x'};
    create(directory, name);
    String argument = directory + "/" + new String(name, StandardCharsets.UTF_8);
    SourceTree tree = SourceTree.of(List.of(argument), null);
    assertThat(only(tree).name()).isEqualTo(FileName.ofBytes(name));
    Path to = Files.createDirectory(directory.resolve("to"));
    RealTransfer transfer = RealTransfer.of(tree, DestinationTree.of(to.toString())).run();
    assertThat(transfer.receiverEnd().exitCode()).isZero();
    assertThat(Posix.names(FileName.of(to.toString()).bytes(), 10)).containsExactly(name);
    create(directory, new byte[] {'n', (byte) 0xfe, (byte) 0xe9, '.', 'x'});
    assertThatThrownBy(() -> SourceTree.of(List.of(argument), null))
        .hasMessageContaining("could be several files");
  }

  private static void create(Path directory, byte[] name) throws IOException {
    int parent =
        Posix.open(FileName.of(directory.toString()).bytes(), Posix.READ | Posix.DIRECTORY);
    Posix.close(Posix.openBeneath(parent, name, Posix.READ_WRITE | Posix.CREATE_NEW, 0644));
    Posix.close(parent);
  }
}
