package sluice.app.ui;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sluice.app.Escaper;
import sluice.app.ExitCode;

/// One JSON object a line, as `app/docs/json-events.md` specifies. The lines are ASCII whatever the
/// names of the files hold, so they are valid under every locale and harmless on a terminal.
public final class JsonView implements View {
  /// The version of the events, in the `version` of each.
  public static final int VERSION = 1;

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final PrintStream out;
  private final Clock clock;

  /// @param out where the lines go: standard output, or standard error where the payload takes it
  public JsonView(PrintStream out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  @Override
  public boolean isForScripts() {
    return true;
  }

  @Override
  public void show(UiEvent event) throws OutputClosedException {
    if (event instanceof UiEvent.QrCode) {
      // A picture is for people; what is in it the event before has told.
      return;
    }
    out.println(line(event));
    if (out.checkError()) {
      throw new OutputClosedException();
    }
  }

  @Override
  public void close() {
    out.flush();
  }

  private String line(UiEvent event) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("event", name(event));
      json.writeStringField("time", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
      json.writeNumberField("version", VERSION);
      writeFields(json, event);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return line.toString();
  }

  private static String name(UiEvent event) {
    return switch (event) {
      case UiEvent.CodeReady _ -> "code";
      case UiEvent.QrCode _ -> throw new IllegalStateException("pictures are for people");
      case UiEvent.Listening _ -> "listening";
      case UiEvent.Waiting _ -> "waiting";
      case UiEvent.Paired _ -> "paired";
      case UiEvent.Verification _ -> "verification";
      case UiEvent.PathChosen _ -> "path";
      case UiEvent.Connected _ -> "connected";
      case UiEvent.Offer _ -> "offer";
      case UiEvent.Progress _ -> "progress";
      case UiEvent.Stalled _ -> "stalled";
      case UiEvent.Reconnecting _ -> "reconnecting";
      case UiEvent.Resumed _ -> "resumed";
      case UiEvent.Skipped _ -> "skipped";
      case UiEvent.Saved _ -> "saved";
      case UiEvent.Delivered _ -> "delivered";
      case UiEvent.Text _ -> "text";
      case UiEvent.Exists _ -> "exists";
      case UiEvent.Done _ -> "done";
      case UiEvent.Synced _ -> "synced";
      case UiEvent.Summary _ -> "summary";
      case UiEvent.Kept _ -> "kept";
      case UiEvent.Warning _ -> "warning";
      case UiEvent.Failed _ -> "error";
    };
  }

  private static void writeFields(JsonGenerator json, UiEvent event) throws IOException {
    switch (event) {
      case UiEvent.CodeReady code -> writeCode(json, code);
      case UiEvent.Listening(String url) -> json.writeStringField("url", url);
      case UiEvent.Waiting(), UiEvent.Paired(), UiEvent.Reconnecting() -> {}
      case UiEvent.QrCode _ -> throw new IllegalStateException("pictures are for people");
      case UiEvent.Verification(String words) -> json.writeStringField("words", words);
      case UiEvent.PathChosen(UiEvent.Path path) -> writePath(json, path);
      case UiEvent.Connected(UiEvent.Path path) -> writePath(json, path);
      case UiEvent.Offer offer -> writeOffer(json, offer);
      case UiEvent.Progress progress -> writeProgress(json, progress);
      case UiEvent.Stalled(UiEvent.StalledBy waitingFor) ->
          json.writeStringField("waitingFor", word(waitingFor));
      case UiEvent.Resumed(long bytes) -> json.writeNumberField("bytes", bytes);
      case UiEvent.Skipped skipped -> writeSkipped(json, skipped);
      case UiEvent.Saved saved -> writeSaved(json, saved);
      case UiEvent.Delivered delivered -> writeDelivered(json, delivered);
      case UiEvent.Done done -> writeDone(json, done);
      case UiEvent.Text(String text) -> json.writeStringField("text", text);
      case UiEvent.Exists(String name) -> json.writeStringField("name", name);
      case UiEvent.Summary summary -> writeSummary(json, summary);
      case UiEvent.Synced synced -> writeSynced(json, synced);
      case UiEvent.Kept kept -> writeKept(json, kept);
      case UiEvent.Warning(String message) -> json.writeStringField("message", message);
      case UiEvent.Failed(Ending ending) -> writeEnding(json, ending);
    }
  }

  private static void writeCode(JsonGenerator json, UiEvent.CodeReady code) throws IOException {
    json.writeStringField("code", code.code());
    json.writeStringField("command", code.command());
    json.writeStringField("reach", word(code.reach()));
  }

  private static void writeSkipped(JsonGenerator json, UiEvent.Skipped skipped) throws IOException {
    json.writeStringField("name", skipped.name());
    json.writeStringField("reason", Escaper.escape(skipped.reason()));
  }

  private static void writeDone(JsonGenerator json, UiEvent.Done done) throws IOException {
    json.writeNumberField("bytes", done.bytes());
    json.writeNumberField("seconds", done.took().toMillis() / 1000.0);
    writeTally(json, done.tally());
  }

  private static void writeSummary(JsonGenerator json, UiEvent.Summary summary) throws IOException {
    json.writeNumberField("bytes", summary.bytes());
    json.writeNumberField("keptBytes", summary.keptBytes());
    writeTally(json, summary.tally());
  }

  private static void writeSynced(JsonGenerator json, UiEvent.Synced synced) throws IOException {
    json.writeNumberField("files", synced.files());
    json.writeNumberField("bytes", synced.bytes());
    json.writeNumberField("deleted", synced.deleted());
    if (!synced.snapshot().isEmpty()) {
      json.writeStringField("snapshot", Escaper.escape(synced.snapshot()));
    }
    json.writeNumberField("seconds", synced.took().toMillis() / 1000.0);
  }

  private static void writeKept(JsonGenerator json, UiEvent.Kept kept) throws IOException {
    json.writeStringField("name", kept.name());
    json.writeArrayFieldStart("relays");
    for (String relay : kept.relays()) {
      json.writeString(relay);
    }
    json.writeEndArray();
  }

  private static void writePath(JsonGenerator json, UiEvent.Path path) throws IOException {
    json.writeStringField("route", word(path.route()));
    json.writeStringField("local", Addresses.text(path.local()));
    json.writeStringField("remote", Addresses.text(path.remote()));
    json.writeNumberField("rttMillis", path.roundTripTime().toNanos() / 1_000_000.0);
  }

  private static void writeOffer(JsonGenerator json, UiEvent.Offer offer) throws IOException {
    json.writeStringField(
        "direction", offer.direction() == UiEvent.Direction.RECEIVING ? "receiving" : "sending");
    writeSize(json, offer.bytes());
    json.writeNumberField("fileCount", offer.fileCount());
    json.writeArrayFieldStart("hidden");
    for (String name : offer.hidden()) {
      json.writeString(name);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("files");
    for (UiEvent.OfferedFile file : offer.files()) {
      json.writeStartObject();
      json.writeStringField("name", file.name());
      writeSize(json, file.bytes());
      if (file.executable()) {
        json.writeBooleanField("executable", true);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeSize(JsonGenerator json, long bytes) throws IOException {
    if (bytes >= 0) {
      json.writeNumberField("bytes", bytes);
    }
  }

  private static void writeProgress(JsonGenerator json, UiEvent.Progress progress)
      throws IOException {
    json.writeNumberField("bytes", progress.bytes());
    if (progress.total() >= 0) {
      json.writeNumberField("total", progress.total());
    }
    json.writeNumberField("bytesPerSecond", progress.bytesPerSecond());
  }

  private static void writeSaved(JsonGenerator json, UiEvent.Saved saved) throws IOException {
    json.writeStringField("path", saved.path());
    byte[] pathBytes = saved.pathBytes();
    if (pathBytes != null) {
      json.writeStringField("pathBase64", Base64.getEncoder().encodeToString(pathBytes));
    }
    json.writeNumberField("bytes", saved.bytes());
    String sha256 = saved.sha256();
    if (sha256 != null) {
      json.writeStringField("sha256", sha256);
    }
  }

  private static void writeDelivered(JsonGenerator json, UiEvent.Delivered delivered)
      throws IOException {
    json.writeStringField("name", delivered.name());
    json.writeNumberField("bytes", delivered.bytes());
    String sha256 = delivered.sha256();
    if (sha256 != null) {
      json.writeStringField("sha256", sha256);
    }
  }

  private static void writeTally(JsonGenerator json, UiEvent.@Nullable Tally tally)
      throws IOException {
    if (tally != null) {
      json.writeNumberField("files", tally.files());
      json.writeNumberField("skipped", tally.skipped());
      json.writeNumberField("failed", tally.failed());
    }
  }

  private static void writeEnding(JsonGenerator json, Ending ending) throws IOException {
    json.writeStringField("code", ending.code());
    json.writeNumberField("exit", ending.exit().status());
    json.writeBooleanField("retryable", ending.exit().retry() == ExitCode.Retry.WORTHWHILE);
    json.writeStringField("message", ending.message());
    String again = ending.again();
    if (again != null && !again.isEmpty()) {
      json.writeStringField("again", again);
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
