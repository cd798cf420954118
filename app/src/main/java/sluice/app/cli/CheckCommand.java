package sluice.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import sluice.app.Escaper;
import sluice.app.ExitCode;
import sluice.app.files.SnapshotCheck;
import sluice.app.transfer.FileName;
import sluice.app.ui.Frontend;
import sluice.app.ui.JsonView;
import sluice.app.ui.Quantity;

/// `sluice check DIR`
final class CheckCommand implements Command {
  private static final JsonFactory JSON = new JsonFactory();

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("check");
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("DIR")
            .arity("1")
            .type(String.class)
            .description("A folder with snapshots, or a single snapshot in one.")
            .build());
    GlobalOptions.addOutputTo(spec);
    spec.usageMessage()
        .header("Read snapshots and compare them with their manifests.")
        .description(
            "",
            "Reads every file of every snapshot in DIR that sluice sync has made, and compares its"
                + " SHA-256 with the snapshot's manifest. A file that several snapshots share is"
                + " read once. Changes nothing.",
            "")
        .footer(
            "",
            "Ends with 0 where all is as it was, with 8 where a file is changed, missing,"
                + " unexpected or unreadable, or where there are no snapshots.",
            "",
            "Example:",
            "  sluice check /srv/backup/laptop");
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Surroundings surroundings) throws UsageException {
    GlobalOptions options = GlobalOptions.ofOutput(parsed);
    Logging.configure(options);
    String folder = parsed.matchedPositionalValue(0, "");
    Report report = new Report(options.format(), surroundings);
    try {
      SnapshotCheck.Sum sum = new SnapshotCheck(report).check(Path.of(folder));
      if (sum.snapshots() == 0) {
        return report.failed("There are no snapshots in " + Escaper.escape(folder) + ".").status();
      }
      report.end(sum);
      if (surroundings.out().checkError()) {
        return ExitCode.OUTPUT_CLOSED.status();
      }
      return (sum.problems() == 0 ? ExitCode.DONE : ExitCode.LOCAL_FILE).status();
    } catch (NoSuchFileException | InvalidPathException missing) {
      return report.failed("There is no folder " + Escaper.escape(folder) + ".").status();
    } catch (IOException e) {
      return report
          .failed(
              "Cannot read "
                  + Escaper.escape(folder)
                  + ": "
                  + Escaper.escape(String.valueOf(e.getMessage()))
                  + ".")
          .status();
    }
  }

  /// What people or scripts hear.
  private static final class Report implements SnapshotCheck.Listener {
    private final Frontend.Format format;
    private final PrintStream out;
    private final PrintStream err;

    Report(Frontend.Format format, Surroundings surroundings) {
      this.format = format;
      this.out = surroundings.out();
      this.err = surroundings.err();
    }

    @Override
    public void begun(String snapshot) {
      if (format == Frontend.Format.PEOPLE || format == Frontend.Format.DETAILED) {
        err.println("Checking " + snapshot);
      }
    }

    @Override
    public void problem(String snapshot, FileName path, SnapshotCheck.Problem problem) {
      String word = problem.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (format != Frontend.Format.JSON) {
        out.println(word + ": " + snapshot + "/" + path.display());
        return;
      }
      line(
          "damaged",
          json -> {
            json.writeStringField("snapshot", snapshot);
            json.writeStringField("problem", word);
            String text = path.text();
            json.writeStringField("path", text == null ? path.display() : text);
            if (text == null) {
              json.writeStringField("pathBase64", Base64.getEncoder().encodeToString(path.bytes()));
            }
          });
    }

    void end(SnapshotCheck.Sum sum) {
      switch (format) {
        case JSON ->
            line(
                "checked",
                json -> {
                  json.writeNumberField("snapshots", sum.snapshots());
                  json.writeNumberField("files", sum.files());
                  json.writeNumberField("bytesRead", sum.bytesRead());
                  json.writeNumberField("problems", sum.problems());
                });
        case PEOPLE, DETAILED ->
            out.println(
                "Checked: "
                    + Quantity.count(sum.snapshots(), "snapshot")
                    + ", "
                    + Quantity.count(sum.files(), "file")
                    + ", "
                    + Quantity.bytes(sum.bytesRead())
                    + " read; "
                    + (sum.problems() == 0
                        ? "all is as it was."
                        : Quantity.count(sum.problems(), "problem") + "."));
        case QUIET -> {}
      }
    }

    ExitCode failed(String sentence) {
      if (format == Frontend.Format.JSON) {
        line(
            "error",
            json -> {
              json.writeStringField("code", "cannot_check");
              json.writeNumberField("exit", ExitCode.LOCAL_FILE.status());
              json.writeBooleanField("retryable", false);
              json.writeStringField("message", sentence);
            });
      } else {
        err.println("sluice: " + sentence);
      }
      return ExitCode.LOCAL_FILE;
    }

    private interface Fields {
      void writeTo(JsonGenerator json) throws IOException;
    }

    private void line(String event, Fields fields) {
      StringWriter text = new StringWriter();
      try (JsonGenerator json = JSON.createGenerator(text)) {
        json.writeStartObject();
        json.writeStringField("event", event);
        json.writeStringField("time", Instant.now().toString());
        json.writeNumberField("version", JsonView.VERSION);
        fields.writeTo(json);
        json.writeEndObject();
      } catch (IOException e) {
        throw new UncheckedIOException("a StringWriter does not fail", e);
      }
      out.println(text);
    }
  }
}
