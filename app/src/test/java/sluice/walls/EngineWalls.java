package sluice.walls;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// What an engine must not touch, so that all of it runs in virtual time and replays from a seed.
final class EngineWalls {
  private static final List<String> ENGINES =
      List.of(
          "sluice.transport.sctp",
          "sluice.transport.channel",
          "sluice.transport.probe",
          "sluice.transport.sdp",
          "sluice.transport.stun",
          "sluice.transport.turn",
          "sluice.signaling.lobby",
          "sluice.signaling.session",
          "sluice.signaling.pake",
          "sluice.signaling.code",
          "sluice.app.transfer",
          "sluice.app.sync",
          "sluice.app.snapshots");

  /// Engines that live beside the I/O which drives them.
  private static final Set<String> ENGINE_CLASSES =
      Set.of(
          "sluice.app.relay.ForwardDesk",
          "sluice.app.relay.ForwardLimits",
          "sluice.app.relay.ForwardedSession",
          "sluice.app.relay.IceDesk",
          "sluice.app.relay.IceOffers",
          "sluice.app.relay.Link",
          "sluice.app.relay.LinkWatch",
          "sluice.app.relay.Place",
          "sluice.app.relay.Places",
          "sluice.app.relay.RelayAction",
          "sluice.app.relay.RelayLimits",
          "sluice.app.relay.RelayRooms",
          "sluice.app.relay.SourceLedger",
          "sluice.app.relay.Timers",
          "sluice.app.relay.TokenBucket",
          "sluice.app.relay.Vacancies",
          "sluice.app.relay.Watches",
          "sluice.app.relay.stun.StunAddresses",
          "sluice.app.relay.stun.StunRates",
          "sluice.app.relay.stun.StunRequest",
          "sluice.app.relay.stun.StunResponder");

  /// Values, not I/O.
  private static final Set<String> HARMLESS =
      Set.of(
          "java.util.concurrent.TimeUnit",
          "java.net.URI",
          "java.net.URISyntaxException",
          "java.net.InetAddress",
          "java.net.Inet4Address",
          "java.net.Inet6Address",
          "java.net.InetSocketAddress",
          "java.net.UnknownHostException");

  private EngineWalls() {}

  static List<Wall> all() {
    return List.of(
        types(
            "threads",
            "one driver turns the crank; an engine that waits or locks cannot be replayed",
            List.of("java.util.concurrent"),
            Set.of("java.lang.Thread", "java.lang.ThreadLocal", "java.util.Timer"),
            "package sluice.transport.sctp; class Breach { Thread thread; }"),
        Wall.of(
            "engines know no monitors",
            codeUnits()
                .that()
                .areDeclaredInClassesThat(areEngines())
                .should()
                .notHaveModifier(JavaModifier.SYNCHRONIZED)
                .because("an engine belongs to one thread"),
            "package sluice.transport.sctp; class Breach { synchronized void hold() {} }"),
        types(
            "sockets",
            "what arrives is handed in and what leaves is polled",
            List.of("java.net", "java.nio.channels", "javax.net"),
            Set.of(),
            "package sluice.signaling.session; class Breach { java.net.Socket socket; }"),
        calls(
            "name resolution",
            "it blocks, and it tells the network what a peer sent us",
            target ->
                target.getOwner().getName().equals("java.net.InetAddress")
                    && Set.of(
                            "getByName",
                            "getAllByName",
                            "getLocalHost",
                            "isReachable",
                            "getHostName",
                            "getCanonicalHostName")
                        .contains(target.getName()),
            "package sluice.transport.sdp; class Breach { Object o() throws Exception {"
                + " return java.net.InetAddress.getByName(\"x\"); } }"),
        types(
            "files",
            "an engine says what to write and somebody else writes it",
            List.of("java.nio.file"),
            Set.of(
                "java.io.File",
                "java.io.FileInputStream",
                "java.io.FileOutputStream",
                "java.io.FileReader",
                "java.io.FileWriter",
                "java.io.RandomAccessFile"),
            "package sluice.app.transfer; class Breach { java.nio.file.Path path; }"),
        calls(
            "clocks",
            "time is handed in, starts at 0 and runs as fast as a test likes",
            target ->
                (target.getOwner().getName().equals("java.lang.System")
                        && Set.of("nanoTime", "currentTimeMillis").contains(target.getName()))
                    || (target.getOwner().getPackageName().equals("java.time")
                        && target.getName().equals("now"))
                    || (target.getOwner().getName().equals("java.util.Date")
                        && target.getName().equals("<init>")
                        && target.getRawParameterTypes().isEmpty()),
            "package sluice.app.relay; class RelayRooms { long now = System.nanoTime(); }"),
        types(
            "clock objects",
            "time is handed in, starts at 0 and runs as fast as a test likes",
            List.of(),
            Set.of("java.time.Clock", "java.time.InstantSource"),
            "package sluice.app.relay; class RelayLimits { java.time.Clock clock; }"),
        types(
            "loggers",
            "what is worth telling is an event that a test can see too",
            List.of("java.util.logging", "org.slf4j"),
            Set.of("java.lang.System$Logger", "java.lang.System$LoggerFinder"),
            "package sluice.transport.channel; class Breach { System.Logger logger; }"),
        Wall.of(
            "engines do not print",
            noClasses()
                .that(areEngines())
                .should()
                .accessTargetWhere(
                    DescribedPredicate.<JavaAccess<?>>describe(
                        "System.out, System.err or System.in",
                        access ->
                            access.getTargetOwner().getName().equals("java.lang.System")
                                && Set.of("out", "err", "in").contains(access.getName())))
                .because("what is worth telling is an event that a test can see too"),
            "package sluice.app.transfer; class Breach { void say() { System.err.println(); } }"),
        calls(
            "randomness of their own",
            "randomness comes in by the constructor, or no failure replays from its seed",
            target ->
                (Set.of("java.util.Random", "java.util.SplittableRandom")
                            .contains(target.getOwner().getName())
                        && target.getName().equals("<init>")
                        && target.getRawParameterTypes().isEmpty())
                    || (target.getOwner().getName().equals("java.security.SecureRandom")
                        && (target.getName().equals("<init>")
                            || target.getName().startsWith("getInstance")))
                    || (target.getOwner().getName().equals("java.lang.Math")
                        && target.getName().equals("random"))
                    || (target.getOwner().getName().equals("java.util.UUID")
                        && target.getName().equals("randomUUID")),
            "package sluice.signaling.pake; class Breach {"
                + " Object random = new java.security.SecureRandom(); }"));
  }

  private static Wall types(
      String what, String reason, List<String> packages, Set<String> names, String breach) {
    return Wall.of(
        "engines know no " + what,
        noClasses()
            .that(areEngines())
            .should()
            .dependOnClassesThat(
                DescribedPredicate.describe(
                    "stand for " + what,
                    type ->
                        names.contains(type.getName())
                            || (packages.stream().anyMatch(root -> within(type, root))
                                && !HARMLESS.contains(type.getName()))))
            .because(reason),
        breach);
  }

  private static Wall calls(
      String what, String reason, Predicate<CodeUnitCallTarget> banned, String breach) {
    return Wall.of(
        "engines use no " + what,
        noClasses()
            .that(areEngines())
            .should()
            .callCodeUnitWhere(
                DescribedPredicate.describe(
                    "the target stands for " + what, call -> banned.test(call.getTarget())))
            .because(reason),
        breach);
  }

  private static DescribedPredicate<JavaClass> areEngines() {
    return DescribedPredicate.describe(
        "are engines",
        type ->
            ENGINES.stream().anyMatch(root -> within(type, root))
                || ENGINE_CLASSES.contains(type.getName().split("\\$", 2)[0]));
  }

  private static boolean within(JavaClass type, String root) {
    return type.getPackageName().equals(root) || type.getPackageName().startsWith(root + ".");
  }
}
