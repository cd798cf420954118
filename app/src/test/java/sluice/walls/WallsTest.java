package sluice.walls;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every wall stands in the program, and every wall falls when somebody breaks it.
@Tag("walls")
final class WallsTest {
  private static final Pattern PACKAGE = Pattern.compile("package ([a-z.]+);");
  private static final Pattern TYPE = Pattern.compile("class (\\w+)");

  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  /// One for all: it remembers what stands in the jars of the class path.
  private static final StandardJavaFileManager FILES =
      COMPILER.getStandardFileManager(null, null, StandardCharsets.UTF_8);

  private static final JavaClasses PROGRAM =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("sluice");

  /// Those of every module that has been compiled; Surefire runs in the module's own folder.
  private static final JavaClasses TESTS =
      new ClassFileImporter()
          .importPaths(
              Stream.of("transport", "signaling-client", "app")
                  .map(module -> Path.of("..", module, "target", "test-classes"))
                  .filter(Files::isDirectory)
                  .toList());

  static Stream<Wall> testWalls() {
    return ShapeWalls.ofTests().stream();
  }

  static Stream<Wall> walls() {
    return Stream.of(ModuleWalls.all(), LibraryWalls.all(), EngineWalls.all(), ShapeWalls.all())
        .flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("walls")
  void stands(Wall wall) {
    wall.rule().check(PROGRAM);
  }

  @ParameterizedTest
  @MethodSource("walls")
  void fallsWhenBroken(Wall wall, @TempDir Path folder) throws IOException {
    JavaClasses broken = new ClassFileImporter().importPath(compile(wall.breach(), folder));

    assertThat(wall.rule().evaluate(broken).hasViolation()).as(wall.name()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("testWalls")
  void standsInTests(Wall wall) {
    wall.rule().check(TESTS);
  }

  @ParameterizedTest
  @MethodSource("testWalls")
  void fallsWhenBrokenInTests(Wall wall, @TempDir Path folder) throws IOException {
    fallsWhenBroken(wall, folder);
  }

  @Test
  void theClassesOfEveryModuleAreSeen() {
    assertThat(PROGRAM.stream().map(type -> type.getPackageName()).distinct())
        .contains("sluice.transport", "sluice.signaling", "sluice.app");
  }

  private static Path compile(List<String> sources, Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String source : sources) {
      Path file =
          folder
              .resolve(first(PACKAGE, source).replace('.', '/'))
              .resolve(first(TYPE, source) + ".java");
      Files.createDirectories(file.getParent());
      Files.writeString(file, source);
      files.add(file);
    }
    Iterable<? extends JavaFileObject> units = FILES.getJavaFileObjectsFromPaths(files);
    FILES.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(folder));
    List<String> options = List.of("-proc:none");
    boolean compiles = COMPILER.getTask(null, FILES, null, options, null, units).call();
    assertThat(compiles).as("the breach compiles").isTrue();
    return folder;
  }

  private static String first(Pattern pattern, String source) {
    Matcher matcher = pattern.matcher(source);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }
}
