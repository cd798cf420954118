package sluice.app.cli;

import java.io.IOException;
import java.time.Clock;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import sluice.app.Escaper;
import sluice.app.ExitCode;
import sluice.app.doctor.Diagnosis;
import sluice.app.doctor.Doctor;
import sluice.app.doctor.Facts;
import sluice.app.doctor.JsonReport;
import sluice.app.doctor.TextReport;
import sluice.app.ui.Frontend;

/// `sluice doctor`
final class DoctorCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("doctor");
    GlobalOptions.addTo(spec);
    spec.usageMessage()
        .header("Tell what this machine's network allows.")
        .description(
            "",
            "Looks at this machine's interfaces, asks the relay, the STUN and the TURN servers that"
                + " a transfer would use, finds out what the NATs in between do, and says what that"
                + " means for transfers.",
            "")
        .footer(
            "",
            "Ends with 0 where transfers beyond this network are to be expected, with 5 where the"
                + " relay cannot be reached, with 6 where neither UDP nor a TURN server offers a"
                + " route.",
            "",
            "Example:",
            "  sluice doctor --relay relay.example --ice-server stun:stun.example");
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Surroundings surroundings) throws UsageException {
    GlobalOptions options = GlobalOptions.of(parsed, surroundings);
    Logging.configure(options);
    try {
      Facts facts =
          new Doctor(options.relay(), options.access(), options.peer(), surroundings.environment())
              .examine();
      Diagnosis diagnosis = Diagnosis.of(facts);
      if (options.format() == Frontend.Format.JSON) {
        surroundings.out().println(JsonReport.of(facts, diagnosis, Clock.systemUTC()));
      } else {
        TextReport.of(facts, diagnosis).forEach(surroundings.out()::println);
      }
      return surroundings.out().checkError()
          ? ExitCode.OUTPUT_CLOSED.status()
          : diagnosis.exit().status();
    } catch (IOException local) {
      surroundings
          .err()
          .println(
              "sluice: This machine's network cannot be looked at: "
                  + Escaper.escape(String.valueOf(local.getMessage())));
      return ExitCode.LOCAL_FILE.status();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERRUPTED.status();
    }
  }
}
