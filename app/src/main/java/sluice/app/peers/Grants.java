package sluice.app.peers;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What a paired peer may do here when nobody watches: nothing, unless it says so.
///
/// @param folders what it may reach and how; absolute, normalised
/// @param deletion whether what it may write it may delete too
/// @param maxBytes it may store at most so many bytes in one session
/// @param snapshot how the folders keep what was there before; opaque here
/// @param keep which snapshots are kept; opaque here
public record Grants(
    List<Folder> folders,
    Deletion deletion,
    OptionalLong maxBytes,
    Optional<String> snapshot,
    Optional<String> keep) {
  /// Folders of one peer.
  public static final int MAX_FOLDERS = 64;

  /// Nothing.
  public static final Grants NONE =
      new Grants(
          List.of(), Deletion.FORBIDDEN, OptionalLong.empty(), Optional.empty(), Optional.empty());

  /// Whether entries may be deleted.
  public enum Deletion {
    FORBIDDEN,
    ALLOWED
  }

  /// What may be done within a folder.
  public enum Access {
    /// New files: nothing is overwritten, nothing deleted, nothing read.
    ADD("add"),
    /// New files and other contents for old ones; nothing is read.
    WRITE("write"),
    /// Reading and listing.
    READ("read");

    private final String word;

    Access(String word) {
      this.word = word;
    }

    /// As in the file and behind `--`.
    public String word() {
      return word;
    }
  }

  /// One folder.
  public record Folder(Access access, Path path) {
    public Folder {
      if (!path.isAbsolute() || !path.normalize().equals(path)) {
        throw new IllegalArgumentException("not an absolute, normalised path");
      }
    }
  }

  public Grants {
    folders = List.copyOf(folders);
    if (folders.size() > MAX_FOLDERS) {
      throw new IllegalArgumentException("more than " + MAX_FOLDERS + " folders");
    }
  }

  /// Whether everything that the other allows is allowed here too.
  public boolean covers(Grants other) {
    boolean bounded =
        maxBytes.isEmpty()
            || (other.maxBytes.isPresent() && other.maxBytes.getAsLong() <= maxBytes.getAsLong());
    return folders.containsAll(other.folders)
        && (deletion == Deletion.ALLOWED || other.deletion == Deletion.FORBIDDEN)
        && bounded;
  }

  /// Whether nothing is allowed.
  public boolean isNothing() {
    return folders.isEmpty();
  }

  /// The same with these folders.
  public Grants withFolders(List<Folder> changed) {
    return new Grants(changed, deletion, maxBytes, snapshot, keep);
  }

  /// The same with this answer to deletions.
  public Grants withDeletion(Deletion changed) {
    return new Grants(folders, changed, maxBytes, snapshot, keep);
  }

  /// The same with this bound; nothing for none.
  public Grants withMaxBytes(OptionalLong changed) {
    return new Grants(folders, deletion, changed, snapshot, keep);
  }

  /// The same with this policy of snapshots; nothing for none.
  public Grants withSnapshot(Optional<String> changed) {
    return new Grants(folders, deletion, maxBytes, changed, keep);
  }

  /// The same with this policy of pruning; nothing for none.
  public Grants withKeep(Optional<String> changed) {
    return new Grants(folders, deletion, maxBytes, snapshot, changed);
  }
}
