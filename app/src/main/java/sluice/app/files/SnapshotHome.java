package sluice.app.files;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.app.snapshots.Schedule;
import sluice.app.snapshots.SnapshotName;
import sluice.app.snapshots.Sums;
import sluice.app.transfer.FileName;

/// The snapshots in one folder, and the one that is being made (`docs/snapshots.md`). The caller holds the
/// destination's lock.
///
/// ```text
/// DEST/2026-11-20T193000Z-000042/          a complete snapshot
/// DEST/2026-11-20T193000Z-000042.sha256    its manifest
/// DEST/.sluice-part-snapshot/tree/         the next one
/// DEST/.sluice-part-snapshot/base          the one that it began as, once it is all there
/// ```
final class SnapshotHome implements Closeable {
  static final String WORK = PathGuard.PART_PREFIX + "snapshot";

  private static final int MAX_NAMES = 10_000_000;
  private static final FileName TREE = FileName.of("tree");
  private static final FileName BASE = FileName.of("base");
  private static final FileName SUMS = FileName.of("sums");
  private static final FileName LEAVING = FileName.of("leaving");
  private static final String FROM_NOTHING = "nothing";

  private final Path path;
  private final Directory home;
  private final Directory work;

  private SnapshotHome(Path path, Directory home, Directory work) {
    this.path = path;
    this.home = home;
    this.work = work;
  }

  /// Where the next snapshot grows.
  static Path tree(Path folder) {
    return folder.resolve(WORK).resolve("tree");
  }

  /// Makes ready for the next snapshot: takes over an incomplete one that began as the last complete one, else begins
  /// anew.
  ///
  /// @param folder exists
  static SnapshotHome begin(Path folder) throws IOException {
    Directory home = Paths.open(folder.toString());
    try {
      FileName name = FileName.of(WORK);
      FileStatus status = home.status(name);
      if (status == null) {
        home.makePrivate(name);
      } else if (status.kind() != FileStatus.Kind.DIRECTORY || !status.onlyOurs()) {
        throw new IOException(WORK + " is not ours alone");
      }
      return prepared(new SnapshotHome(folder, home, home.open(name)));
    } catch (IOException e) {
      home.close();
      throw e;
    }
  }

  private static SnapshotHome prepared(SnapshotHome opened) throws IOException {
    try {
      opened.prepare();
      return opened;
    } catch (IOException e) {
      opened.work.close();
      throw e;
    }
  }

  /// What a crash has left between two renames: a manifest alone says nothing.
  private void removeLoneManifests() throws IOException {
    for (FileName name : home.names(MAX_NAMES)) {
      String text = name.text();
      if (text != null && text.endsWith(SnapshotName.SUMS_SUFFIX)) {
        String tree = text.substring(0, text.length() - SnapshotName.SUMS_SUFFIX.length());
        if (SnapshotName.parse(tree).isPresent() && home.status(FileName.of(tree)) == null) {
          home.remove(name);
        }
      }
    }
  }

  private void prepare() throws IOException {
    removeLoneManifests();
    TreeRemoval.remove(work, LEAVING);
    TreeRemoval.remove(work, SUMS);
    Optional<SnapshotName> last = complete().stream().reduce((_, newer) -> newer);
    String base = last.map(SnapshotName::text).orElse(FROM_NOTHING);
    if (work.status(TREE) != null && base.equals(readBase())) {
      return;
    }
    TreeRemoval.remove(work, BASE);
    TreeRemoval.remove(work, TREE);
    work.makePrivate(TREE);
    if (last.isPresent()) {
      try (Directory from = home.open(FileName.of(base));
          Directory to = work.open(TREE)) {
        new TreeClone().fill(from, to);
      }
    }
    work.syncFileSystem();
    Path file = path.resolve(WORK).resolve("base");
    Files.writeString(file, base + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
  }

  private @Nullable String readBase() throws IOException {
    try {
      return Files.readString(path.resolve(WORK).resolve("base")).strip();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /// All that have a name and a manifest, oldest first.
  List<SnapshotName> complete() throws IOException {
    return complete(home);
  }

  static List<SnapshotName> complete(Directory home) throws IOException {
    List<SnapshotName> names = new ArrayList<>();
    for (FileName name : home.names(MAX_NAMES)) {
      String text = name.text();
      Optional<SnapshotName> snapshot = text == null ? Optional.empty() : SnapshotName.parse(text);
      if (snapshot.isPresent() && home.status(sums(snapshot.get())) != null) {
        names.add(snapshot.get());
      }
    }
    Collections.sort(names);
    return names;
  }

  private static FileName sums(SnapshotName name) {
    return FileName.of(name.text() + SnapshotName.SUMS_SUFFIX);
  }

  Directory openTree() throws IOException {
    return work.open(TREE);
  }

  /// Gives the tree its name, once its manifest and everything in it are on the disk.
  SnapshotName complete(Instant now) throws IOException {
    List<SnapshotName> before = complete();
    SnapshotName name = new SnapshotName(now, before.isEmpty() ? 1 : before.getLast().number() + 1);
    try (Directory tree = openTree()) {
      for (FileName left : tree.names(MAX_NAMES)) {
        if (PathGuard.isOurs(left)) {
          TreeRemoval.remove(tree, left);
        }
      }
      writeSums(tree, before.isEmpty() ? null : before.getLast());
      if (!tree.syncFileSystem()) {
        tree.sync();
      }
    }
    // A manifest without a tree says nothing; a tree without a manifest has no name.
    work.publish(SUMS, home, sums(name));
    home.sync();
    work.publish(TREE, home, FileName.of(name.text()));
    home.sync();
    TreeRemoval.remove(work, BASE);
    return name;
  }

  /// What has come is read back; a file that is the last snapshot's own has its line there.
  private void writeSums(Directory tree, @Nullable SnapshotName last) throws IOException {
    FileSum sum = new FileSum();
    Path old =
        last == null
            ? path.resolve(WORK).resolve("none")
            : path.resolve(last.text() + SnapshotName.SUMS_SUFFIX);
    Path file = path.resolve(WORK).resolve("sums");
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        SumsReader known = SumsReader.open(old);
        Directory base = last == null ? null : home.open(FileName.of(last.text()))) {
      TreeFiles.visit(
          tree,
          (directory, name, where, status) -> {
            byte[] sha256 = base == null ? null : knownSum(known, base, where, status);
            out.write(new Sums(sha256 == null ? sum.of(directory, name) : sha256, where).line());
          });
      out.flush();
      channel.force(true);
    }
  }

  private static byte @Nullable [] knownSum(
      SumsReader known, Directory base, FileName path, FileStatus status) throws IOException {
    Sums line = known.peek();
    while (line != null && SumsReader.compare(line.path(), path) < 0) {
      known.advance();
      line = known.peek();
    }
    if (line == null || !line.path().equals(path)) {
      return null;
    }
    FileStatus old = base.status(path);
    return old != null && old.identity().equals(status.identity()) ? line.sha256() : null;
  }

  /// Removes what the schedule does not keep: each loses its name first.
  ///
  /// @return how many went
  int prune(Schedule schedule, Instant now) throws IOException {
    List<SnapshotName> going = schedule.prune(complete(), now);
    for (SnapshotName snapshot : going) {
      home.publish(FileName.of(snapshot.text()), work, LEAVING);
      home.remove(sums(snapshot));
      home.sync();
      TreeRemoval.remove(work, LEAVING);
    }
    return going.size();
  }

  @Override
  public void close() throws IOException {
    try (home) {
      work.close();
    }
  }
}
