package sluice.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import sluice.app.ExitCode;

/// `sluice completion SHELL`
final class CompletionCommand implements Command {
  static final List<String> SHELLS = List.of("bash", "zsh", "fish");

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("completion");
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("bash|zsh|fish")
            .hideParamSyntax(true)
            .arity("0..1")
            .type(String.class)
            .description("The shell.")
            .build());
    GlobalOptions.addHelpTo(spec);
    spec.usageMessage()
        .header("Print a script that lets your shell complete commands, options and codes.")
        .description(
            "",
            "Prints a script that lets the Tab key complete commands, options, and the words of"
                + " codes: three letters of each are enough.",
            "")
        .footer(
            "",
            "Examples, to be put where the shell starts:",
            "  source <(sluice completion bash)       in ~/.bashrc",
            "  source <(sluice completion zsh)        in ~/.zshrc, behind compinit",
            "  sluice completion fish | source        in ~/.config/fish/config.fish");
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Surroundings surroundings) throws UsageException {
    @Nullable String shell = parsed.matchedPositionalValue(0, null);
    if (shell == null || !SHELLS.contains(shell)) {
      throw new UsageException("completion takes bash, zsh or fish");
    }
    surroundings.out().print(script(shell));
    surroundings.out().flush();
    return ExitCode.DONE.status();
  }

  /// The script as the build took it in.
  static String script(String shell) {
    try (InputStream text = CompletionCommand.class.getResourceAsStream("sluice." + shell)) {
      if (text == null) {
        throw new IllegalStateException("built without the completion for " + shell);
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
