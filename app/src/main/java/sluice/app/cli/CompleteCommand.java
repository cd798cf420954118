package sluice.app.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import sluice.app.ExitCode;

/// `sluice __complete -- WORD…`: what the shells' scripts ask when the Tab key is pressed. Prints what the
/// shell is to do besides (`nothing`, `go-on`, `files`), then a line for each candidate: the word, a
/// tabulator, its meaning.
final class CompleteCommand implements Command {
  static final String NAME = "__complete";

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name(NAME);
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("WORD")
            .arity("0..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .build());
    spec.usageMessage().hidden(true);
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Surroundings surroundings) {
    CommandLine program = parsed.commandSpec().parent().commandLine();
    List<String> words = parsed.matchedPositionalValue(0, List.of());
    Completions.Offer offer = new Completions(program).of(words);
    PrintStream out = surroundings.out();
    StringBuilder text = new StringBuilder();
    text.append(offer.then().name().toLowerCase(Locale.ROOT).replace('_', '-')).append('\n');
    for (Completions.Candidate candidate : offer.candidates()) {
      text.append(candidate.word()).append('\t').append(candidate.meaning()).append('\n');
    }
    out.print(text);
    out.flush();
    return ExitCode.DONE.status();
  }
}
