package sluice.app.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.transfer.ConflictPolicy;
import sluice.app.transfer.FileName;
import sluice.app.transfer.Hashes;
import sluice.app.transfer.TransferEnd;
import sluice.app.transfer.TransferEvent;

/// Real files from one directory to another: they arrive the same, and nothing is left beside them.
class ReceivedFilesTest {
  @TempDir Path directory;
  private Path from;
  private Path to;

  @BeforeEach
  void makeDirectories() throws IOException {
    from = Files.createDirectory(directory.resolve("from"));
    to = Files.createDirectory(directory.resolve("to"));
  }

  private Path source(String name, int length) throws IOException {
    byte[] bytes = new byte[length];
    new SplittableRandom(length).nextBytes(bytes);
    return Files.write(from.resolve(name), bytes);
  }

  static SourceTree sources(Path... files) throws UnusableSourceException {
    return SourceTree.of(Stream.of(files).map(Path::toString).toList(), null);
  }

  private RealTransfer send(ConflictPolicy policy, String output, Path... files) throws Exception {
    return new RealTransfer(sources(files), DestinationTree.of(output), policy, Hashes.RANGES)
        .run();
  }

  private static void assertDone(RealTransfer transfer) {
    assertThat(transfer.receiverEnd().exitCode()).isZero();
    assertThat(transfer.senderEnd().exitCode()).isZero();
  }

  static List<String> names(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void anEmptyFile() throws Exception {
    RealTransfer transfer = send(ConflictPolicy.FAIL, to.toString(), source("empty", 0));
    assertDone(transfer);
    assertThat(to.resolve("empty")).isEmptyFile();
    assertThat(names(to)).containsExactly("empty");
  }

  @Test
  void tenFilesOfManySizesInOneGo() throws Exception {
    List<Path> files = new ArrayList<>();
    int[] sizes = {0, 1, 65_516, 65_517, 262_064, 1 << 20, (1 << 20) + 1, 3_000_000, 10, 9_999_999};
    for (int i = 0; i < sizes.length; i++) {
      files.add(source("file " + i, sizes[i]));
    }
    RealTransfer transfer = send(ConflictPolicy.FAIL, to.toString(), files.toArray(Path[]::new));
    assertDone(transfer);
    assertThat(names(to)).hasSize(10);
    for (Path file : files) {
      assertThat(to.resolve(file.getFileName())).hasSameBinaryContentAs(file);
    }
    assertThat(transfer.savedPaths())
        .containsExactlyInAnyOrderElementsOf(
            files.stream()
                .map(file -> FileName.of(to.resolve(file.getFileName()).toString()))
                .toList());
  }

  @Test
  void oddNames() throws Exception {
    List<Path> files = new ArrayList<>();
    for (String name :
        List.of(
            PathGuardTest.EMOJI_255,
            "it's \"quoted\" & spaced",
            " ",
            "-rf",
            "back\\slash",
            "%s%n",
            ".hidden")) {
      files.add(source(name, 100));
    }
    assertDone(send(ConflictPolicy.FAIL, to.toString(), files.toArray(Path[]::new)));
    assertThat(names(to)).isEqualTo(names(from));
  }

  @Test
  void permissionsAndTimeAreKeptButNothingBeyondThem() throws Exception {
    Path script = source("script", 10);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("r-xr-x--x"));
    Files.setAttribute(script, "unix:mode", 04555);
    Instant time = Instant.ofEpochSecond(1_000_000_000, 123_456_789);
    Files.setLastModifiedTime(script, FileTime.from(time));
    assertDone(send(ConflictPolicy.FAIL, to.toString(), script));
    Path received = to.resolve("script");
    assertThat((int) Files.getAttribute(received, "unix:mode") & 07777).isEqualTo(0555);
    assertThat(Files.getLastModifiedTime(received).toInstant()).isEqualTo(time);
  }

  /// The umask is for new files; a received one is as its owner left it.
  @Test
  void permissionsAreNotCutByTheUmask() throws Exception {
    Path open = source("open", 10);
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertDone(send(ConflictPolicy.FAIL, to.toString(), open));
    assertThat((int) Files.getAttribute(to.resolve("open"), "unix:mode") & 0777).isEqualTo(0777);
  }

  @Test
  void aSingleFileMayTakeAnotherName() throws Exception {
    Path file = source("a", 10);
    assertDone(send(ConflictPolicy.FAIL, to.resolve("b").toString(), file));
    assertThat(names(to)).containsExactly("b");
  }

  @Test
  void aTrailingSeparatorMakesADirectory() throws Exception {
    Path file = source("a", 10);
    assertDone(send(ConflictPolicy.FAIL, to.resolve("new") + "/", file));
    assertThat(names(to.resolve("new"))).containsExactly("a");
    assertDone(send(ConflictPolicy.FAIL, to.resolve("deeper/still") + "/", file, source("b", 1)));
    assertThat(names(to.resolve("deeper/still"))).containsExactly("a", "b");
  }

  @Test
  void severalFilesDoNotFitOneName() throws Exception {
    RealTransfer transfer =
        send(ConflictPolicy.FAIL, to.resolve("b").toString(), source("a", 1), source("c", 1));
    assertThat(transfer.receiverEnd().exitCode()).isEqualTo(2);
    assertThat(transfer.senderEnd().exitCode()).isEqualTo(9);
    assertThat(names(to)).isEmpty();
  }

  @Test
  void aDirectoryThatIsMissing() throws Exception {
    RealTransfer transfer =
        send(ConflictPolicy.FAIL, to.resolve("no/b").toString(), source("a", 1));
    assertThat(transfer.receiverEnd().exitCode()).isEqualTo(8);
    assertThat(transfer.senderEnd().exitCode()).isEqualTo(9);
  }

  @Test
  void theTargetIsThere() throws Exception {
    Path file = source("a.txt", 10);
    Files.writeString(to.resolve("a.txt"), "old");
    assertThat(send(ConflictPolicy.FAIL, to.toString(), file).receiverEnd().exitCode())
        .isEqualTo(10);
    assertDone(send(ConflictPolicy.SKIP, to.toString(), file));
    assertThat(to.resolve("a.txt")).hasContent("old");
    assertDone(send(ConflictPolicy.RENAME, to.toString(), file));
    assertDone(send(ConflictPolicy.RENAME, to.toString(), file));
    assertThat(names(to)).containsExactly("a (1).txt", "a (2).txt", "a.txt");
    assertThat(to.resolve("a.txt")).hasContent("old");
    assertDone(send(ConflictPolicy.OVERWRITE, to.toString(), file));
    assertThat(to.resolve("a.txt")).hasSameBinaryContentAs(file);
    assertThat(names(to)).hasSize(3);
  }

  @Test
  void overwritingReplacesALinkAndNotWhatItPointsTo() throws Exception {
    Path precious = Files.writeString(directory.resolve("precious"), "precious");
    Files.createSymbolicLink(to.resolve("a"), precious);
    assertDone(send(ConflictPolicy.OVERWRITE, to.toString(), source("a", 10)));
    assertThat(precious).hasContent("precious");
    assertThat(Files.isRegularFile(to.resolve("a"), LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  @Test
  void overwritingNeverReplacesADirectory() throws Exception {
    Files.createDirectory(to.resolve("a"));
    RealTransfer transfer = send(ConflictPolicy.OVERWRITE, to.toString(), source("a", 10));
    for (TransferEnd end : List.of(transfer.receiverEnd(), transfer.senderEnd())) {
      assertThat(end.exitCode()).isEqualTo(10);
      assertThat(((TransferEnd.Failed) end).failure().sentence()).contains("a is a folder there");
    }
    assertThat(to.resolve("a")).isDirectory();
  }

  @Test
  void aLinkToNothingIsAConflictToo() throws Exception {
    Files.createSymbolicLink(to.resolve("a"), directory.resolve("nothing"));
    RealTransfer transfer = send(ConflictPolicy.FAIL, to.toString(), source("a", 10));
    assertThat(transfer.receiverEnd().exitCode()).isEqualTo(10);
    assertThat(directory.resolve("nothing")).doesNotExist();
  }

  @Test
  void sha256IsThatOfTheFile() throws Exception {
    Path file = Files.writeString(from.resolve("abc"), "abc");
    RealTransfer transfer =
        new RealTransfer(
                sources(file),
                DestinationTree.of(to.toString()),
                ConflictPolicy.FAIL,
                Hashes.SHA256)
            .run();
    assertDone(transfer);
    String expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    for (List<TransferEvent> events : List.of(transfer.senderEvents, transfer.receiverEvents)) {
      assertThat(events)
          .filteredOn(TransferEvent.Saved.class::isInstance)
          .singleElement()
          .satisfies(
              event ->
                  assertThat(((TransferEvent.Saved) event).sha256())
                      .asHexString()
                      .isEqualToIgnoringCase(expected));
    }
  }
}
