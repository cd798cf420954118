package sluice.app.transfer;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the messages of `control`: JSON with every limit of `docs/file-transfer.md` checked. {@link ControlWriter}
/// is the other way.
final class ControlReader {
  private ControlReader() {}

  static ControlMessage read(String text) throws MalformedMessageException {
    ControlFields fields = new ControlFields(ControlJson.parse(text));
    String type = fields.text("type", 64);
    return switch (type) {
      case "hello" -> hello(fields);
      case "offer" -> new ControlMessage.Offer(fields.flag("sha256"));
      case "totals" -> totals(fields);
      case "judged" -> new ControlMessage.Judged(fields.id("entries"));
      case "have" -> have(fields);
      case "entries" -> entries(fields);
      case "credit" -> new ControlMessage.Credit(fields.id("entries"), fields.size("bytes"));
      case "accept" -> new ControlMessage.Accept(fields.flag("sha256"));
      case "decline" -> new ControlMessage.Decline(fields.textOr("message", ""));
      case "skip" -> skip(fields);
      case "progress" ->
          new ControlMessage.Progress(fields.size("written"), fields.size("durable"));
      case "stored" -> stored(fields);
      case "done" -> new ControlMessage.Done(fields.id("entries"), fields.size("bytes"));
      case "bye" -> new ControlMessage.Bye();
      case "error" ->
          new ControlMessage.Failed(
              ErrorCode.of(fields.text("code", 64)),
              fields.has("id") ? fields.id("id") : -1,
              fields.textOr("message", ""));
      case "cancel" -> new ControlMessage.Cancel();
      default -> throw new MalformedMessageException("a control message of unknown type");
    };
  }

  private static ControlMessage hello(ControlFields fields) throws MalformedMessageException {
    ControlMessage.Role role =
        switch (fields.text("role", 64)) {
          case "sender" -> ControlMessage.Role.SENDER;
          case "receiver" -> ControlMessage.Role.RECEIVER;
          default -> throw ControlFields.wrong("role", "neither sender nor receiver");
        };
    List<Integer> versions = numbers("versions", fields.list("versions", 1, Limits.VERSIONS));
    List<String> features = new ArrayList<>();
    for (Object feature : fields.list("features", 0, Limits.FEATURES)) {
      features.add(ControlFields.asText("features", feature, Limits.FEATURE_CHARACTERS));
    }
    int maxEntries = (int) fields.number("maxEntries", 1, Integer.MAX_VALUE);
    int maxMessageBytes =
        (int) fields.number("maxMessageBytes", Limits.MIN_MESSAGE_BYTES, Limits.MESSAGE_BYTES);
    return new ControlMessage.Hello(
        role, versions, List.copyOf(features), maxEntries, maxMessageBytes);
  }

  private static ControlMessage totals(ControlFields fields) throws MalformedMessageException {
    return new ControlMessage.Counted(
        new Totals(
            fields.id("entries"),
            fields.id("files"),
            fields.id("roots"),
            fields.has("bytes") ? fields.size("bytes") : ManifestEntry.UNKNOWN_SIZE));
  }

  private static ControlMessage skip(ControlFields fields) throws MalformedMessageException {
    return new ControlMessage.Skip(ranges(fields), SkipReason.of(fields.textOr("reason", "")));
  }

  private static ControlMessage stored(ControlFields fields) throws MalformedMessageException {
    List<ControlMessage.Renamed> renamed = new ArrayList<>();
    if (fields.has("names")) {
      for (Object element : fields.list("names", 0, Limits.ENTRIES_IN_MESSAGE)) {
        ControlFields name = ControlFields.of("names", element);
        FileName stored = EntryReader.nameOrNull(name);
        if (stored == null) {
          throw ControlFields.wrong("name", "absent");
        }
        renamed.add(new ControlMessage.Renamed(name.id("id"), stored));
      }
    }
    return new ControlMessage.Stored(ranges(fields), List.copyOf(renamed));
  }

  private static List<IdRange> ranges(ControlFields fields) throws MalformedMessageException {
    List<IdRange> ranges = new ArrayList<>();
    for (Object element : fields.list("ranges", 1, Limits.ENTRIES_IN_MESSAGE)) {
      if (!(element instanceof List<?> pair) || pair.size() != 2) {
        throw ControlFields.wrong("ranges", "no pair");
      }
      int first = ControlFields.asNumber("ranges", pair.get(0));
      int last = ControlFields.asNumber("ranges", pair.get(1));
      if (last < first) {
        throw ControlFields.wrong("ranges", "the wrong way round");
      }
      ranges.add(new IdRange(first, last));
    }
    return List.copyOf(ranges);
  }

  private static ControlMessage have(ControlFields fields) throws MalformedMessageException {
    int average =
        (int) fields.number("average", PieceCutter.LEAST_AVERAGE, PieceCutter.MOST_AVERAGE);
    if (Integer.bitCount(average) != 1) {
      throw ControlFields.wrong("average", "no power of two");
    }
    List<Piece> pieces = new ArrayList<>();
    for (Object element : fields.list("pieces", 0, Limits.PIECES_IN_MESSAGE)) {
      pieces.add(piece(element, PieceCutter.maxBytes(average)));
    }
    return new ControlMessage.Have(
        fields.id("id"),
        Base.of(fields.text("of", 64)),
        average,
        List.copyOf(pieces),
        fields.flag("last"));
  }

  private static Piece piece(@Nullable Object element, int maxBytes)
      throws MalformedMessageException {
    if (!(element instanceof List<?> piece) || piece.size() != 3) {
      throw ControlFields.wrong("pieces", "no piece");
    }
    long offset = ControlFields.asSize("pieces", piece.get(0));
    int length = ControlFields.asNumber("pieces", piece.get(1));
    byte[] sha256;
    try {
      sha256 = Base64.getDecoder().decode(ControlFields.asText("pieces", piece.get(2), 64));
    } catch (IllegalArgumentException e) {
      throw ControlFields.wrong("pieces", "no Base64");
    }
    if (length < 1
        || length > maxBytes
        || length > Limits.MAX_NUMBER - offset
        || sha256.length != DataHeader.SHA256_BYTES) {
      throw ControlFields.wrong("pieces", "no such piece");
    }
    return new Piece(offset, length, sha256);
  }

  private static List<Integer> numbers(String name, List<?> list) throws MalformedMessageException {
    List<Integer> numbers = new ArrayList<>(list.size());
    for (Object value : list) {
      numbers.add(ControlFields.asNumber(name, value));
    }
    return List.copyOf(numbers);
  }

  private static ControlMessage entries(ControlFields fields) throws MalformedMessageException {
    boolean last = fields.flag("last");
    List<?> list = fields.list("entries", last ? 0 : 1, Limits.ENTRIES_IN_MESSAGE);
    List<ManifestEntry> entries = new ArrayList<>(list.size());
    for (Object element : list) {
      entries.add(EntryReader.read(ControlFields.of("entries", element)));
    }
    return new ControlMessage.Entries(List.copyOf(entries), last);
  }
}
