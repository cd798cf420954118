package sluice.app.transfer;

/// The numbers of `docs/file-transfer.md`: nothing that the other side says makes us go beyond them.
public final class Limits {
  /// A control message, in bytes of UTF-8.
  public static final int CONTROL_BYTES = 65_536;

  /// A data message with its header.
  public static final int MESSAGE_BYTES = 65_536;

  /// The smallest data message that an end may ask for.
  public static final int MIN_MESSAGE_BYTES = 1_024;

  /// What a range hash covers.
  public static final int RANGE_BYTES = 1 << 20;

  /// The largest integer that JSON carries everywhere.
  public static final long MAX_NUMBER = (1L << 53) - 1;

  /// Bytes of a name.
  public static final int NAME_BYTES = 255;

  /// Bytes of a path within the manifest, and of what a symlink says.
  public static final int PATH_BYTES = 4_095;

  /// Extended attributes of an entry: how many, and their names and values in sum.
  public static final int XATTRS = 128;

  public static final int XATTR_BYTES = 32_768;

  /// The largest number of a user or group, and the length of their names.
  public static final long MAX_OWNER = 0xffff_fffeL;

  public static final int OWNER_CHARACTERS = 64;

  /// Directories within each other.
  public static final int DEPTH = 1_024;

  /// Files with further names to come, that each side remembers.
  public static final int ORIGINALS = 200_000;

  /// Entries of one manifest that we take or offer.
  public static final int ENTRIES = 50_000_000;

  /// What a living tree may exceed its totals by: an eighth, and so many entries and bytes.
  public static final int SLACK_ENTRIES = 1_000;

  public static final long SLACK_BYTES = 64L << 20;

  /// Entries in one message, and ranges in one `skip` or `stored`.
  public static final int ENTRIES_IN_MESSAGE = 1_000;

  /// Pieces in one `have`, and in all of those that were not used yet.
  public static final int PIECES_IN_MESSAGE = 512;

  public static final int PIECES = 1 << 19;

  /// Files of which pieces were named and that are not settled.
  public static final int HAVES = 1_024;

  /// Manifest entries that are under way, from offered to settled.
  public static final int ENTRY_WINDOW = 16_384;

  /// Bytes granted ahead of those that were written.
  public static final long BYTE_WINDOW = 32L << 20;

  /// What each data message costs beside its length.
  public static final int MESSAGE_COST = 512;

  /// Versions, features and the length of a feature's name, in a `hello`.
  public static final int VERSIONS = 16;

  public static final int FEATURES = 32;
  public static final int FEATURE_CHARACTERS = 64;

  /// A text that is sent to be shown.
  public static final int TEXT_BYTES = 1 << 20;

  /// Characters of a message meant for people.
  public static final int TEXT_CHARACTERS = 512;

  /// Problems that a summary names one by one.
  public static final int LISTED_PROBLEMS = 1_000;

  private Limits() {}
}
