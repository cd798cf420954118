package sluice.app.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.app.Escaper;
import sluice.app.files.posix.Posix;
import sluice.app.transfer.FileName;
import sluice.app.transfer.Limits;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.ModificationTime;

/// The files that the user wants to send: where they are, and what is offered of them.
public final class SourceTree {
  private static final int USAGE = 2;
  private static final int LOCAL_ERROR = 8;
  private static final int MAX_NAMES = 1_000_000;

  private final List<FileName> paths;
  private final List<ManifestEntry> entries;

  private SourceTree(List<FileName> paths, List<ManifestEntry> entries) {
    this.paths = List.copyOf(paths);
    this.entries = List.copyOf(entries);
  }

  /// Looks at each file, opening it once so that what cannot be read is told before a code is shown.
  ///
  /// @param arguments paths as the user gave them; each file is offered under its last component
  /// @param name offer the only file under this name instead, or null
  public static SourceTree of(List<String> arguments, @Nullable String name)
      throws UnusableSourceException {
    if (arguments.isEmpty() || arguments.size() > Limits.ENTRIES) {
      throw usage("between 1 and " + Limits.ENTRIES + " files can be sent in one go.");
    }
    if (name != null && arguments.size() > 1) {
      throw usage("--name is for a single file.");
    }
    List<FileName> paths = new ArrayList<>();
    List<ManifestEntry> entries = new ArrayList<>();
    Map<FileName, FileName> taken = new HashMap<>();
    for (String argument : arguments) {
      FileName path = path(argument);
      FileName offered = name == null ? lastComponent(path) : fromUser(name);
      ManifestEntry entry = look(path, entries.size(), offered);
      FileName other = taken.put(offered, path);
      if (other != null) {
        throw usage(
            path + " and " + other + " would both arrive as " + offered + "; send one at a time.");
      }
      paths.add(path);
      entries.add(entry);
    }
    return new SourceTree(paths, entries);
  }

  public List<ManifestEntry> entries() {
    return entries;
  }

  OpenFile open(int id) throws IOException {
    return Paths.openSource(paths.get(id));
  }

  private static ManifestEntry look(FileName path, int id, FileName offered)
      throws UnusableSourceException {
    FileStatus status;
    try (OpenFile file = Paths.openSource(path)) {
      status = file.status();
      if (hidesContent(file, status)) {
        throw usage(
            path + " claims to be empty and is not, as files of /proc do; copy it, send the copy.");
      }
    } catch (IOException e) {
      throw unreadable(path, e);
    }
    switch (status.kind()) {
      case REGULAR -> {}
      case DIRECTORY -> throw usage(path + " is a directory; only files can be sent.");
      case SYMBOLIC_LINK, OTHER -> throw usage(path + " is not a regular file.");
    }
    String objection = PathGuard.objection(offered, PathGuard.Rules.BYTES);
    if (objection != null) {
      throw usage("the name " + offered + " " + objection + "; give another with --name NAME.");
    }
    return ManifestEntry.file(
        id, offered, status.sizeBytes(), expressible(status.modified()), status.permissions());
  }

  /// Whether there are bytes beyond the size that the file system tells, now as before. Only an empty file is read.
  private static boolean hidesContent(OpenFile file, FileStatus status) throws IOException {
    return status.kind() == FileStatus.Kind.REGULAR
        && status.sizeBytes() == 0
        && file.read(new byte[1], 0, 1, 0) > 0
        && file.status().sizeBytes() == 0;
  }

  /// Null for a time so far off that the protocol has no number for it.
  private static @Nullable ModificationTime expressible(ModificationTime modified) {
    return Math.abs(modified.seconds()) <= Limits.MAX_NUMBER ? modified : null;
  }

  private static UnusableSourceException unreadable(FileName path, IOException problem) {
    String why =
        switch (DiskProblem.reason(problem)) {
          case NOT_FOUND -> "there is no such file";
          case UNREADABLE -> "you may not read it";
          case READ_ERROR, NOT_REGULAR, SHORTER, SKIPPED, SOURCE_FAILED ->
              String.valueOf(problem.getMessage());
        };
    return new UnusableSourceException(LOCAL_ERROR, "Cannot send " + path + ": " + why + ".");
  }

  private static UnusableSourceException usage(String sentence) {
    return new UnusableSourceException(USAGE, sentence);
  }

  private static FileName fromUser(String text) throws UnusableSourceException {
    try {
      return FileName.of(text);
    } catch (IllegalArgumentException e) {
      throw usage("the name " + Escaper.escape(text) + " is not Unicode.");
    }
  }

  private static FileName path(String argument) throws UnusableSourceException {
    FileName path = fromUser(argument);
    if (Posix.isAvailable() && argument.indexOf('\ufffd') >= 0) {
      return byLostBytes(path, argument);
    }
    return path;
  }

  /// Java has already replaced the bytes of an argument that are not UTF-8. The directory knows them: if exactly one
  /// of its names reads like the argument, that one is meant.
  private static FileName byLostBytes(FileName path, String argument)
      throws UnusableSourceException {
    int slash = argument.lastIndexOf('/');
    String directory = slash < 0 ? "." : argument.substring(0, slash + 1);
    String wanted = argument.substring(slash + 1);
    List<FileName> alike = new ArrayList<>();
    try (Directory parent = Paths.open(directory)) {
      for (FileName name : parent.names(MAX_NAMES)) {
        if (new String(name.bytes(), StandardCharsets.UTF_8).equals(wanted)) {
          alike.add(Paths.join(FileName.of(directory), name));
        }
      }
    } catch (IOException e) {
      throw unreadable(path, e);
    }
    if (alike.size() > 1) {
      throw usage(path + " could be several files whose names are not UTF-8; rename one of them.");
    }
    return alike.isEmpty() ? path : alike.getFirst();
  }

  private static FileName lastComponent(FileName path) {
    byte[] bytes = path.bytes();
    int end = bytes.length;
    while (end > 1 && isSeparator(bytes[end - 1])) {
      end--;
    }
    int start = end;
    while (start > 0 && !isSeparator(bytes[start - 1])) {
      start--;
    }
    return FileName.ofBytes(Arrays.copyOfRange(bytes, start, end));
  }

  private static boolean isSeparator(byte b) {
    return b == '/' || (b == '\\' && PathGuard.Rules.ofThisSystem() == PathGuard.Rules.WINDOWS);
  }
}
