package sluice.app.transfer;

import sluice.app.ExitCode;

/// The codes of an `error` message, and the process's exit code at the end that failed and at the other one.
public enum ErrorCode {
  PROTOCOL("protocol", ExitCode.UNSAFE_PEER, ExitCode.UNSAFE_PEER),
  VERSION("version", ExitCode.UNSAFE_PEER, ExitCode.UNSAFE_PEER),
  ROLES("roles", ExitCode.UNSAFE_PEER, ExitCode.UNSAFE_PEER),
  UNSAFE_NAME("unsafe-name", ExitCode.UNSAFE_PEER, ExitCode.UNSAFE_PEER),
  DOTFILE("dotfile", ExitCode.UNSAFE_PEER, ExitCode.DECLINED),
  HASH_MISMATCH("hash-mismatch", ExitCode.UNSAFE_PEER, ExitCode.UNSAFE_PEER),
  EXISTS("exists", ExitCode.CONFLICT, ExitCode.CONFLICT),
  NOT_REPLACEABLE("not-replaceable", ExitCode.CONFLICT, ExitCode.CONFLICT),
  DISK_FULL("disk-full", ExitCode.LOCAL_FILE, ExitCode.REMOTE_FILE),
  QUOTA("quota", ExitCode.LOCAL_FILE, ExitCode.REMOTE_FILE),
  NOT_PERMITTED("not-permitted", ExitCode.LOCAL_FILE, ExitCode.REMOTE_FILE),
  READ_ONLY("read-only", ExitCode.LOCAL_FILE, ExitCode.REMOTE_FILE),
  NAME_TOO_LONG("name-too-long", ExitCode.LOCAL_FILE, ExitCode.REMOTE_FILE),
  WRITE_FAILED("write-failed", ExitCode.LOCAL_FILE, ExitCode.REMOTE_FILE),
  USAGE("usage", ExitCode.USAGE, ExitCode.REMOTE_FILE),
  NOTHING_SENT("nothing-sent", ExitCode.LOCAL_FILE, ExitCode.REMOTE_FILE),
  /// The command behind a stream failed: its reader must not take what came for the whole.
  SOURCE_FAILED("source-failed", ExitCode.LOCAL_FILE, ExitCode.CONNECTION_LOST),
  /// Whoever read our standard output closed it.
  READER_CLOSED("reader-closed", ExitCode.OUTPUT_CLOSED, ExitCode.REMOTE_FILE),
  /// The command that a stream went to ended with a failure.
  COMMAND_FAILED("command-failed", ExitCode.LOCAL_FILE, ExitCode.REMOTE_FILE),
  /// Another run has the destination.
  BUSY("busy", ExitCode.BUSY, ExitCode.BUSY),
  /// More than the grant of a paired peer allows.
  NOT_GRANTED("not-granted", ExitCode.NOT_PERMITTED, ExitCode.NOT_PERMITTED),
  /// Deletions were refused; all else is stored.
  SAFETY_LIMIT("safety-limit", ExitCode.SAFETY_LIMIT, ExitCode.SAFETY_LIMIT),
  INTERNAL("internal", ExitCode.INTERNAL, ExitCode.REMOTE_FILE),
  /// What a later version may say.
  OTHER("other", ExitCode.LOCAL_FILE, ExitCode.REMOTE_FILE);

  private final String wireName;
  private final ExitCode exitHere;
  private final ExitCode exitThere;

  ErrorCode(String wireName, ExitCode exitHere, ExitCode exitThere) {
    this.wireName = wireName;
    this.exitHere = exitHere;
    this.exitThere = exitThere;
  }

  public String wireName() {
    return wireName;
  }

  public ExitCode exitHere() {
    return exitHere;
  }

  public ExitCode exitThere() {
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
