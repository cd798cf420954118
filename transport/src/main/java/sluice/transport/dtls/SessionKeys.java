package sluice.transport.dtls;

import java.util.Arrays;

/// What the handshake agreed on for AES-GCM (RFC 5288): for each direction a key of 16 or 32 bytes
/// and the 4 fixed bytes of its nonces.
@SuppressWarnings("ArrayRecordComponent") // Nobody compares keys.
record SessionKeys(byte[] sealKey, byte[] sealSalt, byte[] openKey, byte[] openSalt) {

  static final int SALT_BYTES = 4;

  /// Cuts the key block of RFC 5246, section 6.3: client key, server key, client salt, server salt.
  static SessionKeys cut(byte[] keyBlock, DtlsRole role) {
    int keyBytes = (keyBlock.length - 2 * SALT_BYTES) / 2;
    int salts = 2 * keyBytes;
    byte[] clientKey = Arrays.copyOfRange(keyBlock, 0, keyBytes);
    byte[] serverKey = Arrays.copyOfRange(keyBlock, keyBytes, salts);
    byte[] clientSalt = Arrays.copyOfRange(keyBlock, salts, salts + SALT_BYTES);
    byte[] serverSalt = Arrays.copyOfRange(keyBlock, salts + SALT_BYTES, keyBlock.length);
    return switch (role) {
      case CLIENT -> new SessionKeys(clientKey, clientSalt, serverKey, serverSalt);
      case SERVER -> new SessionKeys(serverKey, serverSalt, clientKey, clientSalt);
    };
  }

  static int keyBlockBytes(int keyBytes) {
    return 2 * keyBytes + 2 * SALT_BYTES;
  }

  /// Keys are not for logs.
  @Override
  public String toString() {
    return "SessionKeys[" + sealKey.length * Byte.SIZE + " bits]";
  }
}
