package sluice.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import sluice.app.Escaper;
import sluice.app.peers.Grants;
import sluice.app.peers.Peer;
import sluice.app.ui.Quantity;

/// Shows peers: a line or a few for people, one JSON object a line for scripts. Never their secrets.
final class PeersOutput {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final PrintStream out;
  private final boolean json;

  PeersOutput(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  void list(List<Peer> peers) throws IOException {
    if (peers.isEmpty() && !json) {
      out.println("No machine is paired yet: sluice pair");
    }
    for (Peer peer : peers) {
      if (json) {
        out.println(object(peer));
      } else {
        out.println(peer.name() + "  " + summary(peer));
      }
    }
  }

  void show(Peer peer) throws IOException {
    if (json) {
      out.println(object(peer));
      return;
    }
    out.println(peer.name() + "  " + summary(peer));
    out.println("  paired  " + peer.pairedAt());
    for (URI relay : peer.relays()) {
      out.println("  relay   " + Escaper.escape(relay.toString()));
    }
    Grants grants = peer.grants();
    for (Grants.Folder folder : grants.folders()) {
      out.println(
          "  may " + folder.access().word() + " " + Escaper.escape(folder.path().toString()));
    }
    if (grants.deletion() == Grants.Deletion.ALLOWED) {
      out.println("  may delete there");
    }
    grants
        .maxBytes()
        .ifPresent(bytes -> out.println("  stores at most " + Quantity.bytes(bytes) + " at once"));
    if (grants.snapshot().isPresent()) {
      out.println(
          "  each sync becomes a snapshot"
              + grants.keep().map(keep -> ", kept: " + Escaper.escape(keep)).orElse(""));
    }
  }

  private static String summary(Peer peer) {
    return switch (peer.standing()) {
      case FORBIDDEN -> "forbidden everything";
      case REMOVED -> "removed";
      case REPLACED -> "replaced by a newer pairing";
      case HOLDS ->
          peer.grants().isNothing()
              ? "nothing granted"
              : peer.grants().folders().stream()
                  .map(f -> f.access().word() + " " + Escaper.escape(f.path().toString()))
                  .collect(Collectors.joining(", "));
    };
  }

  private static String object(Peer peer) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("event", "peer");
      json.writeNumberField("version", 1);
      json.writeStringField("name", peer.name().text());
      json.writeStringField("standing", peer.standing().word());
      json.writeStringField("pairedAt", peer.pairedAt().toString());
      json.writeArrayFieldStart("relays");
      for (URI relay : peer.relays()) {
        json.writeString(relay.toString());
      }
      json.writeEndArray();
      Grants grants = peer.grants();
      for (Grants.Access access : Grants.Access.values()) {
        json.writeArrayFieldStart(access.word());
        for (Grants.Folder folder : grants.folders()) {
          if (folder.access() == access) {
            json.writeString(folder.path().toString());
          }
        }
        json.writeEndArray();
      }
      json.writeBooleanField("delete", grants.deletion() == Grants.Deletion.ALLOWED);
      if (grants.maxBytes().isPresent()) {
        json.writeNumberField("maxBytes", grants.maxBytes().getAsLong());
      }
      if (grants.snapshot().isPresent()) {
        json.writeStringField("snapshot", grants.snapshot().get());
      }
      if (grants.keep().isPresent()) {
        json.writeStringField("keep", grants.keep().get());
      }
      json.writeEndObject();
    }
    return text.toString();
  }
}
