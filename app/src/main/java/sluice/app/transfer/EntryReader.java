package sluice.app.transfer;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the lines of the manifest, with every limit of `docs/file-transfer.md` checked. Whether a name is safe is not
/// judged here.
final class EntryReader {
  private EntryReader() {}

  static ManifestEntry read(ControlFields fields) throws MalformedMessageException {
    int id = fields.id("id");
    return switch (fields.text("type", 64)) {
      case "file" ->
          new ManifestEntry.File(
              id,
              name(fields),
              fields.size("size"),
              attributes(fields),
              fields.flag("sparse") ? ManifestEntry.Layout.SPARSE : ManifestEntry.Layout.WHOLE,
              fields.has("furtherNames") ? fields.id("furtherNames") : 0);
      case "directory" -> new ManifestEntry.Directory(id, name(fields), attributes(fields));
      case "leave" -> new ManifestEntry.Leave(id);
      case "symlink" ->
          new ManifestEntry.Symlink(
              id,
              name(fields),
              present("target", text(fields, "target", Limits.PATH_BYTES)),
              attributes(fields));
      case "hardlink" -> new ManifestEntry.HardLink(id, name(fields), original(fields, id));
      case "stream" -> new ManifestEntry.Stream(id, name(fields), attributes(fields));
      case "text" ->
          new ManifestEntry.Text(id, name(fields), fields.number("size", 0, Limits.TEXT_BYTES));
      default -> throw new MalformedMessageException("an entry of a type that was not agreed on");
    };
  }

  private static int original(ControlFields fields, int id) throws MalformedMessageException {
    int original = fields.id("original");
    if (original >= id) {
      throw ControlFields.wrong("original", "not an earlier entry");
    }
    return original;
  }

  private static FileName name(ControlFields fields) throws MalformedMessageException {
    return present("name", nameOrNull(fields));
  }

  /// Only its length is judged here.
  static @Nullable FileName nameOrNull(ControlFields fields) throws MalformedMessageException {
    return text(fields, "name", Limits.NAME_BYTES);
  }

  private static FileName present(String field, @Nullable FileName name)
      throws MalformedMessageException {
    if (name == null) {
      throw ControlFields.wrong(field, "absent");
    }
    return name;
  }

  /// Text, or bytes in a field whose name ends with `Base64`.
  private static @Nullable FileName text(ControlFields fields, String field, int maxBytes)
      throws MalformedMessageException {
    String base64 = field + "Base64";
    FileName read;
    if (fields.has(field)) {
      if (fields.has(base64)) {
        throw ControlFields.wrong(base64, "it has one form only");
      }
      read = fromText(field, fields.text(field, maxBytes));
    } else if (fields.has(base64)) {
      read = fromBase64(field, fields.text(base64, 2 * maxBytes));
    } else {
      return null;
    }
    if (read.length() > maxBytes) {
      throw ControlFields.wrong(field, "longer than " + maxBytes + " bytes");
    }
    return read;
  }

  private static FileName fromText(String field, String text) throws MalformedMessageException {
    try {
      return FileName.of(text);
    } catch (IllegalArgumentException e) {
      throw ControlFields.wrong(field, "not Unicode");
    }
  }

  private static FileName fromBase64(String field, String text) throws MalformedMessageException {
    FileName name = FileName.ofBytes(bytes(field, text));
    if (name.text() != null) {
      throw ControlFields.wrong(field + "Base64", "it is UTF-8 and belongs into \"" + field + "\"");
    }
    return name;
  }

  private static byte[] bytes(String field, String base64) throws MalformedMessageException {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw ControlFields.wrong(field + "Base64", "not Base64");
    }
  }

  private static Attributes attributes(ControlFields fields) throws MalformedMessageException {
    int mode = fields.has("mode") ? (int) fields.number("mode", 0, 0xffff) : ManifestEntry.NO_MODE;
    return new Attributes(modified(fields), mode, owner(fields), extended(fields));
  }

  private static @Nullable ModificationTime modified(ControlFields fields)
      throws MalformedMessageException {
    if (!fields.has("mtimeSeconds")) {
      return null;
    }
    long seconds = fields.number("mtimeSeconds", -Limits.MAX_NUMBER, Limits.MAX_NUMBER);
    long nanos = fields.has("mtimeNanos") ? fields.number("mtimeNanos", 0, 999_999_999) : 0;
    return new ModificationTime(seconds, (int) nanos);
  }

  private static Attributes.@Nullable Owner owner(ControlFields fields)
      throws MalformedMessageException {
    if (!fields.has("uid")) {
      return null;
    }
    return new Attributes.Owner(
        fields.number("uid", 0, Limits.MAX_OWNER),
        fields.number("gid", 0, Limits.MAX_OWNER),
        fields.has("user") ? fields.text("user", Limits.OWNER_CHARACTERS) : "",
        fields.has("group") ? fields.text("group", Limits.OWNER_CHARACTERS) : "");
  }

  private static List<Attributes.ExtendedAttribute> extended(ControlFields fields)
      throws MalformedMessageException {
    if (!fields.has("xattrs")) {
      return List.of();
    }
    List<Attributes.ExtendedAttribute> read = new ArrayList<>();
    int bytes = 0;
    for (Object element : fields.list("xattrs", 0, Limits.XATTRS)) {
      ControlFields attribute = ControlFields.of("xattrs", element);
      FileName name = name(attribute);
      byte[] value = bytes("value", attribute.text("valueBase64", 2 * Limits.XATTR_BYTES));
      bytes += name.length() + value.length;
      if (name.length() == 0 || bytes > Limits.XATTR_BYTES) {
        throw ControlFields.wrong("xattrs", "nameless, or too much of them");
      }
      read.add(new Attributes.ExtendedAttribute(name, value));
    }
    return read;
  }
}
