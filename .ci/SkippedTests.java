import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Tells which tests Surefire skipped in all modules, and why.
///
/// A test that needs a package or root skips itself where it has none. On a machine that was
/// prepared for all of them (`SLUICE_SKIPS=fail` in the environment) a skip is a failure: a test
/// that nobody runs proves nothing.
///
/// Argument: the root of the tree. Exit 1: something was skipped and nothing may be; exit 2: there
/// are no reports to read.
final class SkippedTests {
  private record Skip(String test, String reason) {}

  public static void main(String[] args) throws Exception {
    List<Path> reports = reports(Path.of(args[0]));
    if (reports.isEmpty()) {
      System.err.println("No Surefire reports were found: nothing was tested.");
      System.exit(2);
    }
    List<Skip> skips = new ArrayList<>();
    for (Path report : reports) {
      skips.addAll(skips(report));
    }
    skips.forEach(skip -> System.out.println("Skipped: " + skip.test() + ": " + skip.reason()));
    if (!skips.isEmpty() && "fail".equals(System.getenv("SLUICE_SKIPS"))) {
      System.err.println(
          skips.size() + " tests were skipped where none may be (SLUICE_SKIPS=fail).");
      System.exit(1);
    }
  }

  private static List<Path> reports(Path root) throws IOException {
    List<Path> found = new ArrayList<>();
    for (String module : List.of("transport", "signaling-client", "app")) {
      Path folder = root.resolve(module).resolve("target/surefire-reports");
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.list(folder)) {
          files
              .filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
              .sorted()
              .forEach(found::add);
        }
      }
    }
    return found;
  }

  private static List<Skip> skips(Path report) throws IOException, XMLStreamException {
    List<Skip> found = new ArrayList<>();
    try (InputStream in = Files.newInputStream(report)) {
      XMLStreamReader xml = XMLInputFactory.newDefaultFactory().createXMLStreamReader(in);
      String test = "";
      while (xml.hasNext()) {
        if (xml.next() != XMLStreamReader.START_ELEMENT) {
          continue;
        }
        if (xml.getLocalName().equals("testcase")) {
          test = attribute(xml, "classname") + "." + attribute(xml, "name");
        } else if (xml.getLocalName().equals("skipped")) {
          found.add(new Skip(test, reason(xml)));
        }
      }
    }
    return found;
  }

  /// A condition's reason stands in an attribute, that of a failed assumption above its stack trace.
  private static String reason(XMLStreamReader xml) throws XMLStreamException {
    String message = xml.getAttributeValue(null, "message");
    String told = message == null ? xml.getElementText() : message;
    return told.strip().lines().findFirst().orElse("(no reason given)");
  }

  private static String attribute(XMLStreamReader xml, String name) {
    String value = xml.getAttributeValue(null, name);
    return value == null ? "" : value;
  }
}
