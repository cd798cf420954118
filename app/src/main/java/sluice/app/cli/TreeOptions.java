package sluice.app.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import sluice.app.Escaper;
import sluice.app.files.DestinationOptions;
import sluice.app.files.IgnoreRules;
import sluice.app.files.SourceOptions;

/// The options about directories and what is kept of files, at both ends.
final class TreeOptions {
  /// What an ignore file may hold.
  private static final long MAX_IGNORE_BYTES = 16 << 20;

  private TreeOptions() {}

  static void addToSend(CommandSpec spec) {
    spec.addOption(
        list(
            "--exclude",
            "GLOB",
            "Leave out what matches GLOB, in the syntax of .gitignore, as if the file lay beside"
                + " what you name. Repeatable; the last match decides."));
    spec.addOption(
        list("--exclude-from", "FILE", "Read such patterns from FILE, one a line. Repeatable."));
    spec.addOption(
        GlobalOptions.text(
            "--links",
            "HOW",
            "Symbolic links within folders: preserve (the default), follow, or skip. Links that"
                + " you name yourself are followed."));
    addKept(spec, "Send");
    spec.addOption(GlobalOptions.flag("--dry-run", "Show what would be sent, and send nothing."));
  }

  static void addToReceive(CommandSpec spec) {
    addKept(spec, "Set");
    spec.addOption(
        GlobalOptions.flag(
            "--unsafe-links",
            "Make symbolic links that lead out of what is received as well; else they are left"
                + " out and told."));
    spec.addOption(
        GlobalOptions.flag(
            "--allow-dotfiles",
            "With --yes, accept names that begin with a dot straight into your home folder."));
  }

  static void addComparison(CommandSpec spec) {
    spec.addOption(
        GlobalOptions.flag(
            "--checksum",
            "Compare files that are there already by SHA-256, and not by size and time; equal ones"
                + " are skipped."));
    spec.addOption(
        GlobalOptions.flag(
            "--no-resume",
            "Throw away what an interrupted run has left, and begin anew. Default: go on from"
                + " there."));
  }

  private static void addKept(CommandSpec spec, String verb) {
    spec.addOption(
        GlobalOptions.flag(
            "--owners",
            verb + " owners and groups too. Both sides ask for it; setting needs root."));
    spec.addOption(
        GlobalOptions.flag("--xattrs", verb + " extended attributes too. Both sides ask for it."));
    spec.addOption(GlobalOptions.flag("--acls", verb + " POSIX ACLs too. Both sides ask for it."));
  }

  private static OptionSpec list(String name, String label, String description) {
    return OptionSpec.builder(name)
        .paramLabel(label)
        .arity("1")
        .type(List.class)
        .auxiliaryTypes(String.class)
        .description(description)
        .build();
  }

  static SourceOptions source(ParseResult parsed) throws UsageException {
    Set<SourceOptions.Extra> extras = EnumSet.noneOf(SourceOptions.Extra.class);
    if (GlobalOptions.has(parsed, "--owners")) {
      extras.add(SourceOptions.Extra.OWNERS);
    }
    if (GlobalOptions.has(parsed, "--xattrs")) {
      extras.add(SourceOptions.Extra.XATTRS);
    }
    if (GlobalOptions.has(parsed, "--acls")) {
      extras.add(SourceOptions.Extra.ACLS);
    }
    return new SourceOptions(links(parsed), extras, rules(parsed));
  }

  private static SourceOptions.Links links(ParseResult parsed) throws UsageException {
    String how = GlobalOptions.value(parsed, "--links").orElse("preserve");
    return switch (how) {
      case "preserve" -> SourceOptions.Links.PRESERVE;
      case "follow" -> SourceOptions.Links.FOLLOW;
      case "skip" -> SourceOptions.Links.SKIP;
      default ->
          throw new UsageException("--links takes preserve, follow or skip, not '" + how + "'");
    };
  }

  private static IgnoreRules rules(ParseResult parsed) throws UsageException {
    List<String> lines = new ArrayList<>();
    for (String file : parsed.matchedOptionValue("--exclude-from", List.<String>of())) {
      lines.addAll(read(file));
    }
    lines.addAll(parsed.matchedOptionValue("--exclude", List.<String>of()));
    return IgnoreRules.of(lines);
  }

  private static List<String> read(String file) throws UsageException {
    try {
      Path path = Path.of(file);
      if (Files.size(path) > MAX_IGNORE_BYTES) {
        throw new UsageException("--exclude-from " + Escaper.escape(file) + " is too long");
      }
      return Files.readString(path, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UsageException(
          "--exclude-from " + Escaper.escape(file) + " cannot be read: " + e.getMessage());
    }
  }

  /// @param seen whether somebody looks at the offer before it is accepted
  static DestinationOptions destination(ParseResult parsed, boolean seen) {
    Set<DestinationOptions.Allowance> allowed = EnumSet.noneOf(DestinationOptions.Allowance.class);
    if (GlobalOptions.has(parsed, "--unsafe-links")) {
      allowed.add(DestinationOptions.Allowance.UNSAFE_LINKS);
    }
    if (seen) {
      allowed.add(DestinationOptions.Allowance.SHOWN_DOTFILES_AT_HOME);
    }
    if (GlobalOptions.has(parsed, "--allow-dotfiles")) {
      allowed.add(DestinationOptions.Allowance.DOTFILES_AT_HOME);
    }
    if (GlobalOptions.has(parsed, "--owners")) {
      allowed.add(DestinationOptions.Allowance.OWNERS);
    }
    if (GlobalOptions.has(parsed, "--xattrs")) {
      allowed.add(DestinationOptions.Allowance.XATTRS);
    }
    if (GlobalOptions.has(parsed, "--acls")) {
      allowed.add(DestinationOptions.Allowance.ACLS);
    }
    return new DestinationOptions(
        allowed,
        GlobalOptions.has(parsed, "--checksum")
            ? DestinationOptions.Comparison.SHA256
            : DestinationOptions.Comparison.SIZE_AND_TIME,
        GlobalOptions.has(parsed, "--no-resume")
            ? DestinationOptions.Leftovers.DISCARD
            : DestinationOptions.Leftovers.RESUME);
  }
}
