package sluice.app.transfer;

/// What a manifest amounts to.
///
/// @param entries all of them, with the end of each directory
/// @param files those with content
/// @param roots those at the top level
/// @param bytes sizes in sum, or {@link ManifestEntry#UNKNOWN_SIZE}
public record Totals(int entries, int files, int roots, long bytes) {
  /// Whether a manifest may come to this, given that a tree lives on while it is walked.
  boolean allow(int manyEntries, long manyBytes) {
    return manyEntries <= entries + (long) entries / 8 + Limits.SLACK_ENTRIES
        && (bytes < 0 || manyBytes <= bytes + bytes / 8 + Limits.SLACK_BYTES);
  }
}
