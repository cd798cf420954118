package sluice.app.transfer;

import org.jspecify.annotations.Nullable;

/// One line of the manifest (`docs/file-transfer.md`, "The manifest"). Entries come depth first: what follows a
/// {@link Directory} lies in it, until its {@link Leave}.
public sealed interface ManifestEntry {
  /// The sender's system has no permission bits.
  int NO_MODE = -1;

  /// The length is known when the last byte has come.
  long UNKNOWN_SIZE = -1;

  /// Counts from 0 without gaps.
  int id();

  /// One component; not yet judged by anyone. Empty for a {@link Leave}.
  FileName name();

  Attributes attributes();

  /// Bytes that will come on `data`, as far as they are known: 0 for what has no content.
  default long sizeBytes() {
    return 0;
  }

  default @Nullable ModificationTime modified() {
    return attributes().modified();
  }

  default int mode() {
    return attributes().mode();
  }

  /// A regular file with nothing out of the ordinary.
  static File file(
      int id, FileName name, long sizeBytes, @Nullable ModificationTime modified, int mode) {
    return new File(id, name, sizeBytes, Attributes.of(modified, mode), Layout.WHOLE, 0);
  }

  /// How a file's bytes come.
  enum Layout {
    WHOLE,
    /// With holes, which are not sent and stay holes.
    SPARSE
  }

  /// @param furtherNames how many {@link HardLink}s to it may follow, at most
  record File(
      int id, FileName name, long sizeBytes, Attributes attributes, Layout layout, int furtherNames)
      implements ManifestEntry {}

  record Directory(int id, FileName name, Attributes attributes) implements ManifestEntry {}

  /// The directory that was entered last and not left yet has no more entries.
  record Leave(int id) implements ManifestEntry {
    private static final FileName NAMELESS = FileName.of("");

    @Override
    public FileName name() {
      return NAMELESS;
    }

    @Override
    public Attributes attributes() {
      return Attributes.NONE;
    }
  }

  /// @param target as the link says it; not judged
  record Symlink(int id, FileName name, FileName target, Attributes attributes)
      implements ManifestEntry {}

  /// A further name of a file.
  ///
  /// @param original the file's id, smaller than this one
  record HardLink(int id, FileName name, int original) implements ManifestEntry {
    @Override
    public Attributes attributes() {
      return Attributes.NONE;
    }
  }

  /// A text to be shown, not stored: UTF-8.
  ///
  /// @param sizeBytes at most {@link Limits#TEXT_BYTES}
  record Text(int id, FileName name, long sizeBytes) implements ManifestEntry {
    @Override
    public Attributes attributes() {
      return Attributes.NONE;
    }
  }

  /// Bytes without a known end.
  ///
  /// @param sizeBytes {@link #UNKNOWN_SIZE} until the end has come
  record Stream(int id, FileName name, Attributes attributes, long sizeBytes)
      implements ManifestEntry {
    public Stream(int id, FileName name, Attributes attributes) {
      this(id, name, attributes, UNKNOWN_SIZE);
    }
  }
}
