package sluice.app.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import sluice.app.ExitCode;

/// Makes the manual pages (`dist/man`) out of what the commands say in their help, so that the two
/// cannot differ.
final class ManPage {
  private static final String MANUAL = "sluice manual";

  private final StringBuilder roff = new StringBuilder();

  private ManPage() {}

  /// All pages: their file names and texts.
  static Map<String, String> all(CommandLine program) {
    Map<String, String> pages = new LinkedHashMap<>();
    CommandSpec root = program.getCommandSpec();
    List<String> others = new ArrayList<>();
    root.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(spec -> !spec.usageMessage().hidden())
        .distinct()
        .forEach(
            spec -> {
              others.add("sluice-" + spec.name());
              pages.put("sluice-" + spec.name() + ".1", ofCommand(spec));
            });
    pages.put("sluice.1", ofProgram(root, others));
    return pages;
  }

  private static String ofProgram(CommandSpec root, List<String> others) {
    ManPage page = new ManPage();
    page.head("sluice", "move bytes between two machines, directly and encrypted");
    page.section("SYNOPSIS");
    page.paragraph("\\fBsluice\\fR \\fICOMMAND\\fR [\\fIOPTION\\fR ...]", Form.ROFF);
    page.paragraph("\\fBsluice\\fR \\fICODE\\fR [\\fIOPTION\\fR ...]", Form.ROFF);
    page.section("DESCRIPTION");
    page.texts(root.usageMessage().description());
    page.section("COMMANDS");
    root.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(spec -> !spec.usageMessage().hidden())
        .distinct()
        .forEach(
            spec ->
                page.item(
                    "\\fBsluice " + escaped(names(spec)) + "\\fR",
                    String.join(" ", spec.usageMessage().header())));
    page.section("EXIT STATUS");
    for (ExitCode exit : ExitCode.values()) {
      page.item("\\fB" + exit.status() + "\\fR", exit.meaning());
    }
    page.section("ENVIRONMENT");
    page.item("\\fBSLUICE_RELAY\\fR", "The relay to meet at; --relay wins over it.");
    page.item("\\fBSLUICE_HOME\\fR", "The folder of settings. Default: ~/.config/sluice.");
    page.item("\\fBNO_COLOR\\fR", "If set and not empty, no colours.");
    page.section("FILES");
    page.item(
        "\\fI~/.config/sluice/config\\fR",
        "Lines of key = value: relay, ice-server (may be repeated). # begins a comment.");
    page.footer(root.usageMessage().footer());
    page.seeAlso(others);
    return page.roff.toString();
  }

  private static String ofCommand(CommandSpec spec) {
    ManPage page = new ManPage();
    String header = String.join(" ", spec.usageMessage().header());
    page.head("sluice-" + spec.name(), lowerFirst(withoutFullStop(header)));
    page.section("SYNOPSIS");
    StringBuilder synopsis = new StringBuilder("\\fBsluice ").append(spec.name()).append("\\fR");
    synopsis.append(" [\\fIOPTION\\fR ...]");
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      synopsis.append(" \\fI").append(escaped(parameter.paramLabel())).append("\\fR");
    }
    page.paragraph(synopsis.toString(), Form.ROFF);
    page.section("DESCRIPTION");
    page.texts(spec.usageMessage().description());
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      page.item(
          "\\fI" + escaped(parameter.paramLabel()) + "\\fR",
          String.join(" ", parameter.description()));
    }
    HelpSections.of(spec)
        .forEach(
            (heading, options) -> {
              page.section(heading.toUpperCase(Locale.ROOT));
              options.forEach(page::option);
            });
    page.footer(spec.usageMessage().footer());
    page.seeAlso(List.of("sluice"));
    return page.roff.toString();
  }

  private enum Form {
    TEXT,
    ROFF
  }

  private void head(String name, String purpose) {
    roff.append(".\\\" Made from the program's own help; see ManPageTest.\n");
    roff.append(".TH ")
        .append(name.toUpperCase(Locale.ROOT))
        .append(" 1 \"\" \"sluice\" \"")
        .append(MANUAL)
        .append("\"\n");
    section("NAME");
    paragraph(name + " - " + purpose, Form.TEXT);
  }

  private void section(String title) {
    roff.append(".SH ").append(escaped(title)).append('\n');
  }

  private void paragraph(String text, Form form) {
    roff.append(".PP\n").append(form == Form.ROFF ? text : escaped(text)).append('\n');
  }

  private void texts(String[] lines) {
    for (String line : lines) {
      String text = line.replace("%n", "").strip();
      if (!text.isEmpty()) {
        paragraph(text, Form.TEXT);
      }
    }
  }

  private void item(String roffTerm, String text) {
    roff.append(".TP\n").append(roffTerm).append('\n').append(escaped(text)).append('\n');
  }

  private void option(OptionSpec option) {
    StringBuilder term = new StringBuilder();
    for (String name : option.names()) {
      term.append(term.isEmpty() ? "" : ", ").append("\\fB").append(escaped(name)).append("\\fR");
    }
    if (option.arity().max() > 0) {
      term.append(" \\fI").append(escaped(option.paramLabel())).append("\\fR");
    }
    item(term.toString(), String.join(" ", option.description()));
  }

  /// Indented lines of a footer are examples and stay as they are; a line before them is their heading.
  private void footer(String[] lines) {
    boolean verbatim = false;
    section("EXAMPLES");
    for (String line : lines) {
      boolean indented = line.startsWith("  ");
      if (indented != verbatim) {
        roff.append(indented ? ".PP\n.nf\n" : ".fi\n");
        verbatim = indented;
      }
      if (indented) {
        roff.append(escaped(line)).append('\n');
      } else if (!line.isBlank() && !line.equals("Examples:")) {
        paragraph(line, Form.TEXT);
      }
    }
    roff.append(verbatim ? ".fi\n" : "");
  }

  private void seeAlso(List<String> pages) {
    section("SEE ALSO");
    List<String> references = new ArrayList<>();
    pages.forEach(page -> references.add("\\fB" + escaped(page) + "\\fR(1)"));
    paragraph(String.join(", ", references), Form.ROFF);
  }

  private static String names(CommandSpec spec) {
    StringBuilder names = new StringBuilder(spec.name());
    for (String alias : spec.aliases()) {
      names.append(", ").append(alias);
    }
    return names.toString();
  }

  /// Backslashes and dashes as themselves, and no line that begins with a request.
  private static String escaped(String text) {
    String safe = text.replace("\\", "\\e").replace("-", "\\-").replace("…", "...");
    return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
  }

  private static String lowerFirst(String text) {
    return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }

  private static String withoutFullStop(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }
}
