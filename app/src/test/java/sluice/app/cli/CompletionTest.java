package sluice.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the Tab key offers.
final class CompletionTest {
  private static String complete(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    List<String> args = new ArrayList<>(List.of(CompleteCommand.NAME, "--"));
    args.addAll(Arrays.asList(words));
    int status =
        new CommandLineProgram(new Surroundings(_ -> null, stream, stream))
            .run(args.toArray(String[]::new));
    assertThat(status).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rec|nothing|receive",
        "receive,42-pel|go-on|42-pelican-",
        "42-pelican-viol|go-on|42-pelican-violin-",
        "rx,--on-conflict,re|nothing|rename",
        "send,--via=di|nothing|direct",
        "send,--code-f|nothing|--code-file",
        "send,x,--js|nothing|--json",
        "completion,z|nothing|zsh"
      })
  void oneWordIsOffered(String words, String then, String word) {
    List<String> lines = complete(words.split(",")).lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst()).isEqualTo(then);
    assertThat(lines.getLast()).startsWith(word + "\t");
  }

  @ParameterizedTest
  @ValueSource(strings = {"send,", "send,ph", "receive,--output,", "send,--exec,--,pg_", "rx,-o,x"})
  void filesAreLeftToTheShell(String words) {
    assertThat(complete(words.split(",", -1))).isEqualTo("files\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"receive,42", "receive,42-zzz", "send,--name,x", "nonsense,"})
  void nothingIsInvented(String words) {
    assertThat(complete(words.split(",", -1)).lines().count()).isEqualTo(1);
  }

  @Test
  void whatIsHiddenIsNotOffered() {
    assertThat(complete("")).contains("send\t", "receive\t").doesNotContain("__complete", "tx\t");
    assertThat(complete("_")).doesNotContain("__complete");
  }

  /// The bash script against a program that answers as ours does.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sluice receive 42-pel|2|receive 42-pel|42-pelican-",
        "sluice send --via = di|4|send --via di|direct",
        "sluice send --via =|3|send --via <>|42-pelican- any direct"
      })
  void bashAsksTheProgram(String line, int at, String asked, String offered) throws Exception {
    String script =
        CompletionCommand.script("bash")
            + "sluice() { shift 2; printf '%s ' \"${@:-<>}\" >&2; printf 'go-on\\n'"
            + ";  for w in 42-pelican- any direct; do printf '%s\\tx\\n' $w; done; }\n"
            + "compopt() { :; }\n"
            + "COMP_WORDS=("
            + line
            + "); COMP_CWORD="
            + at
            + "; _sluice; printf '%s ' \"${COMPREPLY[@]}\"";
    // What it was asked goes past the script's own 2>/dev/null by a file descriptor of its own.
    script = script.replace(">&2; printf 'go-on", ">&7; printf 'go-on");
    Process bash =
        new ProcessBuilder("bash", "-c", "exec 7>&2; " + script).redirectErrorStream(true).start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(said.strip().replaceAll(" +", " "))
        .isEqualTo((asked.replace("<>", "") + " " + offered).replaceAll(" +", " "));
  }
}
