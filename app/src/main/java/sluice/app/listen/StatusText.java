package sluice.app.listen;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import sluice.app.Escaper;
import sluice.app.peers.PeerName;
import sluice.app.session.ServiceStatus;
import sluice.app.ui.Quantity;

/// The status of the service: as a line of JSON (`app/docs/json-events.md`), and from that for people.
final class StatusText {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private StatusText() {}

  static String json(ServiceStatus status, Duration up) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("event", "status");
      json.writeNumberField("version", 1);
      json.writeNumberField("pid", ProcessHandle.current().pid());
      json.writeNumberField("upSeconds", up.toSeconds());
      json.writeNumberField("begun", status.begun());
      json.writeArrayFieldStart("relays");
      for (ServiceStatus.Relay relay : status.relays()) {
        json.writeStartObject();
        json.writeStringField("url", relay.uri().toString());
        json.writeBooleanField("watching", relay.watching());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("peers");
      for (PeerName peer : status.peers()) {
        json.writeString(peer.text());
      }
      json.writeEndArray();
      json.writeArrayFieldStart("sessions");
      for (ServiceStatus.Session session : status.sessions()) {
        json.writeStartObject();
        json.writeNumberField("session", session.id());
        json.writeStringField("peer", session.peer().text());
        json.writeStringField("verb", session.verb());
        json.writeNumberField("seconds", session.since().toSeconds());
        json.writeNumberField("bytes", session.bytes());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  /// The same for people, a line for each relay and session.
  static List<String> lines(String status) throws IOException {
    List<String> lines = new ArrayList<>();
    String peers = "";
    try (JsonParser json = JSON.createParser(status)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("the service said what is no status");
      }
      long pid = 0;
      long up = 0;
      long begun = 0;
      List<String> details = new ArrayList<>();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "pid" -> pid = json.getLongValue();
          case "upSeconds" -> up = json.getLongValue();
          case "begun" -> begun = json.getLongValue();
          case "relays" -> relays(json, details);
          case "peers" -> peers = peers(json);
          case "sessions" -> sessions(json, details);
          default -> json.skipChildren();
        }
      }
      lines.add(
          "Listening for "
              + Quantity.time(Duration.ofSeconds(up))
              + " (process "
              + pid
              + "), sessions since: "
              + begun);
      lines.add("Waits for: " + (peers.isEmpty() ? "nobody; sluice pair" : peers));
      lines.addAll(details);
    }
    return lines;
  }

  private static void relays(JsonParser json, List<String> lines) throws IOException {
    while (json.nextToken() == JsonToken.START_OBJECT) {
      String url = "";
      boolean watching = false;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        if (name.equals("url")) {
          url = json.getText();
        } else if (name.equals("watching")) {
          watching = json.getBooleanValue();
        }
      }
      lines.add("Relay " + Escaper.escape(url) + ": " + (watching ? "there" : "away, tried again"));
    }
  }

  private static String peers(JsonParser json) throws IOException {
    List<String> names = new ArrayList<>();
    while (json.nextToken() == JsonToken.VALUE_STRING) {
      names.add(Escaper.escape(json.getText()));
    }
    return String.join(", ", names);
  }

  private static void sessions(JsonParser json, List<String> lines) throws IOException {
    while (json.nextToken() == JsonToken.START_OBJECT) {
      String peer = "";
      String verb = "";
      long id = 0;
      long bytes = 0;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "peer" -> peer = json.getText();
          case "verb" -> verb = json.getText();
          case "session" -> id = json.getLongValue();
          case "bytes" -> bytes = json.getLongValue();
          default -> json.skipChildren();
        }
      }
      lines.add(
          "Session "
              + id
              + ": "
              + Escaper.escape(peer)
              + " "
              + (verb.isEmpty() ? "is being met" : Escaper.escape(verb))
              + ", "
              + Quantity.bytes(bytes));
    }
  }
}
