package sluice.walls;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;

/// Who may see whom among our own packages.
final class ModuleWalls {
  private static final String[] BELOW_LOOP = {
    "sluice.transport.channel..",
    "sluice.transport.dtls..",
    "sluice.transport.ice..",
    "sluice.transport.probe..",
    "sluice.transport.sctp..",
    "sluice.transport.sdp..",
    "sluice.transport.stun..",
    "sluice.transport.tcp..",
    "sluice.transport.turn..",
    "sluice.transport.udp..",
  };

  private ModuleWalls() {}

  static List<Wall> all() {
    return List.of(
        Wall.of(
            "transport sees neither signaling nor app",
            noClasses()
                .that()
                .resideInAPackage("sluice.transport..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("sluice.signaling..", "sluice.app..")
                .because("session descriptions cross as opaque bytes; transport is usable alone"),
            "package sluice.signaling; public class Other {}",
            "package sluice.transport; class Breach { sluice.signaling.Other other; }"),
        Wall.of(
            "signaling sees neither transport nor app",
            noClasses()
                .that()
                .resideInAPackage("sluice.signaling..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("sluice.transport..", "sluice.app..")
                .because("session descriptions cross as opaque bytes; signaling is usable alone"),
            "package sluice.transport; public class Other {}",
            "package sluice.signaling; class Breach { sluice.transport.Other other; }"),
        Wall.of(
            "only app.session joins signaling and transport",
            classes()
                .that()
                .resideInAPackage("sluice.app..")
                .and()
                .resideOutsideOfPackages("sluice.app.session..", "sluice.app.doctor..")
                .and()
                .doNotHaveFullyQualifiedName("sluice.app.cli.GlobalOptions")
                .and()
                .doNotHaveFullyQualifiedName("sluice.app.cli.ProxyOptions")
                .should(notSeeBoth("sluice.signaling", "sluice.transport"))
                .because(
                    "what joins the two must be found in one place; the doctor examines both, and"
                        + " some options are for both"),
            "package sluice.transport; public class One {}",
            "package sluice.signaling; public class Two {}",
            "package sluice.app.cli; class Breach { sluice.transport.One a; sluice.signaling.Two b;"
                + " }"),
        Wall.of(
            "the layers below the loop do not look up",
            noClasses()
                .that()
                .resideInAnyPackage(BELOW_LOOP)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("sluice.transport", "sluice.transport.loop..")
                .because("face → loop → {channel, dtls, ice, turn, udp, tcp, sdp} goes one way"),
            "package sluice.transport.loop; public class Other {}",
            "package sluice.transport.udp; class Breach { sluice.transport.loop.Other other; }"),
        Wall.of(
            "the face hands over to the loop in one place",
            noClasses()
                .that()
                .resideInAPackage("sluice.transport")
                .and()
                .doNotHaveSimpleName("PeerConnection")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("sluice.transport.*..")
                .because("a caller of the face must not need to know what stands behind it"),
            "package sluice.transport.loop; public class Other {}",
            "package sluice.transport; class Breach { sluice.transport.loop.Other other; }"),
        Wall.of(
            "the layers below the loop do not look sideways",
            classes()
                .that()
                .resideInAnyPackage(BELOW_LOOP)
                .should(seeOfTransportOnlyTheLayersBelow())
                .because("each of them is joined to the others by the loop alone"),
            "package sluice.transport.ice; public class Other {}",
            "package sluice.transport.dtls; class Breach { sluice.transport.ice.Other other; }"),
        Wall.of(
            "no connection takes part in the probe of the network",
            noClasses()
                .that()
                .resideInAPackage("sluice.transport..")
                .and()
                .resideOutsideOfPackage("sluice.transport.probe..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("sluice.transport.probe..")
                .because("a report to people decides nothing about a path"),
            "package sluice.transport.probe; public class Other {}",
            "package sluice.transport.loop; class Breach { sluice.transport.probe.Other other; }"),
        Wall.of(
            "channel → sctp → {send, receive} → packet",
            noClasses()
                .that()
                .resideInAnyPackage(
                    "sluice.transport.sctp.send..", "sluice.transport.sctp.receive..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("sluice.transport.sctp")
                .because("the association drives its two halves and they do not drive it"),
            "package sluice.transport.sctp; public class Other {}",
            "package sluice.transport.sctp.send; class Breach { sluice.transport.sctp.Other other;"
                + " }"),
        Wall.of(
            "send and receive do not see each other",
            noClasses()
                .that()
                .resideInAPackage("sluice.transport.sctp.send..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("sluice.transport.sctp.receive..")
                .because("only the association knows both halves"),
            "package sluice.transport.sctp.receive; public class Other {}",
            "package sluice.transport.sctp.send; class Breach { sluice.transport.sctp.receive.Other"
                + " o; }"),
        Wall.of(
            "receive does not see send",
            noClasses()
                .that()
                .resideInAPackage("sluice.transport.sctp.receive..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("sluice.transport.sctp.send..")
                .because("only the association knows both halves"),
            "package sluice.transport.sctp.send; public class Other {}",
            "package sluice.transport.sctp.receive; class Breach { sluice.transport.sctp.send.Other"
                + " o; }"),
        Wall.of(
            "packets know nothing above them",
            noClasses()
                .that()
                .resideInAPackage("sluice.transport.sctp.packet..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                    "sluice.transport.sctp",
                    "sluice.transport.sctp.send..",
                    "sluice.transport.sctp.receive..")
                .because("a packet is what stands on the wire and nothing else"),
            "package sluice.transport.sctp; public class Other {}",
            "package sluice.transport.sctp.packet; class Breach { sluice.transport.sctp.Other o;"
                + " }"),
        Wall.of(
            "no cycles between packages",
            slices()
                .matching("sluice.(**)")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(isACompositionRoot(), alwaysTrue())
                .because("packages in a ring are one package"),
            "package sluice.app.ui; public class One { sluice.app.peers.Two two; }",
            "package sluice.app.peers; public class Two { sluice.app.ui.One one; }"));
  }

  /// The faces that make their own implementation, and what is started from outside.
  private static DescribedPredicate<JavaClass> isACompositionRoot() {
    Set<String> roots =
        Set.of(
            "sluice.app.Main",
            "sluice.app.Rehearsal",
            "sluice.signaling.Reception",
            "sluice.signaling.Rendezvous",
            "sluice.transport.PeerConnection");
    return DescribedPredicate.describe(
        "is a composition root", type -> roots.contains(type.getName().split("\\$", 2)[0]));
  }

  private static ArchCondition<JavaClass> notSeeBoth(String one, String other) {
    return new ArchCondition<>("not see both " + one + " and " + other) {
      @Override
      public void check(JavaClass origin, ConditionEvents events) {
        if (sees(origin, one) && sees(origin, other)) {
          events.add(SimpleConditionEvent.violated(origin, origin.getName() + " sees both"));
        }
      }
    };
  }

  private static boolean sees(JavaClass origin, String root) {
    return origin.getDirectDependenciesFromSelf().stream()
        .map(dependency -> dependency.getTargetClass().getPackageName())
        .anyMatch(name -> name.equals(root) || name.startsWith(root + "."));
  }

  private static ArchCondition<JavaClass> seeOfTransportOnlyTheLayersBelow() {
    return new ArchCondition<>("see of transport only their own layer and what is below it") {
      @Override
      public void check(JavaClass origin, ConditionEvents events) {
        String own = layer(origin);
        for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
          String target = layer(dependency.getTargetClass());
          boolean below =
              (own.equals("channel") && target.equals("sctp"))
                  || (Set.of("ice", "probe", "turn").contains(own) && target.equals("stun"));
          if (!target.isEmpty() && !target.equals(own) && !below) {
            events.add(SimpleConditionEvent.violated(origin, dependency.getDescription()));
          }
        }
      }
    };
  }

  /// The name after `sluice.transport.`, or nothing outside transport's inner packages.
  private static String layer(JavaClass type) {
    String prefix = "sluice.transport.";
    String name = type.getPackageName();
    return name.startsWith(prefix) ? name.substring(prefix.length()).split("\\.")[0] : "";
  }
}
