package sluice.app.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import sluice.app.transfer.FileName;
import sluice.app.transfer.ModificationTime;

/// A tree of nothing but names and sizes, to be changed at random.
final class RandomTree {
  final Map<String, Long> files = new TreeMap<>();
  final Map<String, RandomTree> folders = new TreeMap<>();

  static RandomTree of(SplittableRandom random, int depth) {
    RandomTree tree = new RandomTree();
    for (int i = random.nextInt(4); i > 0; i--) {
      tree.files.put("f" + i, random.nextLong(100));
    }
    for (int i = depth == 0 ? 0 : random.nextInt(5); i > 0; i--) {
      tree.folders.put("d" + i, of(random, depth - 1));
    }
    return tree;
  }

  RandomTree copy() {
    RandomTree copy = new RandomTree();
    copy.files.putAll(files);
    folders.forEach((name, folder) -> copy.folders.put(name, folder.copy()));
    return copy;
  }

  /// Changes one thing somewhere.
  void change(SplittableRandom random) {
    List<RandomTree> inner = new ArrayList<>(folders.values());
    if (!inner.isEmpty() && random.nextInt(4) > 0) {
      inner.get(random.nextInt(inner.size())).change(random);
      return;
    }
    switch (random.nextInt(4)) {
      case 0 -> files.put("f" + random.nextInt(6), 1000 + random.nextLong(1000));
      case 1 -> files.keySet().stream().findFirst().ifPresent(files::remove);
      case 2 -> folders.put("d" + random.nextInt(7), of(random, 1));
      default -> folders.keySet().stream().findFirst().ifPresent(folders::remove);
    }
  }

  DirectoryNode node() {
    return node("");
  }

  private DirectoryNode node(String name) {
    DirectoryDigest digest = new DirectoryDigest();
    List<DirectoryNode> children = new ArrayList<>();
    // "d…" sorts before "f…".
    folders.forEach(
        (folder, tree) -> {
          DirectoryNode child = tree.node(folder);
          children.add(child);
          digest.directory(FileName.of(folder), 0755, new ModificationTime(1, 0), child.contents());
        });
    files.forEach(
        (file, size) -> digest.file(FileName.of(file), 0644, new ModificationTime(1, 0), size));
    return new DirectoryNode(FileName.of(name), digest.finish(), children, files.size());
  }

  boolean isLike(RandomTree other) {
    return files.equals(other.files)
        && folders.keySet().equals(other.folders.keySet())
        && folders.entrySet().stream()
            .allMatch(one -> one.getValue().isLike(other.folders.get(one.getKey())));
  }

  /// Paths of the highest directories that are the same on both sides.
  void same(RandomTree other, String path, List<String> found) {
    folders.forEach(
        (name, folder) -> {
          RandomTree theirs = other.folders.get(name);
          String full = path.isEmpty() ? name : path + "/" + name;
          if (theirs != null && folder.isLike(theirs)) {
            found.add(full);
          } else if (theirs != null) {
            folder.same(theirs, full, found);
          }
        });
  }
}
