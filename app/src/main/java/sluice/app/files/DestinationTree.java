package sluice.app.files;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import sluice.app.Escaper;
import sluice.app.transfer.ErrorCode;
import sluice.app.transfer.FileName;
import sluice.app.transfer.Folder;
import sluice.app.transfer.Limits;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.Placed;
import sluice.app.transfer.Totals;

/// Where received files go, as the user's `-o` says: an existing directory, or a path that ends with a separator, is a
/// directory to store into; any other path is the name for the only entry at the top level.
public final class DestinationTree {
  /// How the target directory is opened: the place where a test stands between us and the disk.
  interface Opener {
    Directory open(String path) throws IOException;
  }

  private final String output;
  private final Opener opener;
  private final PathGuard.Rules rules;
  private final DestinationOptions options;

  /// As long as anything that lies in them is under way.
  private final Map<Folder, FileName> renamedFolders =
      Collections.synchronizedMap(new WeakHashMap<>());

  /// Files that were there already, by their ids: hard links to them may follow.
  private final Map<Integer, Original> standing =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, Original> eldest) {
              return size() > EntryPublisher.MOST_ORIGINALS;
            }
          });

  private String directory = "";
  private @Nullable FileName onlyName;

  /// @param output the `-o` of the user, or null for the current directory
  public static DestinationTree of(@Nullable String output) {
    return of(output, DestinationOptions.PLAIN);
  }

  /// @param output the `-o` of the user, or null for the current directory
  public static DestinationTree of(@Nullable String output, DestinationOptions options) {
    return new DestinationTree(
        output == null ? "." : output, Paths::open, PathGuard.Rules.ofThisSystem(), options);
  }

  DestinationTree(String output, Opener opener, PathGuard.Rules rules, DestinationOptions options) {
    this.output = output;
    this.opener = opener;
    this.rules = rules;
    this.options = options;
  }

  /// Why nothing can be stored there whatever comes, as a sentence, or null.
  public @Nullable String obstacle() {
    try {
      resolve();
      requireWritable(nearestExisting());
      return null;
    } catch (IOException e) {
      return DiskFailure.of(e, -1, "in " + Escaper.escape(output)).sentence();
    } catch (DiskFailure e) {
      return e.sentence();
    }
  }

  PathGuard.Rules rules() {
    return rules;
  }

  DestinationOptions options() {
    return options;
  }

  /// Looks whether so much can be stored there; makes nothing.
  ///
  /// @return the place, for people
  String weigh(Totals totals) throws DiskFailure {
    try {
      resolve();
      if (onlyName != null && totals.roots() != 1) {
        throw new DiskFailure(
            ErrorCode.USAGE,
            -1,
            Escaper.escape(output)
                + " is not a directory, and "
                + totals.roots()
                + " files or folders are coming. End it with / to have a directory made.");
      }
      Path above = nearestExisting();
      requireWritable(above);
      long usable;
      try (Directory existing = openIfThere()) {
        usable =
            existing == null ? Files.getFileStore(above).getUsableSpace() : existing.usableBytes();
      }
      requireSpace(usable, totals.bytes());
    } catch (IOException e) {
      throw DiskFailure.of(e, -1, "in " + Escaper.escape(output));
    }
    FileName only = onlyName;
    FileName shown = FileName.of(directory);
    return (only == null ? shown : Paths.join(shown, only)).display();
  }

  /// Finds out what `-o` means.
  private void resolve() throws IOException, DiskFailure {
    if (!directory.isEmpty()) {
      return;
    }
    boolean mustBeDirectory = output.endsWith("/") || output.endsWith(File.separator);
    String absolute = Paths.absolute(output);
    if (mustBeDirectory || Files.isDirectory(Path.of(absolute))) {
      directory = absolute;
      return;
    }
    Path parent = Path.of(absolute).getParent();
    Path last = Path.of(absolute).getFileName();
    if (parent == null || last == null || !Files.isDirectory(parent)) {
      throw new DiskFailure(
          ErrorCode.WRITE_FAILED,
          -1,
          "There is no directory to store " + Escaper.escape(output) + " in.");
    }
    onlyName = FileName.of(last.toString());
    directory = parent.toString();
  }

  /// The target directory, or null where it is still to be made.
  @Nullable Directory openIfThere() throws IOException, DiskFailure {
    resolve();
    return Files.exists(Path.of(directory)) ? opener.open(directory) : null;
  }

  static boolean isReplaceable(FileStatus status) {
    return status.kind() == FileStatus.Kind.REGULAR
        || status.kind() == FileStatus.Kind.SYMBOLIC_LINK;
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

  private void requireSpace(long usable, long needed) throws DiskFailure {
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

  /// Opens the target directory, making it where it is missing.
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

  /// The name that an entry is to have.
  FileName finalName(Placed placed) {
    FileName only = onlyName;
    return only == null || !placed.folder().isRoot() ? placed.entry().name() : only;
  }

  /// What a folder is called here.
  FileName name(Folder folder) {
    FileName renamed = renamedFolders.get(folder);
    if (renamed != null) {
      return renamed;
    }
    Folder parent = folder.parent();
    FileName only = onlyName;
    return only != null && parent != null && parent.isRoot() ? only : folder.name();
  }

  /// A folder got another name than it was offered with.
  void renamed(Folder folder, FileName name) {
    renamedFolders.put(folder, name);
  }

  /// A file that is offered stands at the target already.
  void standing(Placed placed) {
    if (placed.entry() instanceof ManifestEntry.File file && file.furtherNames() > 0) {
      standing.put(
          placed.id(), new Original(placed.folder(), finalName(placed), file.furtherNames()));
    }
  }

  /// The file that was there already, or null.
  @Nullable Original standing(int id) {
    return standing.get(id);
  }

  boolean allowsLink(Placed placed, ManifestEntry.Symlink link) {
    return options.allow(DestinationOptions.Allowance.UNSAFE_LINKS)
        || PathGuard.staysInside(link.target(), placed.folder().depth(), rules);
  }

  /// Whether a dotfile would stand in the home directory of somebody who has not seen its name.
  ///
  /// @param id of the entry: an offer shows the first {@link Limits#ENTRY_WINDOW}, and waits for all of them
  boolean refusesDotfile(int id) throws IOException, DiskFailure {
    resolve();
    Path home = Path.of(System.getProperty("user.home", "/"));
    Path target = Path.of(directory);
    boolean wasShown =
        id < Limits.ENTRY_WINDOW
            && options.allow(DestinationOptions.Allowance.SHOWN_DOTFILES_AT_HOME);
    return !wasShown
        && !options.allow(DestinationOptions.Allowance.DOTFILES_AT_HOME)
        && Files.isDirectory(target)
        && Files.isDirectory(home)
        && Files.isSameFile(home, target);
  }
}
