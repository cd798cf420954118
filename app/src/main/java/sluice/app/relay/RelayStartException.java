package sluice.app.relay;

import java.io.Serial;

/// A relay that could not begin to listen. The message is a sentence for the user, without its full
/// stop.
public final class RelayStartException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  RelayStartException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
