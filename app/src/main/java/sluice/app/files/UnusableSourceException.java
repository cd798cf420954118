package sluice.app.files;

/// What the user wants to send cannot be sent. The message is the sentence to show; names in it are escaped.
public final class UnusableSourceException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  public UnusableSourceException(int exitCode, String sentence) {
    super(sentence);
    this.exitCode = exitCode;
  }

  /// 2 for what the user should say otherwise, 8 for what cannot be read.
  public int exitCode() {
    return exitCode;
  }

  public String sentence() {
    return String.valueOf(getMessage());
  }
}
