package sluice.app.cli;

import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.ParseResult;

/// The command that was given, as it is given again to go on from what an interrupted run has left: with a
/// fresh code in place of the one that is used up.
final class Again {
  /// What needs no quotes in any usual shell.
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");

  private Again() {}

  static String command(ParseResult parsed) {
    return command(parsed.commandSpec().name(), parsed.originalArgs());
  }

  /// @param arguments as they were given, the command's name or alias first
  static String command(String name, List<String> arguments) {
    StringBuilder command = new StringBuilder("sluice");
    boolean named = false;
    for (int at = 0; at < arguments.size(); at++) {
      String argument = arguments.get(at);
      if (!named) {
        // What stands before its name was moved behind it before it was read; an alias becomes the
        // name.
        named = true;
        command.append(' ').append(name);
        continue;
      }
      if (argument.equals("--code")) {
        at++;
      } else if (!argument.startsWith("--code=")) {
        boolean isCode = name.equals("receive") && CommandLineProgram.isLikeACode(argument);
        command.append(' ').append(isCode ? "NEW-CODE" : quoted(argument));
      }
    }
    return command.toString();
  }

  private static String quoted(String argument) {
    return PLAIN.matcher(argument).matches()
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }
}
