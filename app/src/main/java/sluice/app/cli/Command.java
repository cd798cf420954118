package sluice.app.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// One command of the program. Its specification is built by hand and not from annotations: reading
/// those by reflection is the larger part of a short run.
interface Command {
  /// Name, aliases, options and help.
  CommandSpec spec();

  /// Runs it and tells the process's exit status.
  int run(ParseResult parsed, Surroundings surroundings) throws UsageException;
}
