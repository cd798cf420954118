package sluice.app.relay;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/// Reads a certificate and its key as `certbot` and `openssl` write them.
final class PemFiles {
  /// Of the key store in memory; it protects nothing.
  static final String STORE_PASSWORD = "memory";

  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";
  private static final List<String> KEY_KINDS = List.of("EC", "RSA", "Ed25519");

  private PemFiles() {}

  /// A store that holds the one key and its chain.
  static KeyStore keyStore(RelayOptions.Certificate files)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "relay", privateKey(files.key()), STORE_PASSWORD.toCharArray(), chain(files.chain()));
    return store;
  }

  private static Certificate[] chain(Path file) throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      Certificate[] chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(in)
              .toArray(Certificate[]::new);
      if (chain.length == 0) {
        throw new GeneralSecurityException(file + " holds no certificate");
      }
      return chain;
    }
  }

  private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
    String text = Files.readString(file, StandardCharsets.US_ASCII);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new GeneralSecurityException(
          file
              + " holds no PKCS #8 key; convert it with: openssl pkcs8 -topk8 -nocrypt -in KEY -out"
              + " NEW");
    }
    byte[] der = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
    PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(der);
    GeneralSecurityException refusal =
        new GeneralSecurityException(file + " holds a key that is neither EC, RSA nor Ed25519");
    for (String kind : KEY_KINDS) {
      try {
        return KeyFactory.getInstance(kind).generatePrivate(encoded);
      } catch (InvalidKeySpecException ofAnotherKind) {
        refusal.addSuppressed(ofAnotherKind);
      }
    }
    throw refusal;
  }
}
