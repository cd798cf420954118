package sluice.app.transfer;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Writes the lines of the manifest; {@link EntryReader} is the other way.
final class EntryWriter {
  /// Field names, punctuation and numbers of an entry with an owner.
  private static final int FIXED_BYTES = 288;

  private EntryWriter() {}

  /// How long an entry may become at most, in bytes of JSON. The names of a manifest hold no control characters, so a
  /// byte becomes two at most.
  static int maxBytes(ManifestEntry entry) {
    int bytes = FIXED_BYTES + 2 * entry.name().length();
    if (entry instanceof ManifestEntry.Symlink link) {
      bytes += 6 * link.target().length();
    }
    Attributes.Owner owner = entry.attributes().owner();
    if (owner != null) {
      bytes += 6 * (owner.user().length() + owner.group().length());
    }
    for (Attributes.ExtendedAttribute attribute : entry.attributes().extended()) {
      bytes += 40 + 6 * attribute.name().length() + attribute.value().length * 4 / 3;
    }
    return bytes;
  }

  static void write(JsonGenerator json, ManifestEntry entry) throws IOException {
    json.writeStartObject();
    json.writeNumberField("id", entry.id());
    json.writeStringField("type", type(entry));
    if (!(entry instanceof ManifestEntry.Leave)) {
      writeText(json, "name", entry.name());
    }
    switch (entry) {
      case ManifestEntry.File file -> {
        json.writeNumberField("size", file.sizeBytes());
        if (file.layout() == ManifestEntry.Layout.SPARSE) {
          json.writeBooleanField("sparse", true);
        }
        if (file.furtherNames() > 0) {
          json.writeNumberField("furtherNames", file.furtherNames());
        }
      }
      case ManifestEntry.Text text -> json.writeNumberField("size", text.sizeBytes());
      case ManifestEntry.Symlink link -> writeText(json, "target", link.target());
      case ManifestEntry.HardLink link -> json.writeNumberField("original", link.original());
      case ManifestEntry.Directory _, ManifestEntry.Leave _, ManifestEntry.Stream _ -> {}
    }
    writeAttributes(json, entry.attributes());
    json.writeEndObject();
  }

  private static String type(ManifestEntry entry) {
    return switch (entry) {
      case ManifestEntry.File _ -> "file";
      case ManifestEntry.Directory _ -> "directory";
      case ManifestEntry.Leave _ -> "leave";
      case ManifestEntry.Symlink _ -> "symlink";
      case ManifestEntry.HardLink _ -> "hardlink";
      case ManifestEntry.Stream _ -> "stream";
      case ManifestEntry.Text _ -> "text";
    };
  }

  private static void writeAttributes(JsonGenerator json, Attributes attributes)
      throws IOException {
    ModificationTime modified = attributes.modified();
    if (modified != null) {
      json.writeNumberField("mtimeSeconds", modified.seconds());
      json.writeNumberField("mtimeNanos", modified.nanos());
    }
    if (attributes.mode() != ManifestEntry.NO_MODE) {
      json.writeNumberField("mode", attributes.mode());
    }
    Attributes.Owner owner = attributes.owner();
    if (owner != null) {
      json.writeNumberField("uid", owner.uid());
      json.writeNumberField("gid", owner.gid());
      json.writeStringField("user", owner.user());
      json.writeStringField("group", owner.group());
    }
    if (!attributes.extended().isEmpty()) {
      json.writeArrayFieldStart("xattrs");
      for (Attributes.ExtendedAttribute attribute : attributes.extended()) {
        json.writeStartObject();
        writeText(json, "name", attribute.name());
        json.writeStringField("valueBase64", base64(attribute.value()));
        json.writeEndObject();
      }
      json.writeEndArray();
    }
  }

  /// As text, or as bytes in a field of its own where it is not UTF-8.
  static void writeText(JsonGenerator json, String field, @Nullable FileName name)
      throws IOException {
    if (name == null) {
      return;
    }
    String text = name.text();
    if (text != null) {
      json.writeStringField(field, text);
    } else {
      json.writeStringField(field + "Base64", base64(name.bytes()));
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
