package sluice.walls;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/// A rule, and the proof that it can fail.
///
/// @param name what stands in the test report
/// @param rule what every class of the program must obey, with its reason
/// @param breach sources that break the rule when compiled, one type each
record Wall(String name, ArchRule rule, List<String> breach) {
  Wall {
    breach = List.copyOf(breach);
  }

  static Wall of(String name, ArchRule rule, String... breach) {
    return new Wall(name, rule.allowEmptyShould(false), List.of(breach));
  }

  @Override
  public String toString() {
    return name;
  }
}
