package sluice.app.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import sluice.app.demo.Demo;

/// `sluice demo`
final class DemoCommand implements Command {
  private static final int DEFAULT_MEGABYTES = 256;
  private static final int MAX_MEGABYTES = 1_000_000;

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("demo");
    spec.addOption(
        OptionSpec.builder("--size")
            .paramLabel("MB")
            .type(Integer.class)
            .description("Size of the generated file in MB. Default: " + DEFAULT_MEGABYTES + ".")
            .build());
    TransportOptions.addTo(spec);
    GlobalOptions.addHelpTo(spec);
    spec.usageMessage()
        .header("Show it working, on this machine alone.")
        .description(
            "",
            "Shows that everything works, on this machine alone: starts a relay, a sender and a"
                + " receiver as three processes, sends a generated file, compares it byte by byte"
                + " and removes everything again.",
            "");
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Surroundings surroundings) throws UsageException {
    int megabytes = parsed.matchedOptionValue("--size", DEFAULT_MEGABYTES);
    if (megabytes < 0 || megabytes > MAX_MEGABYTES) {
      throw new UsageException("--size takes 0 to " + MAX_MEGABYTES);
    }
    TransportOptions.of(parsed);
    return Demo.run(
            megabytes * 1_000_000L,
            TransportOptions.arguments(parsed),
            surroundings.out(),
            surroundings.err())
        .status();
  }
}
