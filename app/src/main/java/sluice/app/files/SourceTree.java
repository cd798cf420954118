package sluice.app.files;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.app.Escaper;
import sluice.app.ExitCode;
import sluice.app.files.posix.Posix;
import sluice.app.sync.DirectoryNode;
import sluice.app.transfer.FileName;
import sluice.app.transfer.Limits;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.SourceProblem;
import sluice.app.transfer.Totals;

/// What the user wants to send: where it is, and what is offered of it.
public final class SourceTree {
  private static final int MAX_NAMES = 1_000_000;
  private static final Cleaner CLEANER = Cleaner.create();

  private final List<SourceRoot> roots;
  private final SourceOptions options;
  private volatile Set<FileName> leftOut = Set.of();
  private final CompletableFuture<Totals> totals = new CompletableFuture<>();

  private SourceTree(List<SourceRoot> roots, SourceOptions options) {
    this.roots = List.copyOf(roots);
    this.options = options;
  }

  public static SourceTree of(List<String> arguments, @Nullable String name)
      throws UnusableSourceException {
    return of(arguments, name, SourceOptions.PLAIN);
  }

  /// Looks at each path, opening it once so that what cannot be read is told before a code is shown. Begins to count
  /// what there is in directories.
  ///
  /// @param arguments paths as the user gave them; each is offered under its last component
  /// @param name offer the only one under this name instead, or null
  public static SourceTree of(List<String> arguments, @Nullable String name, SourceOptions options)
      throws UnusableSourceException {
    if (arguments.isEmpty() || arguments.size() > MAX_NAMES) {
      throw usage("between 1 and " + MAX_NAMES + " paths can be sent in one go.");
    }
    if (name != null && arguments.size() > 1) {
      throw usage("--name is for a single file or folder.");
    }
    List<SourceRoot> roots = new ArrayList<>();
    Map<FileName, FileName> taken = new HashMap<>();
    for (String argument : arguments) {
      FileName path = path(argument);
      FileName offered = name == null ? ownName(path) : fromUser(name);
      roots.add(look(path, offered));
      FileName other = taken.put(offered, path);
      if (other != null) {
        throw usage(
            path + " and " + other + " would both arrive as " + offered + "; send one at a time.");
      }
    }
    roots.sort((one, other) -> one.name().compareBytes(other.name()));
    SourceTree tree = new SourceTree(roots, options);
    Thread.ofPlatform().daemon().name("sluice-count").start(tree::count);
    return tree;
  }

  /// What lies in one directory, offered at the top level. Counted and gone through only once {@link #leaveOut} says
  /// what need not be offered.
  public static SourceTree contentsOf(String argument, SourceOptions options)
      throws UnusableSourceException {
    FileName path = path(argument);
    SourceRoot named = look(path, FileName.of("contents"));
    if (named.kind() != FileStatus.Kind.DIRECTORY) {
      throw usage(path + " is not a folder.");
    }
    try {
      // Held open: what is unmounted or replaced meanwhile must not look like an empty folder.
      Directory directory = Paths.open(path);
      HeldFolder held = new HeldFolder(directory, Path.of(String.valueOf(path.text())));
      SourceRoot root =
          new SourceRoot(FileName.of(held.path().toString()), FileName.of(""), named.kind());
      SourceTree tree = new SourceTree(List.of(root), options);
      CLEANER.register(tree, () -> letGo(held));
      return tree;
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static void letGo(HeldFolder held) {
    try {
      held.close();
    } catch (IOException e) {
      System.getLogger(SourceTree.class.getName())
          .log(System.Logger.Level.DEBUG, "closing a source failed", e);
    }
  }

  /// Leaves out these directories with all that is in them, and counts what is left.
  public void leaveOut(Set<FileName> paths) {
    leftOut = Set.copyOf(paths);
    Thread.ofPlatform().daemon().name("sluice-count").start(this::count);
  }

  /// Reads the digests of its only directory.
  DirectoryNode digests() throws IOException {
    try (Directory directory = Paths.open(roots.getFirst().path())) {
      DirectoryNode root =
          new DigestWalk(options.excluded(), DigestWalk.Side.SENDER).walk(directory);
      if (!options.extras().isEmpty() || options.links() != SourceOptions.Links.PRESERVE) {
        root.distrustAll();
      }
      return root;
    }
  }

  FileName firstPath() {
    return roots.getFirst().path();
  }

  private void count() {
    SourceCount count = new SourceCount();
    try (SourceWalk walk = walk()) {
      while (walk.walk(Limits.ENTRIES_IN_MESSAGE, count)) {
        if (count.totals().entries() > Limits.ENTRIES) {
          break;
        }
      }
      totals.complete(count.totals());
    } catch (IOException | RuntimeException e) {
      totals.completeExceptionally(e);
    }
  }

  /// Goes through it from the beginning.
  SourceWalk walk() {
    return new SourceWalk(roots, options, path -> leftOut.contains(path));
  }

  /// Goes through all of it for somebody who only wants to know.
  public void list(Consumer<Listed> files, Consumer<SourceProblem> problems) throws IOException {
    SourceWalk.Listener listener =
        new SourceWalk.Listener() {
          @Override
          public void entry(ManifestEntry entry, SourceRoot root, FileName below) {
            if (entry instanceof ManifestEntry.File file) {
              FileName path = below.length() == 0 ? root.name() : Paths.join(root.name(), below);
              files.accept(new Listed(path, file.sizeBytes(), file.mode()));
            }
          }

          @Override
          public void problem(SourceProblem problem) {
            problems.accept(problem);
          }
        };
    try (SourceWalk walk = walk()) {
      while (walk.walk(Limits.ENTRIES_IN_MESSAGE, listener)) {
        // Every step tells what it finds.
      }
    }
  }

  /// A file that would be sent.
  ///
  /// @param path as the receiver would see it
  /// @param mode permission bits, or {@link ManifestEntry#NO_MODE}
  public record Listed(FileName path, long sizeBytes, int mode) {}

  /// What it amounts to, once that is known.
  CompletableFuture<Totals> totals() {
    return totals;
  }

  SourceOptions options() {
    return options;
  }

  private static SourceRoot look(FileName path, FileName offered) throws UnusableSourceException {
    FileStatus status;
    try {
      status = Paths.statusFollowing(path);
      if (status.kind() == FileStatus.Kind.DIRECTORY) {
        Paths.open(path).close();
      } else if (status.kind() == FileStatus.Kind.REGULAR) {
        lookInto(path);
      }
    } catch (IOException e) {
      throw unreadable(path, e);
    }
    if (status.kind() == FileStatus.Kind.OTHER || status.kind() == FileStatus.Kind.SYMBOLIC_LINK) {
      throw usage(path + " is neither a file nor a folder.");
    }
    String objection = PathGuard.objection(offered, PathGuard.Rules.BYTES);
    if (objection != null) {
      throw usage("the name " + offered + " " + objection + "; give another with --name NAME.");
    }
    return new SourceRoot(path, offered, status.kind());
  }

  private static void lookInto(FileName path) throws IOException, UnusableSourceException {
    try (OpenFile file = Paths.openSource(path)) {
      if (hidesContent(file, file.status())) {
        throw usage(
            path + " claims to be empty and is not, as files of /proc do; copy it, send the copy.");
      }
    }
  }

  /// Whether there are bytes beyond the size that the file system tells, now as before. Only an empty file is read.
  private static boolean hidesContent(OpenFile file, FileStatus status) throws IOException {
    return status.kind() == FileStatus.Kind.REGULAR
        && status.sizeBytes() == 0
        && file.read(new byte[1], 0, 1, 0) > 0
        && file.status().sizeBytes() == 0;
  }

  private static UnusableSourceException unreadable(FileName path, IOException problem) {
    String why =
        switch (DiskProblem.reason(problem)) {
          case NOT_FOUND -> "there is no such file or folder";
          case UNREADABLE -> "you may not read it";
          case READ_ERROR, NOT_REGULAR, SHORTER, SKIPPED, SOURCE_FAILED ->
              Escaper.escape(String.valueOf(problem.getMessage()));
        };
    return new UnusableSourceException(
        ExitCode.LOCAL_FILE, "Cannot send " + path + ": " + why + ".");
  }

  private static UnusableSourceException usage(String sentence) {
    return new UnusableSourceException(ExitCode.USAGE, sentence);
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

  /// What a path is called: of `.` and the like, what they stand for.
  private static FileName ownName(FileName path) throws UnusableSourceException {
    FileName last = lastComponent(path);
    String text = last.text();
    if (text == null || !(text.isEmpty() || text.equals(".") || text.equals(".."))) {
      return last;
    }
    try {
      Path name = Path.of(String.valueOf(path.text())).toRealPath().getFileName();
      if (name != null) {
        return FileName.of(name.toString());
      }
    } catch (IOException e) {
      throw unreadable(path, e);
    }
    throw usage(path + " has no name of its own; give one with --name NAME.");
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
