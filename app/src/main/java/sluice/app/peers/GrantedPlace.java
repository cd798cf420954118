package sluice.app.peers;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A place that a peer asked for and that its grants cover, by names alone: nothing is looked at on the
/// disk. Whoever opens it opens the granted folder as it is and follows no link below.
///
/// @param folder the grant
/// @param below the names that lead down from it; none for the folder itself
public record GrantedPlace(Grants.Folder folder, List<String> below) {
  /// How deep a request may reach.
  static final int MAX_DEPTH = 128;

  public GrantedPlace {
    below = List.copyOf(below);
  }

  /// Finds the grant that covers a path: of several the one that reaches deepest, of those of one folder
  /// the one that allows more.
  ///
  /// @param wanted any of these serves
  /// @param path as it came; untrusted
  /// @return nothing where none covers it, or the path is none
  public static Optional<GrantedPlace> of(Grants grants, Set<Grants.Access> wanted, String path) {
    List<Grants.Folder> folders =
        grants.folders().stream().filter(folder -> wanted.contains(folder.access())).toList();
    Optional<List<String>> names = names(path);
    if (folders.isEmpty() || names.isEmpty()) {
      return Optional.empty();
    }
    if (!path.startsWith("/")) {
      Path first = folders.getFirst().path();
      return Optional.of(new GrantedPlace(widest(folders, first), names.get()));
    }
    Optional<Path> deepest =
        folders.stream()
            .map(Grants.Folder::path)
            .filter(root -> startsWith(names.get(), names(root)))
            .max((one, other) -> one.getNameCount() - other.getNameCount());
    return deepest.map(
        root ->
            new GrantedPlace(
                widest(folders, root),
                names.get().subList(names(root).size(), names.get().size())));
  }

  private static Grants.Folder widest(List<Grants.Folder> folders, Path root) {
    boolean writes =
        folders.stream().anyMatch(f -> f.path().equals(root) && f.access() == Grants.Access.WRITE);
    return folders.stream()
        .filter(f -> f.path().equals(root))
        .filter(f -> !writes || f.access() == Grants.Access.WRITE)
        .findFirst()
        .orElseThrow();
  }

  /// Where it is on the disk, as long as no link stands in the way.
  public Path path() {
    Path path = folder.path();
    for (String name : below) {
      path = path.resolve(name);
    }
    return path;
  }

  /// Not every text is a name here: under `LC_ALL=C`, one that is not ASCII is none.
  private static boolean isName(String text) {
    try {
      return Path.of(text).getNameCount() == 1;
    } catch (InvalidPathException none) {
      return false;
    }
  }

  private static boolean startsWith(List<String> names, List<String> root) {
    return names.size() >= root.size() && names.subList(0, root.size()).equals(root);
  }

  private static List<String> names(Path root) {
    return names(root.toString()).orElse(List.of());
  }

  /// The names in a path; nothing where one of them is none. Slashes at its end and doubled ones do not
  /// count.
  private static Optional<List<String>> names(String path) {
    List<String> names =
        Arrays.stream(path.split("/", -1)).filter(name -> !name.isEmpty()).toList();
    boolean plain =
        names.size() <= MAX_DEPTH
            && names.stream().allMatch(GrantedPlace::isName)
            && names.stream().noneMatch(name -> name.equals(".") || name.equals(".."));
    return plain ? Optional.of(names) : Optional.empty();
  }
}
