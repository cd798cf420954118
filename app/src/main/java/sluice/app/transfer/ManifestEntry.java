package sluice.app.transfer;

import org.jspecify.annotations.Nullable;

/// One offered file.
///
/// @param id counts from 0 without gaps
/// @param name one component; not yet judged by anyone
/// @param modified null where the sender's system does not say
/// @param mode permission bits as offered, or {@link #NO_MODE}
public record ManifestEntry(
    int id, FileName name, long sizeBytes, @Nullable ModificationTime modified, int mode) {
  /// The sender's system has no permission bits.
  public static final int NO_MODE = -1;
}
