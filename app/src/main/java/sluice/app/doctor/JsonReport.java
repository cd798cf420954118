package sluice.app.doctor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import sluice.app.ui.JsonView;

/// The report as one line of JSON: `app/docs/json-events.md`, event `doctor`.
public final class JsonReport {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private JsonReport() {}

  /// The line, ASCII only.
  public static String of(Facts facts, Diagnosis diagnosis, Clock clock) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("event", "doctor");
      json.writeStringField("time", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
      json.writeNumberField("version", JsonView.VERSION);
      writeFacts(json, facts);
      json.writeArrayFieldStart("findings");
      for (String finding : diagnosis.findings()) {
        json.writeString(finding);
      }
      json.writeEndArray();
      json.writeNumberField("exit", diagnosis.exit().status());
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return line.toString();
  }

  private static void writeFacts(JsonGenerator json, Facts facts) throws IOException {
    json.writeArrayFieldStart("interfaces");
    for (Facts.Interface each : facts.interfaces()) {
      json.writeStartObject();
      json.writeStringField("name", each.name());
      json.writeNumberField("mtu", each.mtuBytes());
      json.writeArrayFieldStart("addresses");
      for (InetAddress address : each.addresses()) {
        json.writeString(address.getHostAddress());
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("networks");
    for (Facts.Family family : facts.families()) {
      writeFamily(json, family);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("turn");
    for (Facts.Turn server : facts.turn()) {
      json.writeStartObject();
      json.writeStringField("server", TurnNames.of(server.uri()));
      writeAnswer(json, "relayed", server.relayed(), server.after());
      json.writeEndObject();
    }
    json.writeEndArray();
    writeRest(json, facts);
  }

  private static void writeFamily(JsonGenerator json, Facts.Family family) throws IOException {
    json.writeStartObject();
    json.writeStringField("family", word(family.version()));
    json.writeStringField("name", NatName.of(family.mapping(), family.filtering()).text());
    json.writeStringField("mapping", word(family.mapping()));
    json.writeStringField("filtering", word(family.filtering()));
    json.writeStringField("hairpinning", word(family.hairpinning()));
    if (family.pathMtuBytes().isPresent()) {
      json.writeNumberField("pathMtu", family.pathMtuBytes().getAsInt());
    }
    json.writeArrayFieldStart("stun");
    for (Facts.Stun server : family.stun()) {
      json.writeStartObject();
      json.writeStringField("server", server.name());
      writeAnswer(json, "seenAt", server.seenAt(), server.after());
      if (server.second().isPresent()) {
        json.writeStringField("second", TextReport.address(server.second().get()));
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeAnswer(
      JsonGenerator json, String field, Optional<InetSocketAddress> address, Duration after)
      throws IOException {
    json.writeBooleanField("answers", address.isPresent());
    if (address.isPresent()) {
      json.writeStringField(field, TextReport.address(address.get()));
      json.writeNumberField("millis", after.toMillis());
    }
  }

  private static void writeRest(JsonGenerator json, Facts facts) throws IOException {
    if (facts.relay().isPresent()) {
      Facts.Relay relay = facts.relay().get();
      json.writeObjectFieldStart("relay");
      json.writeStringField("url", relay.uri().toString());
      json.writeBooleanField("answers", relay.obstacle().isEmpty());
      if (relay.obstacle().isPresent()) {
        json.writeStringField("obstacle", relay.obstacle().get());
      } else {
        json.writeNumberField("millis", relay.after().toMillis());
      }
      json.writeEndObject();
    }
    json.writeArrayFieldStart("unresolved");
    for (String host : facts.unresolved()) {
      json.writeString(host);
    }
    json.writeEndArray();
    json.writeObjectFieldStart("socketBuffers");
    json.writeNumberField("asked", facts.buffers().askedBytes());
    json.writeNumberField("receive", facts.buffers().receiveBytes());
    json.writeNumberField("send", facts.buffers().sendBytes());
    json.writeEndObject();
    json.writeArrayFieldStart("proxies");
    for (Facts.Proxy proxy : facts.proxies()) {
      json.writeStartObject();
      json.writeStringField("source", proxy.source());
      json.writeStringField("address", proxy.address());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /// An enum's name as a word of the report: `endpoint-independent`.
  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
