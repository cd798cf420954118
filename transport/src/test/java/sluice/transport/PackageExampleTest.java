package sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The example in the package's documentation compiles, and connects.
@Timeout(30)
public class PackageExampleTest {

  /// What the example calls `signaling`.
  public interface Signaling {
    void sendDescription(String description);

    void sendCandidate(String candidate);

    void onAnswer(Consumer<String> taker);

    void onCandidate(Consumer<String> taker);
  }

  private static String example() throws Exception {
    Path source = Path.of("src/main/java/sluice/transport/package-info.java");
    List<String> lines = Files.readAllLines(source);
    int begin = lines.indexOf("/// ```java");
    int end = lines.lastIndexOf("/// ```");
    return lines.subList(begin + 1, end).stream()
        .map(line -> line.substring("///".length()))
        .collect(Collectors.joining("\n"));
  }

  private static void compile(Path folder, String statements) throws Exception {
    String unit =
        "import sluice.transport.*;\n"
            + "public final class Example {\n"
            + "  public static void run(PackageExampleTest.Signaling signaling,"
            + " ChannelListener listener) throws Exception {\n"
            + statements
            + "\n  }\n}\n";
    unit = unit.replace("PackageExampleTest.Signaling", Signaling.class.getCanonicalName());
    Path file = folder.resolve("Example.java");
    Files.writeString(file, unit);
    var compiler = ToolProvider.getSystemJavaCompiler();
    var messages = new StringWriter();
    List<String> options =
        List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(messages, files, null, options, null, files.getJavaFileObjects(file))
              .call();
      assertThat(compiled).as(messages.toString()).isTrue();
    }
  }

  @Test
  void compilesAndConnects(@TempDir Path folder) throws Exception {
    compile(folder, example());
    var answerer = new PeerEnd(PeerOptions.defaults());
    var ear = new Ear();
    answerer.early =
        event -> {
          if (event instanceof PeerEvent.ChannelOffered offered) {
            offered.channel().listen(ear);
          }
        };
    try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      loader
          .loadClass("Example")
          .getMethod("run", Signaling.class, ChannelListener.class)
          .invoke(null, signaling(answerer), new Ear());
    } catch (InvocationTargetException e) {
      throw new AssertionError(e.getCause());
    }
    assertThat(ear.next()).isEqualTo("open");
    assertThat(ear.next()).isEqualTo("text hello");
    answerer.connection.abort("the test is over");
  }

  private static Signaling signaling(PeerEnd answerer) {
    return new Signaling() {
      @Override
      public void sendDescription(String description) {
        answerer.connection.acceptOffer(description);
      }

      @Override
      public void sendCandidate(String candidate) {
        answerer.connection.addRemoteCandidate(candidate);
      }

      @Override
      public void onAnswer(Consumer<String> taker) {
        answerer.carry = carry(taker, candidate -> {}, answerer.carry);
      }

      @Override
      public void onCandidate(Consumer<String> taker) {
        answerer.carry = carry(description -> {}, taker, answerer.carry);
      }
    };
  }

  private static PeerListener carry(
      Consumer<String> descriptions, Consumer<String> candidates, PeerListener before) {
    return event -> {
      before.onEvent(event);
      switch (event) {
        case PeerEvent.LocalDescription local -> descriptions.accept(local.description());
        case PeerEvent.LocalCandidate local -> candidates.accept(local.candidate());
        default -> {}
      }
    };
  }
}
