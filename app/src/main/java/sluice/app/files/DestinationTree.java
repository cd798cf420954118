package sluice.app.files;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.app.Escaper;
import sluice.app.transfer.DestinationResult;
import sluice.app.transfer.ErrorCode;
import sluice.app.transfer.FileName;
import sluice.app.transfer.ManifestEntry;

/// Where received files go, as the user's `-o` says: an existing directory, or a path that ends with a separator, is a
/// directory to store into; any other path is the name for a single file.
public final class DestinationTree {
  /// How the target directory is opened: the place where a test stands between us and the disk.
  interface Opener {
    Directory open(String path) throws IOException;
  }

  private final String output;
  private final Opener opener;
  private final PathGuard.Rules rules;
  private final Set<Integer> lookAlikes = new HashSet<>();
  private String directory = "";
  private @Nullable FileName onlyName;

  /// @param output the `-o` of the user, or null for the current directory
  public static DestinationTree of(@Nullable String output) {
    return new DestinationTree(
        output == null ? "." : output, Paths::open, PathGuard.Rules.ofThisSystem());
  }

  DestinationTree(String output, Opener opener, PathGuard.Rules rules) {
    this.output = output;
    this.opener = opener;
    this.rules = rules;
  }

  /// Judges the offer against what is on the disk; makes nothing.
  DestinationResult.Planned plan(List<ManifestEntry> entries) throws DiskFailure {
    judgeNames(entries);
    List<Integer> conflicts = new ArrayList<>();
    List<Integer> irreplaceable = new ArrayList<>();
    try (Directory existing = resolve(entries.size())) {
      Path above = nearestExisting();
      requireWritable(above);
      if (existing != null) {
        for (ManifestEntry entry : entries) {
          look(existing, entry, conflicts, irreplaceable);
        }
        checkSpace(existing, entries);
      } else {
        requireSpace(Files.getFileStore(above).getUsableSpace(), entries);
      }
    } catch (IOException e) {
      throw DiskFailure.of(e, -1, "in " + Escaper.escape(output));
    }
    FileName only = onlyName;
    FileName shown = FileName.of(directory);
    return new DestinationResult.Planned(
        (only == null ? shown : Paths.join(shown, only)).display(), conflicts, irreplaceable);
  }

  private void judgeNames(List<ManifestEntry> entries) throws DiskFailure {
    Set<FileName> names = new HashSet<>();
    Map<String, Integer> folded = new HashMap<>();
    for (ManifestEntry entry : entries) {
      FileName name = entry.name();
      String objection = PathGuard.objection(name, rules);
      if (objection == null && !names.add(name)) {
        objection = "is offered twice";
      }
      if (objection != null) {
        throw new DiskFailure(
            ErrorCode.UNSAFE_NAME, entry.id(), "the name \"" + name + "\" " + objection + ".");
      }
      Integer alike = folded.putIfAbsent(PathGuard.folded(name), entry.id());
      if (alike != null) {
        lookAlikes.add(alike);
        lookAlikes.add(entry.id());
      }
    }
  }

  /// Finds out what `-o` means. Null where the directory is still to be made.
  private @Nullable Directory resolve(int files) throws IOException, DiskFailure {
    boolean mustBeDirectory = output.endsWith("/") || output.endsWith(File.separator);
    String absolute = Paths.absolute(output);
    if (mustBeDirectory || Files.isDirectory(Path.of(absolute))) {
      directory = absolute;
      return Files.exists(Path.of(absolute)) ? opener.open(absolute) : null;
    }
    if (files != 1) {
      throw new DiskFailure(
          ErrorCode.USAGE,
          -1,
          Escaper.escape(output)
              + " is not a directory, and "
              + files
              + " files are coming. End it with / to have a directory made.");
    }
    Path parent = Path.of(absolute).getParent();
    Path last = Path.of(absolute).getFileName();
    if (parent == null || last == null || !Files.isDirectory(parent)) {
      throw new DiskFailure(
          ErrorCode.WRITE_FAILED,
          -1,
          "There is no directory to store " + Escaper.escape(output) + " in.");
    }
    directory = parent.toString();
    onlyName = FileName.of(last.toString());
    return opener.open(directory);
  }

  private void look(
      Directory existing, ManifestEntry entry, List<Integer> conflicts, List<Integer> irreplaceable)
      throws IOException {
    FileStatus status = existing.status(finalName(entry));
    if (status == null) {
      return;
    }
    conflicts.add(entry.id());
    if (!isReplaceable(status)) {
      irreplaceable.add(entry.id());
    }
  }

  static boolean isReplaceable(FileStatus status) {
    return status.kind() == FileStatus.Kind.REGULAR
        || status.kind() == FileStatus.Kind.SYMBOLIC_LINK;
  }

  private void checkSpace(Directory existing, List<ManifestEntry> entries)
      throws IOException, DiskFailure {
    requireSpace(existing.usableBytes(), entries);
  }

  private Path nearestExisting() {
    Path above = Path.of(directory);
    while (!Files.exists(above) && above.getParent() != null) {
      above = above.getParent();
    }
    return above;
  }

  /// Seen before anything is accepted; what becomes of it afterwards is seen when the first file is made.
  private static void requireWritable(Path directory) throws DiskFailure {
    if (!Files.isWritable(directory)) {
      throw new DiskFailure(
          ErrorCode.NOT_PERMITTED,
          -1,
          "Cannot store in "
              + Escaper.escape(directory.toString())
              + ": it is not permitted, or the file system is read-only.");
    }
  }

  private void requireSpace(long usable, List<ManifestEntry> entries) throws DiskFailure {
    long needed = entries.stream().mapToLong(ManifestEntry::sizeBytes).sum();
    if (needed > usable) {
      throw new DiskFailure(
          ErrorCode.DISK_FULL,
          -1,
          "There is not enough space in "
              + Escaper.escape(directory)
              + ": "
              + needed
              + " bytes are coming, "
              + usable
              + " are free.");
    }
  }

  /// Opens the target directory, making it where it is missing; after {@link #plan}.
  Directory open() throws IOException {
    if (directory.isEmpty()) {
      throw new IllegalStateException("no plan was made");
    }
    Path existing = nearestExisting();
    Path wanted = Path.of(directory);
    if (!existing.equals(wanted)) {
      Files.createDirectories(wanted);
      for (Path parent = wanted.getParent();
          parent != null && parent.startsWith(existing);
          parent = parent.getParent()) {
        syncDirectory(parent);
      }
    }
    return opener.open(directory);
  }

  /// So that a new directory in it is there after a crash, with the files that are synced into it.
  private void syncDirectory(Path parent) throws IOException {
    try (Directory opened = opener.open(parent.toString())) {
      opened.sync();
    }
  }

  /// The name that a file is to have.
  FileName finalName(ManifestEntry entry) {
    FileName only = onlyName;
    return only == null ? entry.name() : only;
  }

  /// Whether a file may take the place of another: not of one that came with it and that some file system takes for
  /// the same.
  boolean mayReplace(ManifestEntry entry) {
    return !lookAlikes.contains(entry.id());
  }
}
