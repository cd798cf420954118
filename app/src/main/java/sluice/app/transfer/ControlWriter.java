package sluice.app.transfer;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Writes the messages of `control` as JSON; {@link ControlReader} is the other way.
final class ControlWriter {
  private ControlWriter() {}

  static String write(ControlMessage message) {
    return ControlJson.write(json -> writeFields(json, message));
  }

  private static void writeFields(JsonGenerator json, ControlMessage message) throws IOException {
    switch (message) {
      case ControlMessage.Hello hello -> writeHello(json, hello);
      case ControlMessage.Offer(int files, long bytes, boolean sha256) -> {
        json.writeStringField("type", "offer");
        json.writeNumberField("files", files);
        json.writeNumberField("bytes", bytes);
        json.writeBooleanField("sha256", sha256);
      }
      case ControlMessage.Entries(List<ManifestEntry> entries, boolean last) ->
          writeEntries(json, entries, last);
      case ControlMessage.Credit(int entries, long bytes) -> {
        json.writeStringField("type", "credit");
        json.writeNumberField("entries", entries);
        json.writeNumberField("bytes", bytes);
      }
      case ControlMessage.Accept(boolean sha256) -> {
        json.writeStringField("type", "accept");
        json.writeBooleanField("sha256", sha256);
      }
      case ControlMessage.Decline(String text) -> {
        json.writeStringField("type", "decline");
        writeMessage(json, "message", text);
      }
      case ControlMessage.Skip(List<Integer> ids, String reason) -> {
        json.writeStringField("type", "skip");
        writeNumbers(json, "ids", ids);
        writeMessage(json, "reason", reason);
      }
      case ControlMessage.Progress(long written, long durable) -> {
        json.writeStringField("type", "progress");
        json.writeNumberField("written", written);
        json.writeNumberField("durable", durable);
      }
      case ControlMessage.Stored(int id, long bytes, @Nullable FileName name) -> {
        json.writeStringField("type", "stored");
        json.writeNumberField("id", id);
        json.writeNumberField("bytes", bytes);
        writeName(json, name);
      }
      case ControlMessage.Done(int files, long bytes) -> {
        json.writeStringField("type", "done");
        json.writeNumberField("files", files);
        json.writeNumberField("bytes", bytes);
      }
      case ControlMessage.Bye() -> json.writeStringField("type", "bye");
      case ControlMessage.Failed(ErrorCode code, int id, String text) ->
          writeError(json, code, id, text);
      case ControlMessage.Cancel() -> json.writeStringField("type", "cancel");
    }
  }

  private static void writeHello(JsonGenerator json, ControlMessage.Hello hello)
      throws IOException {
    json.writeStringField("type", "hello");
    json.writeStringField("role", hello.role().name().toLowerCase(Locale.ROOT));
    writeNumbers(json, "versions", hello.versions());
    json.writeArrayFieldStart("features");
    for (String feature : hello.features()) {
      json.writeString(feature);
    }
    json.writeEndArray();
    json.writeNumberField("maxEntries", hello.maxEntries());
    json.writeNumberField("maxMessageBytes", hello.maxMessageBytes());
  }

  private static void writeEntries(JsonGenerator json, List<ManifestEntry> entries, boolean last)
      throws IOException {
    json.writeStringField("type", "entries");
    json.writeArrayFieldStart("entries");
    for (ManifestEntry entry : entries) {
      json.writeStartObject();
      writeEntry(json, entry);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeBooleanField("last", last);
  }

  private static void writeEntry(JsonGenerator json, ManifestEntry entry) throws IOException {
    json.writeNumberField("id", entry.id());
    json.writeStringField("type", "file");
    writeName(json, entry.name());
    json.writeNumberField("size", entry.sizeBytes());
    ModificationTime modified = entry.modified();
    if (modified != null) {
      json.writeNumberField("mtimeSeconds", modified.seconds());
      json.writeNumberField("mtimeNanos", modified.nanos());
    }
    if (entry.mode() != ManifestEntry.NO_MODE) {
      json.writeNumberField("mode", entry.mode());
    }
  }

  private static void writeName(JsonGenerator json, @Nullable FileName name) throws IOException {
    if (name == null) {
      return;
    }
    String text = name.text();
    if (text != null) {
      json.writeStringField("name", text);
    } else {
      json.writeStringField("nameBase64", Base64.getEncoder().encodeToString(name.bytes()));
    }
  }

  private static void writeError(JsonGenerator json, ErrorCode code, int id, String text)
      throws IOException {
    json.writeStringField("type", "error");
    json.writeStringField("code", code.wireName());
    if (id >= 0) {
      json.writeNumberField("id", id);
    }
    writeMessage(json, "message", text);
  }

  private static void writeNumbers(JsonGenerator json, String name, List<Integer> numbers)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (int number : numbers) {
      json.writeNumber(number);
    }
    json.writeEndArray();
  }

  private static void writeMessage(JsonGenerator json, String name, String text)
      throws IOException {
    int end = Math.min(text.length(), Limits.TEXT_CHARACTERS);
    if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    json.writeStringField(name, text.substring(0, end));
  }
}
