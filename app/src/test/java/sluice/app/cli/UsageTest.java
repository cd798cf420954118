package sluice.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// The command line as far as it goes without another machine.
final class UsageTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, String> environment = new HashMap<>();
  @TempDir Path home;

  @BeforeEach
  void liveInATemporaryHome() {
    environment.put(GlobalOptions.HOME_VARIABLE, home.toString());
  }

  private int run(String... args) {
    return new CommandLineProgram(
            new Surroundings(
                environment::get,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8)))
        .run(args);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"send", "tx", "receive", "rx", "recv", "relay", "demo", "doctor"})
  void everyCommandHasHelp(String command) {
    assertThat(run(command, "--help")).isZero();
    assertThat(out()).contains("Usage: sluice ");
    assertThat(err()).isEmpty();
  }

  @Test
  void helpNamesTheCommandsAndStaysWithinTheWidth() {
    assertThat(run("--help")).isZero();
    assertThat(out()).contains("send, tx", "receive, rx, recv", "relay", "demo", "doctor");
    assertThat(out().lines()).allMatch(line -> line.length() <= 90);
  }

  @Test
  void withoutACommandThereIsHelpAndExitTwo() {
    assertThat(run()).isEqualTo(2);
    assertThat(out()).isEmpty();
    assertThat(err()).contains("Usage: sluice");
  }

  @Test
  void aBarePathAsksWhetherSendWasMeant() throws Exception {
    Path file = Files.createFile(home.resolve("photo.raw"));
    assertThat(run(file.toString())).isEqualTo(2);
    assertThat(err()).contains("Did you mean: sluice send " + file);
  }

  @ParameterizedTest
  @CsvSource({
    "sned, is no command and no code",
    "rece, Did you mean: sluice receive",
    "flood, is no command and no code"
  })
  void anUnknownWordIsNoCommand(String word, String sentence) {
    assertThat(run(word)).isEqualTo(2);
    assertThat(err()).contains(sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "send|something to send",
        "send x --words 1|2 to 16",
        "send x --words many|--words",
        "send x --code 42-pelican-violin --words 3|exclude each other",
        "send x --code pelican-violin|number",
        "send x --code 42-pelican|not enough",
        "send - x|sent alone",
        "send --exec|needs a command",
        "send --exec -- no-such-program-here|no program",
        "receive 42-pelican-violin --exec|needs a command",
        "receive 42-pelican-violin --exec -o x -- cat|exclude each other",
        "send x --via moon|any, direct or relay",
        "send x --ice-server turn:host|wants credentials",
        "send x --ice-server stun:u:p@host|not a stun",
        "send x --ice-server stan:host|not a stun",
        "send x --reconnect 1s|10s to 24h",
        "send x --proxy ftp://host|is not a proxy",
        "send x --proxy http://host:0|is not a proxy",
        "send x --ca-file no-such-file|cannot be used",
        "send x --ca-file pom.xml|holds no certificates",
        "send x --relay http://host|is not a relay",
        "send x --relay wss://user@host|is not a relay",
        "send x --timeout soon|not a duration",
        "send x --mtu 699|700 to 65535",
        "send x --mtu 65536|700 to 65535",
        "receive 42-pelican-violin --mtu all|700 to 65535",
        "send x --congestion reno|bbr or cubic",
        "demo --congestion reno|bbr or cubic",
        "send x --json --quiet|exclude each other",
        "send x --quiet --verbose|exclude each other",
        "send x --nonsense|does not know '--nonsense'",
        "receive 42-pelican|not enough",
        "receive pelican-violin|number",
        "receive 42-pelicam-violin|did you mean",
        "receive 42-pelican-violin pel-vio|one code",
        "receive 42-pelican-violin --on-conflict replace|ask, fail, skip, rename or overwrite",
        "receive 42-pelican-violin --code-file f|not both",
        "receive --code-file does/not/exist|cannot be read",
        "42-pelican|not enough",
        "--json 42-pelican|not enough",
        "relay --listen nowhere|HOST:PORT",
        "relay --listen 127.0.0.1:70000|HOST:PORT",
        "relay --tls-cert x|belong together",
        "relay --trusted-proxy 300.1.1.1|address or a range",
        "relay --turn-uri turn:x|belong together",
        "relay --turn-secret-file x|belong together",
        "relay --turn-uri http:x --turn-secret-file x|is not a turn:",
        "relay --turn-uri turn:x --turn-secret-file does/not/exist|cannot be read",
        "relay --stun nowhere|HOST:PORT",
        "relay --forward much|a rate of",
        "relay --forward 1|a rate of",
        "relay --forward 1M/0|a rate of",
        "relay --stun 127.0.0.1:1 --stun 127.0.0.1:2|differ in IP address",
        "demo --size -1|--size"
      })
  void whatCannotBeUnderstoodOrHonouredIsUsage(String line, String sentence) {
    assertThat(run(line.split(" "))).isEqualTo(2);
    assertThat(err()).contains(sentence);
    assertThat(out()).isEmpty();
  }

  @Test
  void escapesInArgumentsDoNotReachTheTerminal() {
    assertThat(run("send\u001b[2J")).isEqualTo(2);
    assertThat(err()).doesNotContain("\u001b");
  }

  @Test
  void theConfigFileIsReadAndItsMistakesAreTold() throws Exception {
    Files.writeString(home.resolve("config"), "# mine\nrelay = http://wrong\n");
    assertThat(run("send", "x")).isEqualTo(2);
    assertThat(err()).contains("'http://wrong' is not a relay");
    Files.writeString(home.resolve("config"), "rellay = wss://relay.example\n");
    assertThat(run("send", "x")).isEqualTo(2);
    assertThat(err()).contains("line 1").contains("unknown key 'rellay'");
  }

  @Test
  void theEnvironmentWinsOverTheFileAndTheOptionOverBoth() throws Exception {
    Files.writeString(home.resolve("config"), "relay = http://of-file\n");
    environment.put(GlobalOptions.RELAY_VARIABLE, "http://of-environment");
    assertThat(run("send", "x")).isEqualTo(2);
    assertThat(err()).contains("of-environment").doesNotContain("of-file");
    assertThat(run("send", "x", "--relay", "http://of-option")).isEqualTo(2);
    assertThat(err()).contains("of-option");
  }

  @Test
  void theVersionIsTheBuilds() {
    assertThat(run("--version")).isZero();
    assertThat(out()).matches("sluice \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\n");
  }

  @ParameterizedTest
  @CsvSource({"No space left on device, 8", "Bad file descriptor, 8", "Broken pipe, 141"})
  void helpThatCannotBeWrittenIsNoSuccess(String obstacle, int status) {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int octet) throws IOException {
            throw new IOException(obstacle);
          }
        };
    Surroundings surroundings =
        Surroundings.of(
            environment::get,
            InputStream.nullInputStream(),
            full,
            new PrintStream(err, true, StandardCharsets.UTF_8));
    assertThat(new CommandLineProgram(surroundings).run("--help")).isEqualTo(status);
    if (status == 8) {
      assertThat(err()).contains("Standard output cannot be written: " + obstacle);
    } else {
      assertThat(err()).isEmpty();
    }
  }

  @Test
  void anUnusableCertificateIsNamedAsWhatItIs() throws Exception {
    String missing = home.resolve("missing.pem").toString();
    assertThat(run("relay", "--listen", "127.0.0.1:0", "--tls-cert", missing, "--tls-key", missing))
        .isEqualTo(8);
    assertThat(err())
        .contains("Cannot use the certificate", missing + " does not exist", "--tls-cert")
        .doesNotContain("--listen");
  }

  @Test
  void verboseLeavesJettysOwnLoggersQuiet() throws Exception {
    Logging.configure(
        GlobalOptions.of(
            new CommandLine(new SendCommand().spec()).parseArgs("x", "--log-file", log()),
            new Surroundings(environment::get, System.out, System.err)));
    assertThat(Logger.getLogger("org.eclipse.jetty.io.ManagedSelector").isLoggable(Level.INFO))
        .isFalse();
    assertThat(Logger.getLogger("sluice.session").isLoggable(Level.FINE)).isTrue();
  }

  private String log() {
    return home.resolve("log").toString();
  }

  @ParameterizedTest
  @CsvSource({"90, PT1M30S", "90s, PT1M30S", "10m, PT10M", "1h30m, PT1H30M", "500ms, PT0.5S"})
  void durationsAreWrittenAsPeopleWriteThem(String text, String duration) throws Exception {
    assertThat(TimeSpan.parse(text)).isEqualTo(java.time.Duration.parse(duration));
  }

  @Test
  void aDurationThatNobodyCanMeanIsRefused() {
    assertThat(run("send", "x", "--timeout", "200000d")).isEqualTo(2);
    assertThat(err()).contains("longer than ten years");
  }

  /// Each option's value is known for one, whichever command it belongs to.
  @Test
  void optionsBeforeTheCommandMayTakeValues() {
    assertThat(run("--words", "3", "send", "--dry-run", home.toString())).isZero();
    assertThat(run("--exclude", "*.o", "--words", "17", "send", home.toString())).isEqualTo(2);
    assertThat(err()).contains("--words takes 2 to 16");
  }

  @Test
  void aTextIsSentAloneAndNotEmpty() {
    assertThat(run("send", "--text", "x", "file")).isEqualTo(2);
    assertThat(err()).contains("--text is sent alone");
    assertThat(run("send", "--text", "")).isEqualTo(2);
    assertThat(run("send", "--text", "x".repeat((1 << 20) + 1))).isEqualTo(2);
    assertThat(err()).contains("1 MiB at most");
  }

  @Test
  void aTextThatIsNoTextIsRefusedBeforeItIsOffered() {
    byte[] bytes = new byte[1 << 20];
    java.util.Arrays.fill(bytes, (byte) 0xff);
    Surroundings surroundings =
        new Surroundings(
            environment::get,
            new java.io.ByteArrayInputStream(bytes),
            out,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            java.util.Optional::empty);
    assertThat(new CommandLineProgram(surroundings).run("send", "--text", "-")).isEqualTo(2);
    assertThat(err()).contains("not UTF-8");
  }

  @Test
  void aRehearsalTellsStreamsAndTextsToo() {
    assertThat(run("send", "--dry-run", "--text", "four")).isZero();
    assertThat(err()).contains("Would send 1 file, 4 B");
    assertThat(run("send", "--dry-run", "-")).isZero();
    assertThat(err()).contains("stdin  (of unknown size)");
  }
}
