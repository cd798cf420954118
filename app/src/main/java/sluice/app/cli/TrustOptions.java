package sluice.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import sluice.app.Escaper;

/// The option on whom to trust beside the authorities that this system knows: `--ca-file`, for relays by
/// `wss` and TURN servers by `turns`.
final class TrustOptions {
  private static final String OPTION = "--ca-file";

  private TrustOptions() {}

  static void addTo(CommandSpec spec) {
    spec.addOption(
        GlobalOptions.text(
            OPTION,
            "FILE",
            "Trust the certificates in FILE (PEM) as authorities too, for wss relays and turns"
                + " servers."));
  }

  /// Whom to trust, where the option is given.
  static Optional<SSLContext> of(ParseResult parsed) throws UsageException {
    Optional<String> file = GlobalOptions.value(parsed, OPTION);
    return file.isPresent() ? Optional.of(context(file.get())) : Optional.empty();
  }

  private static SSLContext context(String file) throws UsageException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trustManagers(store(certificates(Path.of(file)))), null);
      return context;
    } catch (IOException | InvalidPathException | GeneralSecurityException unusable) {
      throw new UsageException(
          OPTION
              + " "
              + Escaper.escape(file)
              + " cannot be used: "
              + Escaper.escape(words(unusable)));
    }
  }

  private static String words(Exception unusable) {
    return unusable instanceof CertificateException
        ? "it holds no certificates in PEM"
        : unusable.toString();
  }

  private static List<Certificate> certificates(Path file)
      throws IOException, CertificateException {
    try (InputStream in = Files.newInputStream(file)) {
      List<Certificate> found =
          List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
      if (found.isEmpty()) {
        throw new CertificateException("none");
      }
      return found;
    }
  }

  /// These, and all that the system trusts.
  private static KeyStore store(List<Certificate> added)
      throws IOException, GeneralSecurityException {
    List<Certificate> trusted = new ArrayList<>(added);
    for (TrustManager each : trustManagers(null)) {
      if (each instanceof X509TrustManager system) {
        for (X509Certificate authority : system.getAcceptedIssuers()) {
          trusted.add(authority);
        }
      }
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (int number = 0; number < trusted.size(); number++) {
      store.setCertificateEntry("authority-" + number, trusted.get(number));
    }
    return store;
  }

  /// @param store of trusted certificates; null for the system's own
  private static TrustManager[] trustManagers(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }
}
