package sluice.app;

/// The statuses that the process ends with. Scripts rely on them: none ever changes its number or its meaning.
public enum ExitCode {
  /// Done, and stored at the receiver.
  DONE(0, Retry.POINTLESS),
  /// A fault of this program.
  INTERNAL(1, Retry.POINTLESS),
  /// The command line cannot be understood, or asks for what cannot be had.
  USAGE(2, Retry.POINTLESS),
  /// The other side declined.
  DECLINED(3, Retry.POINTLESS),
  /// The code is wrong, used, unknown or burnt.
  CODE_REFUSED(4, Retry.POINTLESS),
  /// The relay cannot be reached, or none is configured and none is on this network.
  RELAY_UNREACHABLE(5, Retry.WORTHWHILE),
  /// There is no route between the two machines.
  NO_ROUTE(6, Retry.WORTHWHILE),
  /// The connection was lost; what is durable can be resumed.
  CONNECTION_LOST(7, Retry.WORTHWHILE),
  /// A file or disk error of this machine.
  LOCAL_FILE(8, Retry.POINTLESS),
  /// A file or disk error of the other machine, or its reader closed.
  REMOTE_FILE(9, Retry.POINTLESS),
  /// The target exists.
  CONFLICT(10, Retry.POINTLESS),
  /// Nobody came within the time limit.
  NOBODY_CAME(11, Retry.WORTHWHILE),
  /// Unsafe or malformed input from the other side was refused.
  UNSAFE_PEER(12, Retry.POINTLESS),
  /// Done, but some sources vanished, changed or were unreadable.
  INCOMPLETE_SOURCES(13, Retry.POINTLESS),
  /// An answer is needed and there is no terminal to ask at.
  ANSWER_NEEDED(14, Retry.POINTLESS),
  /// The destination is locked by another run.
  BUSY(15, Retry.WORTHWHILE),
  /// This paired peer may not do that.
  NOT_PERMITTED(16, Retry.POINTLESS),
  /// A safety limit was met.
  SAFETY_LIMIT(17, Retry.POINTLESS),
  /// Interrupted from the keyboard (128 + SIGINT).
  INTERRUPTED(130, Retry.POINTLESS),
  /// The reader of our standard output closed it (128 + SIGPIPE).
  OUTPUT_CLOSED(141, Retry.POINTLESS),
  /// Told to end (128 + SIGTERM).
  TERMINATED(143, Retry.POINTLESS);

  /// Whether the very same command may succeed later.
  public enum Retry {
    WORTHWHILE,
    POINTLESS
  }

  private final int status;
  private final Retry retry;

  ExitCode(int status, Retry retry) {
    this.status = status;
    this.retry = retry;
  }

  /// The number that the process ends with.
  public int status() {
    return status;
  }

  public Retry retry() {
    return retry;
  }
}
