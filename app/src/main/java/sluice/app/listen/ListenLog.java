package sluice.app.listen;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import sluice.app.Escaper;
import sluice.app.ExitCode;
import sluice.app.peers.PeerAnswer;
import sluice.app.peers.PeerName;
import sluice.app.peers.PeerRequest;
import sluice.app.session.ServiceEvent;
import sluice.app.ui.Quantity;

/// What the service logs: a line for each event, for people or as JSON. From several threads.
public final class ListenLog implements Consumer<ServiceEvent> {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final PrintStream out;
  private final Form form;
  private final Clock clock;

  /// How a line looks.
  public enum Form {
    /// For people, with the time.
    TIMED,
    /// For a journal, which notes the time itself.
    BARE,
    /// JSON.
    JSON
  }

  /// @param out where the lines go
  public ListenLog(PrintStream out, Form form, Clock clock) {
    this.out = out;
    this.form = form;
    this.clock = clock;
  }

  @Override
  public synchronized void accept(ServiceEvent event) {
    String time = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    out.println(
        switch (form) {
          case TIMED -> time + " " + sentence(event);
          case BARE -> sentence(event);
          case JSON -> json(event, time);
        });
  }

  /// Something to know about the service itself.
  public synchronized void say(String sentence) {
    String time = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    switch (form) {
      case TIMED -> out.println(time + " " + sentence);
      case BARE -> out.println(sentence);
      case JSON ->
          out.println(
              object(
                  json -> {
                    head(json, "notice", time);
                    json.writeStringField("message", sentence);
                  }));
    }
  }

  private static String sentence(ServiceEvent event) {
    return switch (event) {
      case ServiceEvent.RelayWatched(var relay) -> "Waiting at " + relay + ".";
      case ServiceEvent.RelayLost(var relay, String detail) ->
          "The relay " + relay + " is away (" + Escaper.escape(detail) + "); it is tried again.";
      case ServiceEvent.Unreadable(String sentence) -> "Not read: " + Escaper.escape(sentence);
      case ServiceEvent.Asked(long session, PeerName peer, PeerRequest request) ->
          "Session " + session + ": " + peer + " asks for " + text(request) + ".";
      case ServiceEvent.Refused(
              long session,
              PeerName peer,
              PeerRequest request,
              PeerAnswer.Refused answer) ->
          "Session "
              + session
              + ": "
              + peer
              + " was REFUSED "
              + text(request)
              + " ("
              + answer.reason().word()
              + "): "
              + answer.sentence()
              + ".";
      case ServiceEvent.NotProven(long session, PeerName peer, String sentence) ->
          "Session " + session + ": somebody came in place of " + peer + ": " + sentence;
      case ServiceEvent.Remark(long session, PeerName peer, String sentence) ->
          "Session " + session + ": " + peer + ": " + Escaper.escape(sentence);
      case ServiceEvent.Ended(long session, PeerName peer, ExitCode exit, long bytes, String why) ->
          "Session "
              + session
              + ": "
              + peer
              + (why.isEmpty() ? " is done" : " ended with " + exit.status())
              + ", "
              + Quantity.bytes(bytes)
              + (why.isEmpty() ? "." : ": " + why);
    };
  }

  private static String text(PeerRequest request) {
    String path = request.path().isEmpty() ? "" : " " + Escaper.escape(request.path());
    String options =
        request.options().isEmpty()
            ? ""
            : " [" + Escaper.escape(String.join(" ", request.options())) + "]";
    return request.verb().word() + path + options;
  }

  private interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  private static String json(ServiceEvent event, String time) {
    return object(
        json -> {
          switch (event) {
            case ServiceEvent.RelayWatched(var relay) -> {
              head(json, "relay", time);
              json.writeStringField("url", relay.toString());
              json.writeBooleanField("watching", true);
            }
            case ServiceEvent.RelayLost(var relay, String detail) -> {
              head(json, "relay", time);
              json.writeStringField("url", relay.toString());
              json.writeBooleanField("watching", false);
              json.writeStringField("detail", Escaper.escape(detail));
            }
            case ServiceEvent.Unreadable(String sentence) -> {
              head(json, "unreadable", time);
              json.writeStringField("message", sentence);
            }
            case ServiceEvent.Asked(long session, PeerName peer, PeerRequest request) -> {
              session(json, "asked", time, session, peer);
              request(json, request);
            }
            case ServiceEvent.Refused(
                    long session,
                    PeerName peer,
                    PeerRequest request,
                    PeerAnswer.Refused answer) -> {
              session(json, "refused", time, session, peer);
              request(json, request);
              json.writeStringField("reason", answer.reason().word());
              json.writeNumberField("exit", answer.reason().exit().status());
              json.writeStringField("message", answer.sentence());
            }
            case ServiceEvent.NotProven(long session, PeerName peer, String sentence) -> {
              session(json, "not-proven", time, session, peer);
              json.writeStringField("message", sentence);
            }
            case ServiceEvent.Remark(long session, PeerName peer, String sentence) -> {
              session(json, "warning", time, session, peer);
              json.writeStringField("message", sentence);
            }
            case ServiceEvent.Ended(
                    long session,
                    PeerName peer,
                    ExitCode exit,
                    long bytes,
                    String why) -> {
              session(json, "ended", time, session, peer);
              json.writeNumberField("exit", exit.status());
              json.writeNumberField("bytes", bytes);
              json.writeStringField("message", why);
            }
          }
        });
  }

  private static void head(JsonGenerator json, String event, String time) throws IOException {
    json.writeStringField("event", event);
    json.writeStringField("time", time);
    json.writeNumberField("version", 1);
  }

  private static void session(
      JsonGenerator json, String event, String time, long session, PeerName peer)
      throws IOException {
    head(json, event, time);
    json.writeNumberField("session", session);
    json.writeStringField("peer", peer.text());
  }

  private static void request(JsonGenerator json, PeerRequest request) throws IOException {
    json.writeStringField("verb", request.verb().word());
    json.writeStringField("path", request.path());
    json.writeArrayFieldStart("options");
    for (String option : request.options()) {
      json.writeString(option);
    }
    json.writeEndArray();
  }

  private static String object(Body body) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      body.write(json);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }
}
