package sluice.app.relay;

import java.io.Serial;

/// A relay that could not begin to listen. The message is a sentence for the user, without its full
/// stop.
public final class RelayStartException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final Obstacle obstacle;

  /// What is in the way.
  enum Obstacle {
    ADDRESS("cannot_listen", "Choose another address with --listen, or end what uses this one"),
    STUN("cannot_listen", "Choose other addresses of this machine with --stun, or leave it out"),
    CERTIFICATE(
        "certificate_unusable",
        "Give the chain with --tls-cert and its own key with --tls-key, both in PEM, and see that"
            + " they can be read");

    private final String code;
    private final String remedy;

    Obstacle(String code, String remedy) {
      this.code = code;
      this.remedy = remedy;
    }

    /// The name for scripts.
    String code() {
      return code;
    }

    String remedy() {
      return remedy;
    }
  }

  RelayStartException(Obstacle obstacle, String sentence, Throwable cause) {
    super(sentence, cause);
    this.obstacle = obstacle;
  }

  Obstacle obstacle() {
    return obstacle;
  }
}
