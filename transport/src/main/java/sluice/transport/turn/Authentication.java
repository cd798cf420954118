package sluice.transport.turn;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;
import sluice.transport.stun.StunMessage;

/// Long-term authentication (RFC 8489, section 9.2): a credential of ours, and the realm and nonce that the server told
/// last.
final class Authentication {
  /// RFC 8489, sections 14.9 and 14.10: at most 763 bytes.
  static final int MAX_BYTES = 763;

  private TurnCredential credential;
  private @Nullable String realm;
  private byte @Nullable [] nonce;
  private byte @Nullable [] key;

  Authentication(TurnCredential credential) {
    this.credential = credential;
  }

  TurnCredential credential() {
    return credential;
  }

  void use(TurnCredential other) {
    credential = other;
    deriveKey();
  }

  /// Takes the realm and nonce of a 401 or 438.
  ///
  /// @return false where they are missing or too long
  boolean challenge(StunMessage error) {
    String newRealm = error.text(TurnRequest.REALM);
    byte[] newNonce = error.value(TurnRequest.NONCE);
    if (newRealm == null || newNonce == null || newNonce.length > MAX_BYTES) {
      return false;
    }
    nonce = newNonce;
    if (!newRealm.equals(realm)) {
      realm = newRealm;
      deriveKey();
    }
    return true;
  }

  private void deriveKey() {
    if (realm == null) {
      key = null;
      return;
    }
    try {
      // RFC 8489, section 9.2.2: "key = MD5(username ":" OpaqueString(realm) ":"
      // OpaqueString(password))"
      String text = credential.username() + ":" + realm + ":" + credential.password();
      key = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  /// Whether the server has told what to authenticate with.
  boolean ready() {
    return key != null && nonce != null;
  }

  /// Ends a request, with our credential as far as the server has asked for it.
  byte[] finish(StunMessage.Writer message) {
    if (key == null || nonce == null || realm == null) {
      return message.finish();
    }
    return message
        .text(StunMessage.USERNAME, credential.username())
        .text(TurnRequest.REALM, realm)
        .add(TurnRequest.NONCE, nonce)
        .seal(key);
  }

  /// Whether a response was made by somebody who knows our password.
  boolean authentic(StunMessage response) {
    return key != null && response.authentic(key);
  }
}
