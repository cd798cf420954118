package sluice.walls;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/// Names, signatures and nullness.
final class ShapeWalls {
  private ShapeWalls() {}

  static List<Wall> all() {
    return List.of(
        Wall.of(
            "no class hides behind an empty name",
            noClasses()
                .should()
                .haveNameMatching(".*(Impl|Manager|Utils?|Helper)$")
                .because("such a name says nothing; take the RFC's noun"),
            "package sluice.app; class BreachManager {}"),
        Wall.of(
            "no method of ours starts with get",
            methods().should(notBeNamedLikeABean()).because("a value is asked for by its noun"),
            "package sluice.app; class Breach { int getSize() { return 1; } }"),
        Wall.of(
            "no two booleans stand side by side in a signature",
            codeUnits()
                .should(notTakeTwoBooleansSideBySide())
                .because("at the call nobody sees which is which"),
            "package sluice.app; class Breach { void open(boolean ordered, boolean reliable) {} }"),
        Wall.of(
            "every package is @NullMarked",
            classes()
                .should(resideInANullMarkedPackage())
                .because("NullAway and every caller read nullness from there"),
            "package sluice.app.unmarked; class Breach {}"),
        Wall.of(
            "only the loop reads the clock in transport",
            noClasses()
                .that()
                .resideInAPackage("sluice.transport..")
                .and()
                .resideOutsideOfPackage("sluice.transport.loop..")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .because("a time that two places read is two times"),
            "package sluice.transport.udp; class Breach { long now = System.nanoTime(); }"));
  }

  static List<Wall> ofTests() {
    return List.of(
        Wall.of(
            "no test sleeps",
            noClasses()
                .that()
                .doNotHaveSimpleName("RealTime")
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", Duration.class)
                .orShould()
                .callMethod(TimeUnit.class, "sleep", long.class)
                .because("a sleep is too short on a busy machine and too long on any other"),
            "package sluice.app; class Breach { void m() throws Exception { Thread.sleep(1); } }"));
  }

  private static ArchCondition<JavaMethod> notBeNamedLikeABean() {
    return new ArchCondition<>("not be named getSomething, unless a library's type asks for it") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        boolean bean = method.getName().matches("get[A-Z].*");
        if (bean && !method.getModifiers().contains(JavaModifier.SYNTHETIC) && !overrides(method)) {
          events.add(SimpleConditionEvent.violated(method, method.getFullName()));
        }
      }
    };
  }

  private static boolean overrides(JavaMethod method) {
    JavaClass owner = method.getOwner();
    return Stream.concat(
            owner.getAllRawSuperclasses().stream(), owner.getAllRawInterfaces().stream())
        .filter(type -> !type.getPackageName().startsWith("sluice"))
        .anyMatch(
            type -> type.getMethods().stream().anyMatch(m -> m.getName().equals(method.getName())));
  }

  private static ArchCondition<JavaCodeUnit> notTakeTwoBooleansSideBySide() {
    return new ArchCondition<>("not take two booleans side by side") {
      @Override
      public void check(JavaCodeUnit unit, ConditionEvents events) {
        List<JavaClass> parameters = unit.getRawParameterTypes();
        for (int i = 1; i < parameters.size(); i++) {
          if (isBoolean(parameters.get(i - 1))
              && isBoolean(parameters.get(i))
              && !unit.getModifiers().contains(JavaModifier.SYNTHETIC)) {
            events.add(SimpleConditionEvent.violated(unit, unit.getFullName()));
            return;
          }
        }
      }
    };
  }

  private static boolean isBoolean(JavaClass type) {
    return type.isEquivalentTo(boolean.class);
  }

  private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
    return new ArchCondition<>("reside in a package whose package-info says @NullMarked") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean marked =
            type.getPackage()
                .tryGetPackageInfo()
                .map(info -> info.isAnnotatedWith(NullMarked.class))
                .orElse(false);
        if (!marked) {
          events.add(SimpleConditionEvent.violated(type, type.getName()));
        }
      }
    };
  }
}
