package sluice.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import sluice.signaling.code.CodeCompletion;

/// What a shell offers for the Tab key. The scripts of the three shells ask the program itself, so what
/// they offer is always what it knows, the words of codes included.
final class Completions {
  /// More words than fit on a screen help nobody: the shell waits for another letter.
  private static final int MAX_WORDS = 100;

  private static final Map<String, List<String>> VALUES =
      Map.of(
          "--on-conflict", List.of("ask", "fail", "skip", "rename", "overwrite"),
          "--via", List.of("any", "direct", "relay"),
          "--links", List.of("preserve", "follow", "skip"),
          "--congestion", List.of("bbr", "cubic"));

  /// What the shell does beside showing candidates.
  enum Then {
    /// Nothing.
    NOTHING,
    /// No blank behind the candidate: the word goes on.
    GO_ON,
    /// Offer names of files.
    FILES
  }

  /// A word, and what it means where there is more to say.
  record Candidate(String word, String meaning) {}

  /// What is offered.
  record Offer(List<Candidate> candidates, Then then) {
    static final Offer NONE = new Offer(List.of(), Then.NOTHING);
    static final Offer FILES = new Offer(List.of(), Then.FILES);
  }

  private final CommandLine program;

  Completions(CommandLine program) {
    this.program = program;
  }

  /// What may stand for the last of these words.
  ///
  /// @param words those behind `sluice`; the last is being typed and may be empty
  Offer of(List<String> words) {
    String typed = words.isEmpty() ? "" : words.getLast();
    List<String> before = words.subList(0, Math.max(0, words.size() - 1));
    if (before.contains("--")) {
      return Offer.FILES;
    }
    CommandSpec command = command(before);
    if (command == null && before.stream().anyMatch(word -> !word.startsWith("-"))) {
      return Offer.NONE;
    }
    if (command == null) {
      return typed.startsWith("-")
          ? options(program.getCommandSpec(), typed)
          : commandsAndCodes(typed);
    }
    int equals = typed.startsWith("--") ? typed.indexOf('=') : -1;
    if (equals > 0) {
      return values(command, typed.substring(0, equals), typed.substring(equals + 1));
    }
    String previous = before.getLast();
    OptionSpec option = previous.startsWith("-") ? command.findOption(previous) : null;
    if (option != null && option.arity().min() > 0) {
      return values(command, previous, typed);
    }
    if (typed.startsWith("-") && typed.length() > 0) {
      return options(command, typed);
    }
    return positional(command, typed);
  }

  /// The command that was typed, the implied one of a bare code included.
  private @Nullable CommandSpec command(List<String> before) {
    for (String word : before) {
      CommandLine named = program.getSubcommands().get(word);
      if (named != null) {
        return named.getCommandSpec();
      }
      if (CommandLineProgram.isLikeACode(word)) {
        return spec("receive");
      }
    }
    return null;
  }

  private CommandSpec spec(String name) {
    CommandLine found = program.getSubcommands().get(name);
    if (found == null) {
      throw new IllegalStateException("no command " + name);
    }
    return found.getCommandSpec();
  }

  private Offer commandsAndCodes(String typed) {
    if (!typed.isEmpty() && Character.isDigit(typed.charAt(0))) {
      return code(typed);
    }
    List<Candidate> candidates = new ArrayList<>();
    program
        .getSubcommands()
        .forEach(
            (name, command) -> {
              CommandSpec spec = command.getCommandSpec();
              if (name.startsWith(typed)
                  && name.equals(spec.name())
                  && !spec.usageMessage().hidden()) {
                candidates.add(new Candidate(name, String.join(" ", spec.usageMessage().header())));
              }
            });
    return new Offer(candidates, Then.NOTHING);
  }

  private static Offer options(CommandSpec spec, String typed) {
    List<Candidate> candidates = new ArrayList<>();
    for (OptionSpec option : spec.options()) {
      for (String name : option.names()) {
        boolean isBest = name.equals(option.longestName()) || !typed.equals("-");
        if (!option.hidden() && name.startsWith(typed) && isBest) {
          candidates.add(
              new Candidate(name, firstSentence(String.join(" ", option.description()))));
        }
      }
    }
    return new Offer(candidates, Then.NOTHING);
  }

  private static Offer values(CommandSpec command, String name, String typed) {
    OptionSpec option = command.findOption(name);
    List<String> words = VALUES.get(name);
    if (words != null) {
      return new Offer(
          words.stream()
              .filter(word -> word.startsWith(typed))
              .map(word -> new Candidate(word, ""))
              .toList(),
          Then.NOTHING);
    }
    boolean takesFile =
        option != null
            && (option.paramLabel().contains("FILE") || option.paramLabel().contains("DIR"));
    return takesFile ? Offer.FILES : Offer.NONE;
  }

  private static Offer positional(CommandSpec command, String typed) {
    return switch (command.name()) {
      case "send", "demo" -> Offer.FILES;
      case "receive", "pipe", "pair" -> code(typed);
      case "peers" ->
          new Offer(
              PeersCommand.ACTIONS.stream()
                  .filter(action -> action.startsWith(typed))
                  .map(action -> new Candidate(action, ""))
                  .toList(),
              Then.NOTHING);
      case "completion" ->
          new Offer(
              CompletionCommand.SHELLS.stream()
                  .filter(shell -> shell.startsWith(typed))
                  .map(shell -> new Candidate(shell, ""))
                  .toList(),
              Then.NOTHING);
      default -> Offer.NONE;
    };
  }

  /// Words of a code go on: behind each there may be another.
  private static Offer code(String typed) {
    List<String> words = CodeCompletion.complete(typed);
    if (words.size() > MAX_WORDS) {
      return Offer.NONE;
    }
    return new Offer(
        words.stream().map(word -> new Candidate(word + "-", "")).toList(), Then.GO_ON);
  }

  private static String firstSentence(String text) {
    int end = text.indexOf(". ");
    String sentence = end < 0 ? text : text.substring(0, end);
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }
}
