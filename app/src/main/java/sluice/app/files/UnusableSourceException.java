package sluice.app.files;

import sluice.app.ExitCode;

/// What the user wants to send cannot be sent. The message is the sentence to show; names in it are escaped.
public final class UnusableSourceException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ExitCode exit;

  public UnusableSourceException(ExitCode exit, String sentence) {
    super(sentence);
    this.exit = exit;
  }

  /// `USAGE` for what the user should say otherwise, `LOCAL_FILE` for what cannot be read.
  public ExitCode exit() {
    return exit;
  }

  public String sentence() {
    return String.valueOf(getMessage());
  }
}
