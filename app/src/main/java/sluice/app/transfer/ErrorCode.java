package sluice.app.transfer;

/// The codes of an `error` message, and the process's exit code at the end that failed and at the other one.
public enum ErrorCode {
  PROTOCOL("protocol", 12, 12),
  VERSION("version", 12, 12),
  ROLES("roles", 12, 12),
  UNSAFE_NAME("unsafe-name", 12, 12),
  DOTFILE("dotfile", 12, 3),
  HASH_MISMATCH("hash-mismatch", 12, 12),
  EXISTS("exists", 10, 10),
  NOT_REPLACEABLE("not-replaceable", 10, 10),
  DISK_FULL("disk-full", 8, 9),
  QUOTA("quota", 8, 9),
  NOT_PERMITTED("not-permitted", 8, 9),
  READ_ONLY("read-only", 8, 9),
  NAME_TOO_LONG("name-too-long", 8, 9),
  WRITE_FAILED("write-failed", 8, 9),
  USAGE("usage", 2, 9),
  NOTHING_SENT("nothing-sent", 8, 9),
  /// The command behind a stream failed: its reader must not take what came for the whole.
  SOURCE_FAILED("source-failed", 8, 7),
  /// Whoever read our standard output closed it.
  READER_CLOSED("reader-closed", 141, 9),
  /// The command that a stream went to ended with a failure.
  COMMAND_FAILED("command-failed", 8, 9),
  /// Another run has the destination.
  BUSY("busy", 15, 15),
  /// More than the grant of a paired peer allows.
  NOT_GRANTED("not-granted", 16, 16),
  /// Deletions were refused; all else is stored.
  SAFETY_LIMIT("safety-limit", 17, 17),
  INTERNAL("internal", 1, 9),
  /// What a later version may say.
  OTHER("other", 8, 9);

  private final String wireName;
  private final int exitHere;
  private final int exitThere;

  ErrorCode(String wireName, int exitHere, int exitThere) {
    this.wireName = wireName;
    this.exitHere = exitHere;
    this.exitThere = exitThere;
  }

  public String wireName() {
    return wireName;
  }

  public int exitHere() {
    return exitHere;
  }

  public int exitThere() {
    return exitThere;
  }

  /// The code of this name; {@link #OTHER} where there is none.
  public static ErrorCode of(String wireName) {
    for (ErrorCode code : values()) {
      if (code.wireName.equals(wireName)) {
        return code;
      }
    }
    return OTHER;
  }
}
