package sluice.app.files;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import sluice.app.transfer.FileName;

/// Where the files stand that are offered and not settled yet. What lies in a directory is opened beneath it, without
/// following links: whoever may write there could lead us elsewhere since the walk.
final class SourcePlaces implements Closeable {
  private record Place(SourceRoot root, FileName below) {}

  private final SourceOptions options;
  private final Map<Integer, Place> places = new HashMap<>();
  private final Map<SourceRoot, Directory> open = new HashMap<>();
  private int forgotten;

  SourcePlaces(SourceOptions options) {
    this.options = options;
  }

  void add(int id, SourceRoot root, FileName below) {
    places.put(id, new Place(root, below));
  }

  void forget(int below) {
    for (; forgotten < below; forgotten++) {
      places.remove(forgotten);
    }
  }

  OpenFile open(int id) throws IOException {
    Place place = places.get(id);
    if (place == null) {
      throw new IllegalStateException("file " + id + " was not offered");
    }
    SourceRoot root = place.root();
    if (root.kind() == FileStatus.Kind.REGULAR) {
      return Paths.openSource(root.path());
    }
    if (options.links() == SourceOptions.Links.FOLLOW) {
      return Paths.openSource(Paths.join(root.path(), place.below()));
    }
    Directory directory = open.get(root);
    if (directory == null) {
      directory = Paths.open(root.path());
      open.put(root, directory);
    }
    return directory.openFile(place.below());
  }

  @Override
  public void close() throws IOException {
    for (Directory directory : open.values()) {
      directory.close();
    }
  }
}
