package sluice.walls;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;

/// Which package is the only one to import a library.
final class LibraryWalls {
  private LibraryWalls() {}

  static List<Wall> all() {
    return List.of(
        only(
            "ice4j",
            "it can be replaced only while one package knows it",
            List.of("org.ice4j", "org.jitsi"),
            List.of("sluice.transport.ice.."),
            "package sluice.transport.loop; class Breach { org.ice4j.ice.Agent agent; }"),
        only(
            "BouncyCastle's TLS",
            "the handshake has one home, and data never goes through it",
            List.of("org.bouncycastle.tls"),
            List.of("sluice.transport.dtls.."),
            "package sluice.transport.loop; class Breach { org.bouncycastle.tls.DTLSTransport t;"
                + " }"),
        only(
            "BouncyCastle",
            "cryptography stands where a reviewer looks for it",
            List.of("org.bouncycastle"),
            List.of("sluice.transport.dtls..", "sluice.signaling.pake.."),
            "package sluice.app.cli; class Breach { org.bouncycastle.math.ec.ECPoint point; }"),
        only(
            "the WebSocket client",
            "the session is an engine and must not know what carries its frames",
            List.of("org.eclipse.jetty.websocket.client", "org.eclipse.jetty.client"),
            List.of("sluice.signaling.ws.."),
            "package sluice.app.cli; class Breach {"
                + " org.eclipse.jetty.websocket.client.WebSocketClient client; }"),
        only(
            "Jetty",
            "the server is the relay's and the client is signaling's",
            List.of("org.eclipse.jetty"),
            List.of("sluice.signaling.ws..", "sluice.app.relay.."),
            "package sluice.app.cli; class Breach { org.eclipse.jetty.server.Server server; }"),
        only(
            "java.net.http",
            "its WebSocket client goes past a SOCKS proxy and connects directly",
            List.of("java.net.http"),
            List.of(),
            "package sluice.signaling.ws; class Breach { java.net.http.HttpClient client; }"),
        only(
            "JLine",
            "a terminal is one of three views",
            List.of("org.jline"),
            List.of("sluice.app.ui.."),
            "package sluice.app.cli; class Breach { org.jline.terminal.Terminal terminal; }"),
        only(
            "zstd",
            "what unpacks hostile frames stands where its bounds are",
            List.of("com.github.luben"),
            List.of("sluice.app.compression.."),
            "package sluice.app.files; class Breach { com.github.luben.zstd.ZstdCompressCtx c; }"),
        only(
            "the QR encoder",
            "a picture of the code is one way to show it",
            List.of("io.nayuki"),
            List.of("sluice.app.ui.."),
            "package sluice.app.cli; class Breach { io.nayuki.qrcodegen.QrCode code; }"),
        Wall.of(
            "picocli is imported only by app.cli and Main",
            noClasses()
                .that()
                .resideOutsideOfPackage("sluice.app.cli..")
                .and()
                .doNotHaveFullyQualifiedName("sluice.app.Main")
                .should()
                .dependOnClassesThat(in("picocli", List.of("picocli")))
                .because("the command line stops at its commands"),
            "package sluice.app.session; class Breach { picocli.CommandLine line; }"),
        only(
            "java.lang.foreign",
            "what can crash the JVM stands in two packages",
            List.of("java.lang.foreign"),
            List.of("sluice.transport.udp..", "sluice.app.files.posix.."),
            "package sluice.app.files; class Breach { java.lang.foreign.Arena arena; }"),
        only(
            "a logging library",
            "System.Logger is enough, and messages for people go through the views",
            List.of("org.slf4j"),
            List.of(),
            "package sluice.app.relay; class Breach { org.slf4j.Logger logger; }"));
  }

  private static Wall only(
      String what, String reason, List<String> library, List<String> importers, String breach) {
    return Wall.of(
        importers.isEmpty()
            ? what + " is imported by nobody"
            : what + " is imported only by " + String.join(" and ", importers),
        noClasses()
            .that()
            .resideOutsideOfPackages(importers.toArray(String[]::new))
            .should()
            .dependOnClassesThat(in(what, library))
            .because(reason),
        breach);
  }

  private static DescribedPredicate<JavaClass> in(String what, List<String> roots) {
    return DescribedPredicate.describe(
        "belong to " + what,
        type ->
            roots.stream()
                .anyMatch(
                    root ->
                        type.getPackageName().equals(root)
                            || type.getPackageName().startsWith(root + ".")));
  }
}
