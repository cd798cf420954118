package sluice.app.cli;

import java.io.Serial;

/// The command line, an environment variable or the config file asks for what cannot be had. The
/// message is a sentence for the user, without its full stop.
final class UsageException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  UsageException(String sentence) {
    super(sentence);
  }
}
