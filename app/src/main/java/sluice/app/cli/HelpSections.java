package sluice.app.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/// The options of a command under headings, in the order in which they are told: a list of thirty is
/// not read. What belongs under no other heading is the command's own and comes first.
final class HelpSections {
  private static final String OWN = "Options";

  private static final Map<String, Set<String>> SECTIONS = new LinkedHashMap<>();

  static {
    SECTIONS.put(OWN, Set.of());
    SECTIONS.put(
        "The code",
        Set.of("--code", "--words", "--code-file", "--qr", "--clip", "--verify", "--timeout"));
    SECTIONS.put(
        "Trees",
        Set.of(
            "--exclude",
            "--exclude-from",
            "--links",
            "--unsafe-links",
            "--owners",
            "--xattrs",
            "--acls",
            "--checksum",
            "--allow-dotfiles"));
    SECTIONS.put(
        "The network",
        Set.of(
            "--relay",
            "--lan-only",
            "--ice-server",
            "--via",
            "--forward",
            "--proxy",
            "--ca-file",
            "--limit",
            "--mtu",
            "--congestion"));
    SECTIONS.put(
        "What is shown",
        Set.of("--json", "--quiet", "--verbose", "--log-file", "--help", "--version"));
  }

  private HelpSections() {}

  /// Lets the help of a command show its options under headings.
  static void addTo(CommandSpec spec) {
    Map<String, picocli.CommandLine.IHelpSectionRenderer> renderers =
        spec.usageMessage().sectionMap();
    renderers.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING, _ -> "");
    renderers.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpSections::render);
    spec.usageMessage().sectionMap(renderers);
  }

  /// Headings with their options, none empty.
  static Map<String, List<OptionSpec>> of(CommandSpec spec) {
    Map<String, List<OptionSpec>> sections = new LinkedHashMap<>();
    SECTIONS.keySet().forEach(heading -> sections.put(heading, new ArrayList<>()));
    for (OptionSpec option : spec.options()) {
      if (!option.hidden()) {
        sections.getOrDefault(heading(option), List.of()).add(option);
      }
    }
    sections.values().removeIf(List::isEmpty);
    return sections;
  }

  private static String heading(OptionSpec option) {
    return SECTIONS.entrySet().stream()
        .filter(section -> section.getValue().contains(option.longestName()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(OWN);
  }

  private static String render(Help help) {
    StringBuilder text = new StringBuilder();
    of(help.commandSpec())
        .forEach(
            (heading, options) ->
                text.append(System.lineSeparator())
                    .append(heading)
                    .append(':')
                    .append(System.lineSeparator())
                    .append(
                        help.optionListExcludingGroups(
                            options,
                            help.createDefaultLayout(
                                help.commandSpec().options(),
                                help.commandSpec().positionalParameters(),
                                help.colorScheme()),
                            null,
                            help.parameterLabelRenderer())));
    return text.toString();
  }
}
