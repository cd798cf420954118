package sluice.app.files;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sluice.app.transfer.Extent;
import sluice.app.transfer.FileName;
import sluice.app.transfer.Spans;

/// What the records of a journal amount to. What goes beyond its limits is left out: it is sent again then, no more.
final class JournalState {
  /// Names at the top level, directories that are open, files with other names, part files.
  static final int MOST = 10_000;

  private byte[] boot = {};
  private final Map<Integer, Part> parts = new HashMap<>();
  private final Set<FileName> roots = new LinkedHashSet<>();
  private final Set<FileName> entered = new LinkedHashSet<>();
  private final Map<FileName, FileName> named = new HashMap<>();

  /// A part file.
  static final class Part {
    private final FileName path;
    private final long sizeBytes;
    private final Spans written = new Spans();
    private final Spans durable = new Spans();

    Part(FileName path, long sizeBytes) {
      this.path = path;
      this.sizeBytes = sizeBytes;
    }

    /// From the top level on, as it was offered.
    FileName path() {
      return path;
    }

    Spans written() {
      return written;
    }

    Spans durable() {
      return durable;
    }
  }

  static JournalState of(List<JournalRecord> records) {
    JournalState state = new JournalState();
    records.forEach(state::add);
    return state;
  }

  void add(JournalRecord record) {
    switch (record) {
      case JournalRecord.Boot(byte[] id) -> boot = id;
      case JournalRecord.Root(FileName name) -> addTo(roots, name);
      case JournalRecord.Begun(int id, FileName path, long size) -> {
        if (parts.size() < MOST) {
          parts.put(id, new Part(path, size));
        }
      }
      case JournalRecord.Written(int id, long from, long to) -> {
        Part part = parts.get(id);
        if (part != null) {
          part.written.add(from, to);
        }
      }
      case JournalRecord.Durable(int id, long from, long to) -> {
        Part part = parts.get(id);
        if (part != null) {
          part.durable.add(from, to);
        }
      }
      case JournalRecord.Entered(FileName path) -> addTo(entered, path);
      case JournalRecord.Forgotten(int id) -> parts.remove(id);
      case JournalRecord.Left(FileName path) -> entered.remove(path);
      case JournalRecord.Named(FileName path, FileName name) -> {
        if (named.size() < MOST) {
          named.put(path, name);
        }
      }
    }
  }

  private static void addTo(Set<FileName> names, FileName name) {
    if (names.size() < MOST) {
      names.add(name);
    }
  }

  Map<Integer, Part> parts() {
    return parts;
  }

  Set<FileName> roots() {
    return roots;
  }

  Set<FileName> entered() {
    return entered;
  }

  /// Names that files were stored under, by the paths that they were offered with.
  Map<FileName, FileName> named() {
    return named;
  }

  /// "After a killed process the written ranges count; after a reboot only durable ones do."
  ///
  /// @param boot of the machine now
  /// @param limit how long the file is
  List<Extent> usable(Part part, byte[] boot, long limit) {
    return (Arrays.equals(boot, this.boot) ? whole(part) : part.durable).below(limit);
  }

  private static Spans whole(Part part) {
    Spans whole = new Spans();
    whole.addAll(part.written);
    whole.addAll(part.durable);
    return whole;
  }

  /// The fewest records that say the same.
  List<JournalRecord> records() {
    List<JournalRecord> records = new ArrayList<>();
    records.add(new JournalRecord.Boot(boot));
    roots.forEach(name -> records.add(new JournalRecord.Root(name)));
    entered.forEach(path -> records.add(new JournalRecord.Entered(path)));
    named.forEach((path, name) -> records.add(new JournalRecord.Named(path, name)));
    parts.forEach(
        (id, part) -> {
          records.add(new JournalRecord.Begun(id, part.path, part.sizeBytes));
          for (Extent span : part.written.below(Long.MAX_VALUE)) {
            records.add(new JournalRecord.Written(id, span.from(), span.to()));
          }
          for (Extent span : part.durable.below(Long.MAX_VALUE)) {
            records.add(new JournalRecord.Durable(id, span.from(), span.to()));
          }
        });
    return records;
  }
}
