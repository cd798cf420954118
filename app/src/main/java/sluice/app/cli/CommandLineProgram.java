package sluice.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import sluice.app.Escaper;
import sluice.app.ExitCode;

/// The whole command line: finds the command, shows help, and turns what cannot be understood into a
/// sentence and exit code 2.
public final class CommandLineProgram {
  private static final int HELP_COLUMNS = 90;

  /// What can only be meant as a code: digits, a dash, something.
  private static final Pattern CODE_LIKE = Pattern.compile("\\d+-\\S.*");

  private final Surroundings surroundings;
  private final Map<String, Command> commands = new LinkedHashMap<>();
  private final CommandLine commandLine;

  public CommandLineProgram(Surroundings surroundings) {
    this.surroundings = surroundings;
    CommandSpec root = rootSpec();
    for (Command command :
        List.of(
            new SendCommand(),
            new ReceiveCommand(),
            new PipeCommand(),
            new PairCommand(),
            new PeersCommand(),
            new ListenCommand(),
            new RelayCommand(),
            new DemoCommand(),
            new DoctorCommand(),
            new SyncCommand(),
            new CheckCommand(),
            new CompletionCommand(),
            new CompleteCommand())) {
      CommandSpec spec = command.spec();
      commands.put(spec.name(), command);
      HelpSections.addTo(spec);
      spec.usageMessage().sortOptions(false).sortSynopsis(false).abbreviateSynopsis(true);
      root.addSubcommand(spec.name(), spec);
    }
    commandLine = new CommandLine(root);
    commandLine.setUsageHelpWidth(HELP_COLUMNS);
    commandLine.setOverwrittenOptionsAllowed(false);
    commandLine.setPosixClusteredShortOptionsAllowed(false);
    commandLine.setExpandAtFiles(false);
  }

  /// Runs the command that the arguments name.
  ///
  /// @return the status for the process to end with
  public int run(String... args) {
    try {
      String[] full = withImpliedCommand(args);
      ParseResult parsed = commandLine.parseArgs(full);
      return run(parsed);
    } catch (ParameterException misunderstood) {
      return refuse(misunderstood);
    } catch (UsageException misused) {
      return refuse(String.valueOf(misused.getMessage()), "sluice --help");
    }
  }

  private int run(ParseResult parsed) throws UsageException {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    CommandSpec spec = last.commandSpec();
    if (last.isUsageHelpRequested()) {
      spec.commandLine().usage(surroundings.out());
      return written().status();
    }
    if (parsed.isVersionHelpRequested()) {
      surroundings.out().println("sluice " + version());
      return written().status();
    }
    Command command = commands.get(spec.name());
    if (command == null) {
      spec.commandLine().usage(surroundings.err());
      return ExitCode.USAGE.status();
    }
    return command.run(last, surroundings);
  }

  private ExitCode written() {
    if (!surroundings.out().checkError()) {
      return ExitCode.DONE;
    }
    Optional<String> obstacle = surroundings.obstacle().get();
    if (obstacle.isEmpty()) {
      return ExitCode.OUTPUT_CLOSED;
    }
    surroundings
        .err()
        .println("sluice: Standard output cannot be written: " + Escaper.escape(obstacle.get()));
    return ExitCode.LOCAL_FILE;
  }

  /// As the build wrote it down.
  private static String version() {
    try (InputStream text = CommandLineProgram.class.getResourceAsStream("version.txt")) {
      if (text == null) {
        throw new IllegalStateException("built without its version");
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static CommandSpec rootSpec() {
    CommandSpec spec = CommandSpec.create().name("sluice");
    GlobalOptions.addHelpTo(spec);
    spec.addOption(
        OptionSpec.builder("--version")
            .versionHelp(true)
            .arity("0")
            .type(boolean.class)
            .description("Show the version.")
            .build());
    spec.usageMessage()
        .synopsisHeading("Usage: ")
        .customSynopsis(
            "sluice COMMAND [OPTIONS]",
            "       sluice CODE            (the same as: sluice receive CODE)")
        .description(
            "%nMoves files between two machines, directly and encrypted, paired by a short code.%n")
        .commandListHeading("%nCommands:%n")
        .footer(
            "",
            "sluice COMMAND --help tells the options of a command.",
            "",
            "Examples:",
            "  sluice send photo.raw                  shows a code, for example"
                + " 4217-pelican-violin",
            "  sluice receive 4217-pelican-violin     stores photo.raw in this folder",
            "  sluice demo                            shows it working on this machine alone");
    return spec;
  }

  /// Puts `receive` before a bare code, whatever options stand before it.
  private String[] withImpliedCommand(String[] args) throws UsageException {
    for (int at = 0; at < args.length; at++) {
      String arg = args[at];
      if (arg.startsWith("-") && arg.length() > 1) {
        at += takesNext(arg) ? 1 : 0;
        continue;
      }
      if (commandLine.getSubcommands().containsKey(arg)) {
        return moveFirst(args, at);
      }
      if (isLikeACode(arg) && !exists(arg)) {
        List<String> full = new ArrayList<>(List.of("receive"));
        full.addAll(Arrays.asList(args));
        return full.toArray(String[]::new);
      }
      if (exists(arg)) {
        throw new UsageException("'" + arg + "' is no command. Did you mean: sluice send " + arg);
      }
      throw new UsageException("'" + arg + "' is no command and no code" + suggestion(arg));
    }
    return args;
  }

  /// Options may stand before the command's name: they are moved behind it.
  private static String[] moveFirst(String[] args, int at) {
    List<String> full = new ArrayList<>(Arrays.asList(args));
    full.addFirst(full.remove(at));
    return full.toArray(String[]::new);
  }

  /// Whether what follows is an option's value, of whichever command's: which one it is, is not known yet.
  private boolean takesNext(String name) {
    return commandLine.getSubcommands().values().stream()
        .map(command -> command.getCommandSpec().findOption(name))
        .anyMatch(option -> option != null && option.arity().min() > 0);
  }

  private String suggestion(String word) {
    for (String name : commandLine.getSubcommands().keySet()) {
      if (!name.startsWith("_")
          && word.length() > 1
          && (name.startsWith(word) || word.startsWith(name))) {
        return ". Did you mean: sluice " + name;
      }
    }
    return "";
  }

  /// Whether this can only be meant as a code.
  static boolean isLikeACode(String word) {
    return CODE_LIKE.matcher(word).matches();
  }

  /// The pages of the manual: names of files, and their texts.
  Map<String, String> manPages() {
    return ManPage.all(commandLine);
  }

  private static boolean exists(String argument) {
    try {
      return Files.exists(Path.of(argument));
    } catch (InvalidPathException noPath) {
      return false;
    }
  }

  private int refuse(ParameterException misunderstood) {
    String name = misunderstood.getCommandLine().getCommandSpec().qualifiedName();
    String sentence = String.valueOf(misunderstood.getMessage());
    if (misunderstood instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().isEmpty()) {
      sentence = name + " does not know '" + unmatched.getUnmatched().getFirst() + "'";
    }
    return refuse(sentence, name + " --help");
  }

  private int refuse(String sentence, String help) {
    PrintStream err = surroundings.err();
    err.println("sluice: " + Escaper.escape(sentence));
    err.println("Try: " + help);
    return ExitCode.USAGE.status();
  }
}
