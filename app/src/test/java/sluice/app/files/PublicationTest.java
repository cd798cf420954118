package sluice.app.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.files.posix.Posix;
import sluice.app.transfer.FileName;

/// Each way to give a file its name: with `renameat2`, by a link, by an empty file that takes the name first, and with
/// the JDK alone. None replaces what is there.
class PublicationTest {
  private static final FileName PART = FileName.of("part");
  private static final FileName NAME = FileName.of("name");

  private interface Way {
    Directory.Publication publish(Directory from, Directory to) throws IOException;
  }

  @TempDir Path root;

  private void check(Directory from, Directory to, Way way, Directory.Publication expected)
      throws IOException {
    Path target = Path.of(to.path().display()).resolve("name");
    write(from, "first");
    assertThat(way.publish(from, to)).isEqualTo(expected);
    assertThat(target).hasContent("first");
    assertThat(from.status(PART)).isNull();
    write(from, "second");
    assertThatThrownBy(() -> way.publish(from, to)).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(target).hasContent("first");
    assertThat(from.status(PART)).isNotNull();
    Files.delete(target);
    Files.createSymbolicLink(target, root.resolve("nothing"));
    assertThatThrownBy(() -> way.publish(from, to)).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(target).isSymbolicLink();
    from.replace(PART, to, NAME);
    assertThat(target).isRegularFile().hasContent("second");
  }

  private static void write(Directory directory, String text) throws IOException {
    try (OpenFile file = directory.create(PART, 0644)) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      file.write(bytes, 0, bytes.length, 0);
      file.syncData();
    }
  }

  private Path make(String name) throws IOException {
    return Files.createDirectory(root.resolve(name));
  }

  @Test
  void onLinux() throws IOException {
    assumeTrue(Posix.isAvailable(), "not Linux on amd64 or aarch64");
    try (PosixDirectory from = PosixDirectory.at(FileName.of(make("from").toString()));
        PosixDirectory to = PosixDirectory.at(FileName.of(make("to").toString()))) {
      check(from, to, (f, t) -> f.publish(PART, t, NAME), Directory.Publication.ATOMIC);
      Files.delete(root.resolve("to/name"));
      int target = to.descriptor();
      check(
          from, to, (f, t) -> from.publishByLink(PART, target, NAME), Directory.Publication.ATOMIC);
      Files.delete(root.resolve("to/name"));
      check(
          from,
          to,
          (f, t) -> from.publishByPlaceholder(PART, target, NAME),
          Directory.Publication.IN_TWO_STEPS);
    }
  }

  @Test
  void withTheJdkAlone() throws IOException {
    try (Directory from = PortableDirectory.at(make("from"));
        Directory to = PortableDirectory.at(make("to"))) {
      check(from, to, (f, t) -> f.publish(PART, t, NAME), Directory.Publication.ATOMIC);
    }
  }

  @Test
  void aWholeTransferWithTheJdkAlone() throws Exception {
    Path file = Files.write(make("from").resolve("a"), new byte[3_000_000]);
    Files.setAttribute(file, "unix:mode", 0640);
    Path to = make("to");
    DestinationTree tree =
        new DestinationTree(
            to.toString(),
            path -> PortableDirectory.at(Path.of(path)),
            PathGuard.Rules.UNICODE,
            DestinationOptions.PLAIN);
    RealTransfer transfer = RealTransfer.of(ReceivedFilesTest.sources(file), tree).run();
    assertThat(transfer.receiverEnd().exitCode()).isZero();
    assertThat(ReceivedFilesTest.names(to)).containsExactly("a");
    assertThat(to.resolve("a")).hasSameBinaryContentAs(file);
    assertThat((int) Files.getAttribute(to.resolve("a"), "unix:mode") & 0777).isEqualTo(0640);
    assertThat(Files.getLastModifiedTime(to.resolve("a")))
        .isEqualTo(Files.getLastModifiedTime(file));
  }

  @Test
  void nothingIsOpenedThroughALinkOrOutside() throws IOException {
    assumeTrue(Posix.isAvailable(), "not Linux on amd64 or aarch64");
    Path inside = make("inside");
    Path outside = make("outside");
    Files.createSymbolicLink(inside.resolve("link"), outside);
    Files.createSymbolicLink(inside.resolve("name"), outside.resolve("file"));
    try (PosixDirectory directory = PosixDirectory.at(FileName.of(inside.toString()))) {
      assertThatThrownBy(() -> directory.open(FileName.of("link"))).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> directory.open(FileName.of(".."))).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> directory.create(NAME, 0600)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> directory.create(FileName.of("../outside/x"), 0600))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> directory.create(FileName.of("link/x"), 0600))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> directory.lock(NAME, false)).isInstanceOf(IOException.class);
    }
    assertThat(ReceivedFilesTest.names(outside)).isEmpty();
  }
}
