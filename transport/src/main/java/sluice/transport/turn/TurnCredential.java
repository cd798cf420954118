package sluice.transport.turn;

import java.nio.charset.StandardCharsets;

/// A long-term credential (RFC 8489, section 9.2). Time-limited ones of a shared secret look the same: the server put the
/// end of their life into the name.
public record TurnCredential(String username, String password) {
  /// RFC 8489, section 14.3: a user name has fewer than 509 bytes.
  public static final int MAX_USERNAME_BYTES = 508;

  /// Whether a server can be asked with it at all.
  public boolean isShort() {
    return username.getBytes(StandardCharsets.UTF_8).length <= MAX_USERNAME_BYTES;
  }

  /// Leaves the password out.
  @Override
  public String toString() {
    return "TurnCredential[" + username + "]";
  }
}
