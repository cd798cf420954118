package sluice.app.transfer;

import org.jspecify.annotations.Nullable;

/// An entry and where it lies.
///
/// @param folder what it lies in; for a {@link ManifestEntry.Leave}, the folder that is left
/// @param opens for a {@link ManifestEntry.Directory}, the folder that it is
public record Placed(ManifestEntry entry, Folder folder, @Nullable Folder opens) {
  public int id() {
    return entry.id();
  }

  /// From the top level on, as offered.
  public FileName path() {
    if (!(entry instanceof ManifestEntry.Leave)) {
      return folder.path(entry.name());
    }
    Folder parent = folder.parent();
    return parent == null ? folder.name() : parent.path(folder.name());
  }

  /// Whether bytes of it come on `data`.
  public boolean hasContent() {
    return switch (entry) {
      case ManifestEntry.File _, ManifestEntry.Stream _, ManifestEntry.Text _ -> true;
      case ManifestEntry.Directory _,
          ManifestEntry.Leave _,
          ManifestEntry.Symlink _,
          ManifestEntry.HardLink _ ->
          false;
    };
  }
}
