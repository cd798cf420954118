package sluice.app.transfer;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// Writes the messages of `control` as JSON; {@link ControlReader} is the other way.
final class ControlWriter {
  private ControlWriter() {}

  static String write(ControlMessage message) {
    return ControlJson.write(json -> writeFields(json, message));
  }

  private static void writeFields(JsonGenerator json, ControlMessage message) throws IOException {
    json.writeStringField("type", type(message));
    switch (message) {
      case ControlMessage.Hello hello -> writeHello(json, hello);
      case ControlMessage.Offer(boolean sha256) -> json.writeBooleanField("sha256", sha256);
      case ControlMessage.Counted(Totals totals) -> writeTotals(json, totals);
      case ControlMessage.Entries entries -> writeEntries(json, entries);
      case ControlMessage.Credit(int entries, long bytes) ->
          writeNumbers(json, "entries", entries, "bytes", bytes);
      case ControlMessage.Accept(boolean sha256) -> json.writeBooleanField("sha256", sha256);
      case ControlMessage.Decline(String text) -> writeMessage(json, "message", text);
      case ControlMessage.Skip(List<IdRange> ranges, SkipReason reason) -> {
        writeRanges(json, ranges);
        json.writeStringField("reason", reason.wireName());
      }
      case ControlMessage.Judged(int entries) -> json.writeNumberField("entries", entries);
      case ControlMessage.Have have -> writeHave(json, have);
      case ControlMessage.Progress(long written, long durable) ->
          writeNumbers(json, "written", written, "durable", durable);
      case ControlMessage.Stored stored -> writeStored(json, stored);
      case ControlMessage.Done(int entries, long bytes) ->
          writeNumbers(json, "entries", entries, "bytes", bytes);
      case ControlMessage.Failed failed -> writeFailed(json, failed);
      case ControlMessage.Bye _, ControlMessage.Cancel _ -> {}
    }
  }

  static String type(ControlMessage message) {
    return switch (message) {
      case ControlMessage.Hello _ -> "hello";
      case ControlMessage.Offer _ -> "offer";
      case ControlMessage.Counted _ -> "totals";
      case ControlMessage.Judged _ -> "judged";
      case ControlMessage.Entries _ -> "entries";
      case ControlMessage.Credit _ -> "credit";
      case ControlMessage.Have _ -> "have";
      case ControlMessage.Accept _ -> "accept";
      case ControlMessage.Decline _ -> "decline";
      case ControlMessage.Skip _ -> "skip";
      case ControlMessage.Progress _ -> "progress";
      case ControlMessage.Stored _ -> "stored";
      case ControlMessage.Done _ -> "done";
      case ControlMessage.Bye _ -> "bye";
      case ControlMessage.Failed _ -> "error";
      case ControlMessage.Cancel _ -> "cancel";
    };
  }

  private static void writeHello(JsonGenerator json, ControlMessage.Hello hello)
      throws IOException {
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

  private static void writeEntries(JsonGenerator json, ControlMessage.Entries message)
      throws IOException {
    json.writeArrayFieldStart("entries");
    for (ManifestEntry entry : message.entries()) {
      EntryWriter.write(json, entry);
    }
    json.writeEndArray();
    json.writeBooleanField("last", message.last());
  }

  private static void writeTotals(JsonGenerator json, Totals totals) throws IOException {
    writeNumbers(json, "entries", totals.entries(), "files", totals.files());
    json.writeNumberField("roots", totals.roots());
    if (totals.bytes() >= 0) {
      json.writeNumberField("bytes", totals.bytes());
    }
  }

  private static void writeStored(JsonGenerator json, ControlMessage.Stored stored)
      throws IOException {
    writeRanges(json, stored.ranges());
    if (!stored.renamed().isEmpty()) {
      json.writeArrayFieldStart("names");
      for (ControlMessage.Renamed renamed : stored.renamed()) {
        json.writeStartObject();
        json.writeNumberField("id", renamed.id());
        EntryWriter.writeText(json, "name", renamed.name());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
  }

  private static void writeRanges(JsonGenerator json, List<IdRange> ranges) throws IOException {
    json.writeArrayFieldStart("ranges");
    for (IdRange range : ranges) {
      json.writeStartArray();
      json.writeNumber(range.first());
      json.writeNumber(range.last());
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  private static void writeHave(JsonGenerator json, ControlMessage.Have have) throws IOException {
    json.writeNumberField("id", have.id());
    json.writeStringField("of", have.base().wireName());
    json.writeNumberField("average", have.average());
    json.writeArrayFieldStart("pieces");
    for (Piece piece : have.pieces()) {
      json.writeStartArray();
      json.writeNumber(piece.offset());
      json.writeNumber(piece.length());
      json.writeString(Base64.getEncoder().encodeToString(piece.sha256()));
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeBooleanField("last", have.last());
  }

  private static void writeFailed(JsonGenerator json, ControlMessage.Failed failed)
      throws IOException {
    json.writeStringField("code", failed.code().wireName());
    if (failed.id() >= 0) {
      json.writeNumberField("id", failed.id());
    }
    writeMessage(json, "message", failed.message());
  }

  private static void writeNumbers(
      JsonGenerator json, String oneName, long one, String otherName, long other)
      throws IOException {
    json.writeNumberField(oneName, one);
    json.writeNumberField(otherName, other);
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
