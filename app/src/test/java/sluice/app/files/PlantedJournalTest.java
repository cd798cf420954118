package sluice.app.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.transfer.DestinationCommand;
import sluice.app.transfer.Extent;
import sluice.app.transfer.FileName;
import sluice.app.transfer.Spans;

/// A part directory that somebody else put there, or whose journal is torn or lies: the file arrives as it was sent,
/// and nothing else is touched.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PlantedJournalTest {
  private static final String NAME = ".sluice-part-0123456789abcdef0123456789abcdef";

  @TempDir Path root;
  private Path from;
  private Path to;
  private Path planted;
  private byte[] content;

  @BeforeEach
  void makeFiles() throws IOException {
    content = new byte[3_000_000];
    new SplittableRandom(1).nextBytes(content);
    from = Files.write(root.resolve("file"), content);
    to = Files.createDirectory(root.resolve("to"));
    planted = Files.createDirectory(to.resolve(NAME));
    Files.setPosixFilePermissions(planted, PosixFilePermissions.fromString("rwx------"));
    Files.createFile(planted.resolve("lock"));
  }

  private void plantJournal(JournalRecord... records) throws IOException {
    try (RandomAccessFile journal =
        new RandomAccessFile(planted.resolve("journal").toFile(), "rw")) {
      for (JournalRecord record : records) {
        journal.write(record.bytes());
      }
    }
    Files.setPosixFilePermissions(
        planted.resolve("journal"), PosixFilePermissions.fromString("rw-------"));
  }

  private static JournalRecord[] records() {
    FileName file = FileName.of("file");
    return new JournalRecord[] {
      new JournalRecord.Boot(Journal.boot()),
      new JournalRecord.Root(file),
      new JournalRecord.Begun(0, file, 3_000_000),
      new JournalRecord.Written(0, 0, 2_000_000),
      new JournalRecord.Durable(0, 0, 1L << 52)
    };
  }

  private void receive() throws Exception {
    RealTransfer transfer =
        RealTransfer.of(ReceivedFilesTest.sources(from), DestinationTree.of(to.toString())).run();
    assertThat(transfer.receiverEnd().exitCode()).isZero();
    assertThat(to.resolve("file")).hasBinaryContent(content);
  }

  @Test
  void aLyingJournalOnlyCostsBytes() throws Exception {
    plantJournal(records());
    Files.write(planted.resolve("0.part"), new byte[1_000_000]);
    receive();
    assertThat(to).isDirectoryContaining(path -> path.endsWith("file"));
    assertThat(planted).doesNotExist();
  }

  /// Killed between its attributes and its name: who is not root could not write to it again.
  @Test
  void aPartThatHasItsFinalModeIsOursAgain() throws Exception {
    plantJournal(records());
    Path part = Files.write(planted.resolve("0.part"), new byte[1_000_000]);
    Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("r--r--r--"));
    try (Directory target = Paths.open(to.toString())) {
      Leftovers leftovers = Leftovers.look(target, Journal.boot());
      leftovers.claim(FileName.of("file"));
      assertThat(Files.getPosixFilePermissions(part))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      leftovers.close(DestinationCommand.Leaving.KEEP);
    }
    assertThat(part).exists();
    receive();
  }

  /// Killed while it was being removed.
  @Test
  void aDirectoryWithoutItsLock() throws Exception {
    plantJournal(records());
    Files.write(planted.resolve("0.part"), new byte[1_000_000]);
    Files.delete(planted.resolve("lock"));
    receive();
    assertThat(planted).doesNotExist();
  }

  /// What was not offered again goes with the rest, once all is done.
  @Test
  void aPartThatNobodyAsksFor() throws Exception {
    plantJournal(
        new JournalRecord.Boot(Journal.boot()),
        new JournalRecord.Root(FileName.of("file")),
        new JournalRecord.Begun(4, FileName.of("file/other"), 3_000_000),
        new JournalRecord.Written(4, 0, 1_000_000));
    Files.write(planted.resolve("4.part"), new byte[1_000_000]);
    receive();
    assertThat(planted).doesNotExist();
  }

  @Test
  void aPartThatIsALink() throws Exception {
    Path precious = Files.write(root.resolve("precious"), new byte[1_000_000]);
    plantJournal(records());
    Files.createSymbolicLink(planted.resolve("0.part"), precious);
    receive();
    assertThat(precious).hasBinaryContent(new byte[1_000_000]);
  }

  @Test
  void aPartThatIsAnotherNameOfAFile() throws Exception {
    Path precious = Files.write(root.resolve("precious"), new byte[1_000_000]);
    plantJournal(records());
    Files.createLink(planted.resolve("0.part"), precious);
    receive();
    assertThat(precious).hasBinaryContent(new byte[1_000_000]);
  }

  @Test
  void aJournalThatIsALink() throws Exception {
    Path precious = Files.writeString(root.resolve("precious"), "precious");
    Files.createSymbolicLink(planted.resolve("journal"), precious);
    Files.write(planted.resolve("0.part"), new byte[1_000_000]);
    receive();
    assertThat(precious).hasContent("precious");
  }

  /// Not ours alone: it is left as it is, whatever it holds.
  @Test
  void aDirectoryThatOthersMayWriteTo() throws Exception {
    plantJournal(records());
    Files.write(planted.resolve("0.part"), new byte[1_000_000]);
    Files.setPosixFilePermissions(planted, PosixFilePermissions.fromString("rwxrwxrwx"));
    receive();
    assertThat(planted.resolve("0.part")).hasSize(1_000_000);
  }

  @Test
  void aHugeJournalIsNotRead() throws Exception {
    try (RandomAccessFile journal =
        new RandomAccessFile(planted.resolve("journal").toFile(), "rw")) {
      journal.setLength(1L << 40);
    }
    Files.setPosixFilePermissions(
        planted.resolve("journal"), PosixFilePermissions.fromString("rw-------"));
    receive();
    assertThat(planted).doesNotExist();
  }

  /// Wherever it was cut off, or altered, what is before counts and what is behind does not.
  @Test
  void aTornTail() {
    byte[] whole = {};
    for (JournalRecord record : records()) {
      byte[] more = record.bytes();
      whole = Arrays.copyOf(whole, whole.length + more.length);
      System.arraycopy(more, 0, whole, whole.length - more.length, more.length);
    }
    List<JournalRecord> all = JournalRecord.readAll(whole);
    assertThat(all).hasSize(records().length);
    for (int length = 0; length < whole.length; length++) {
      List<JournalRecord> some = JournalRecord.readAll(Arrays.copyOf(whole, length));
      assertThat(some.size()).isLessThan(all.size());
      assertThat(some).map(Object::getClass).isEqualTo(classes(all.subList(0, some.size())));
      byte[] altered = whole.clone();
      altered[length] ^= 0x55;
      assertThat(JournalRecord.readAll(altered).size()).isLessThan(all.size());
    }
  }

  private static List<Class<?>> classes(List<JournalRecord> records) {
    return records.stream().<Class<?>>map(Object::getClass).toList();
  }

  @Test
  void afterARebootOnlyWhatWasDurableCounts() {
    JournalState state = JournalState.of(List.of(records()));
    JournalState.Part part = state.parts().get(0);
    part.durable().add(0, 5);
    JournalState other =
        JournalState.of(
            List.of(
                new JournalRecord.Boot(new byte[16]),
                new JournalRecord.Begun(3, FileName.of("f"), 100),
                new JournalRecord.Written(3, 0, 90),
                new JournalRecord.Durable(3, 0, 40)));
    JournalState.Part its = other.parts().get(3);
    assertThat(other.usable(its, new byte[16], 1_000)).containsExactly(new Extent(0, 90));
    assertThat(other.usable(its, new byte[] {1}, 1_000)).containsExactly(new Extent(0, 40));
    assertThat(other.usable(its, new byte[16], 50)).containsExactly(new Extent(0, 50));
  }

  @Test
  void spansJoin() {
    Spans spans = new Spans();
    spans.add(10, 20);
    spans.add(30, 40);
    spans.add(5, 5);
    assertThat(spans.below(100)).containsExactly(new Extent(10, 20), new Extent(30, 40));
    spans.add(15, 30);
    assertThat(spans.below(100)).containsExactly(new Extent(10, 40));
    spans.add(0, 100);
    assertThat(spans.below(50)).containsExactly(new Extent(0, 50));
    assertThat(spans.bytes()).isEqualTo(100);
  }
}
