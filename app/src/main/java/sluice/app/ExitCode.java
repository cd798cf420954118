package sluice.app;

/// The statuses that the process ends with. Scripts rely on them: none ever changes its number or its meaning.
public enum ExitCode {
  DONE(0, Retry.POINTLESS, "Done, and stored at the receiver."),
  INTERNAL(1, Retry.POINTLESS, "A fault of this program."),
  USAGE(
      2, Retry.POINTLESS, "The command line cannot be understood, or asks for what cannot be had."),
  DECLINED(3, Retry.POINTLESS, "The other side declined."),
  CODE_REFUSED(4, Retry.POINTLESS, "The code is wrong, used, unknown or burnt."),
  RELAY_UNREACHABLE(
      5,
      Retry.WORTHWHILE,
      "The relay cannot be reached, or none is configured and none is on this network."),
  NO_ROUTE(6, Retry.WORTHWHILE, "There is no route between the two machines."),
  CONNECTION_LOST(7, Retry.WORTHWHILE, "The connection was lost; what is durable can be resumed."),
  LOCAL_FILE(8, Retry.POINTLESS, "A file or disk error of this machine."),
  REMOTE_FILE(
      9, Retry.POINTLESS, "A file or disk error of the other machine, or its reader closed."),
  CONFLICT(10, Retry.POINTLESS, "The target exists."),
  NOBODY_CAME(11, Retry.WORTHWHILE, "Nobody came within the time limit."),
  UNSAFE_PEER(12, Retry.POINTLESS, "Unsafe or malformed input from the other side was refused."),
  INCOMPLETE_SOURCES(
      13, Retry.POINTLESS, "Done, but some sources vanished, changed or were unreadable."),
  ANSWER_NEEDED(14, Retry.POINTLESS, "An answer is needed and there is no terminal to ask at."),
  BUSY(15, Retry.WORTHWHILE, "The destination is locked by another run."),
  NOT_PERMITTED(16, Retry.POINTLESS, "This paired peer may not do that."),
  SAFETY_LIMIT(17, Retry.POINTLESS, "A safety limit was met."),
  INTERRUPTED(130, Retry.POINTLESS, "Interrupted from the keyboard (128 + SIGINT)."),
  OUTPUT_CLOSED(
      141, Retry.POINTLESS, "The reader of our standard output closed it (128 + SIGPIPE)."),
  TERMINATED(143, Retry.POINTLESS, "Told to end (128 + SIGTERM).");

  /// Whether the very same command may succeed later.
  public enum Retry {
    WORTHWHILE,
    POINTLESS
  }

  private final int status;
  private final Retry retry;
  private final String meaning;

  ExitCode(int status, Retry retry, String meaning) {
    this.status = status;
    this.retry = retry;
    this.meaning = meaning;
  }

  /// A sentence for the manual.
  public String meaning() {
    return meaning;
  }

  /// The number that the process ends with.
  public int status() {
    return status;
  }

  public Retry retry() {
    return retry;
  }
}
