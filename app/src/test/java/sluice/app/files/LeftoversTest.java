package sluice.app.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.transfer.DestinationCommand;
import sluice.app.transfer.FileName;

/// Partial files of processes that died are removed; what anyone else put there under such a name is left alone.
class LeftoversTest {
  private static final String NAME = ".sluice-part-0123456789abcdef0123456789abcdef";

  private static final byte[] BOOT = new byte[16];

  @TempDir Path root;
  private Path target;

  @BeforeEach
  void makeTarget() throws IOException {
    target = Files.createDirectory(root.resolve("target"));
  }

  private Path plant(String permissions, String... files) throws IOException {
    Path planted = Files.createDirectory(target.resolve(NAME));
    for (String file : files) {
      Files.writeString(planted.resolve(file), "x");
    }
    Files.setPosixFilePermissions(planted, PosixFilePermissions.fromString(permissions));
    return planted;
  }

  private static void remove(Directory directory, List<String> problems) throws IOException {
    Leftovers.remove(
        directory,
        DestinationOptions.Leftovers.RESUME,
        BOOT,
        Instant.now().getEpochSecond(),
        problems::add);
  }

  private List<String> clean() throws IOException {
    List<String> problems = new ArrayList<>();
    try (Directory directory = Paths.open(target.toString())) {
      remove(directory, problems);
    }
    return problems;
  }

  @Test
  void thoseOfADeadProcess() throws IOException {
    plant("rwx------", "lock", "0.part", "17.part");
    assertThat(clean()).isEmpty();
    assertThat(target).isEmptyDirectory();
    plant("rwx------");
    assertThat(clean()).isEmpty();
    assertThat(target).isEmptyDirectory();
  }

  @Test
  void thoseOfALivingOneStay() throws IOException {
    try (Directory directory = Paths.open(target.toString());
        Directory other = Paths.open(target.toString())) {
      PartDirectory living = PartDirectory.create(directory, new SplittableRandom(1), BOOT);
      living.directory().create(FileName.of("3.part"), 0600).close();
      remove(other, new ArrayList<>());
      assertThat(ReceivedFilesTest.names(target)).hasSize(1);
      living.leave(DestinationCommand.Leaving.DONE);
    }
    assertThat(target).isEmptyDirectory();
  }

  @Test
  void whatOthersPlantedStays() throws IOException {
    Path planted = plant("rwx------", "lock", "0.part", "note");
    assertThat(clean()).isEmpty();
    assertThat(ReceivedFilesTest.names(planted)).hasSize(3);
    Files.delete(planted.resolve("note"));
    Files.setPosixFilePermissions(planted, PosixFilePermissions.fromString("rwxr-xr-x"));
    clean();
    assertThat(ReceivedFilesTest.names(planted)).hasSize(2);
    Files.setPosixFilePermissions(planted, PosixFilePermissions.fromString("rwx------"));
    Files.delete(planted.resolve("0.part"));
    Files.createDirectory(planted.resolve("0.part"));
    clean();
    assertThat(ReceivedFilesTest.names(planted)).hasSize(2);
  }

  /// A received symlink on its way: it goes, and what it points to stays.
  @Test
  void aLinkAmongThePartsIsRemovedAndNotFollowed() throws IOException {
    Path left = plant("rwx------", "lock");
    Path precious = Files.writeString(root.resolve("precious"), "precious");
    Files.createSymbolicLink(left.resolve("0.part"), precious);
    clean();
    assertThat(left).doesNotExist();
    assertThat(precious).hasContent("precious");
  }

  @Test
  void aLinkWithOurNameIsNotFollowed() throws IOException {
    Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("0.part"), "precious");
    Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwx------"));
    Files.createSymbolicLink(target.resolve(NAME), elsewhere);
    clean();
    assertThat(elsewhere.resolve("0.part")).hasContent("precious");
    assertThat(target.resolve(NAME)).isSymbolicLink();
  }

  @Test
  void theLockEndsWithItsHolder() throws IOException {
    Path planted = plant("rwx------", "lock", "0.part");
    try (Directory directory = Paths.open(planted.toString());
        Closeable lock = directory.lock(FileName.of("lock"), false)) {
      assertThat(lock).isNotNull();
      clean();
      assertThat(planted).isDirectory();
    }
    clean();
    assertThat(target).isEmptyDirectory();
  }

  @Test
  void aNewDirectoryIsOnlyOurs() throws IOException {
    try (Directory directory = Paths.open(target.toString())) {
      PartDirectory made = PartDirectory.create(directory, new SplittableRandom(1), BOOT);
      Path path = target.resolve(ReceivedFilesTest.names(target).getFirst());
      assertThat(Files.getPosixFilePermissions(path))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
      made.leave(DestinationCommand.Leaving.DONE);
    }
  }

  /// The name is taken by a link to somewhere else: it is not used.
  @Test
  void aPlantedNameIsNotTaken() throws IOException {
    Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
    byte[] id = new byte[16];
    new SplittableRandom(1).nextBytes(id);
    String guessed = ".sluice-part-" + HexFormat.of().formatHex(id);
    Files.createSymbolicLink(target.resolve(guessed), elsewhere);
    try (Directory directory = Paths.open(target.toString())) {
      assertThatThrownBy(() -> PartDirectory.create(directory, new SplittableRandom(1), BOOT))
          .isInstanceOf(IOException.class);
    }
    assertThat(elsewhere).isEmptyDirectory();
  }
}
