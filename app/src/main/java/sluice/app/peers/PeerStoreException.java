package sluice.app.peers;

import java.io.IOException;

/// The kept peers cannot be read or changed. The message is a sentence for people, without its full
/// stop.
public final class PeerStoreException extends IOException {
  private static final long serialVersionUID = 1L;

  PeerStoreException(String sentence) {
    super(sentence);
  }

  PeerStoreException(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  /// The sentence.
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
