package sluice.app.transfer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gathers stored entries into `stored` messages.
final class StoredRanges {
  /// Names in one message, in bytes; Base64 and JSON make them longer.
  private static final int NAME_BYTES = 16_384;

  private final List<IdRange> ranges = new ArrayList<>();
  private final List<ControlMessage.Renamed> renamed = new ArrayList<>();
  private int nameBytes;

  /// @param name where it is not the offered one
  /// @return a message that is full
  ControlMessage.@Nullable Stored add(int id, @Nullable FileName name) {
    ControlMessage.Stored full = isFull() ? rest() : null;
    IdRange last = ranges.isEmpty() ? null : ranges.getLast();
    if (last != null && last.last() + 1 == id) {
      ranges.set(ranges.size() - 1, new IdRange(last.first(), id));
    } else {
      ranges.add(IdRange.of(id));
    }
    if (name != null) {
      renamed.add(new ControlMessage.Renamed(id, name));
      nameBytes += name.length();
    }
    return full;
  }

  private boolean isFull() {
    return ranges.size() == Limits.ENTRIES_IN_MESSAGE
        || renamed.size() == Limits.ENTRIES_IN_MESSAGE
        || nameBytes > NAME_BYTES;
  }

  /// A message with what is left, or null.
  ControlMessage.@Nullable Stored rest() {
    if (ranges.isEmpty()) {
      return null;
    }
    ControlMessage.Stored message =
        new ControlMessage.Stored(List.copyOf(ranges), List.copyOf(renamed));
    ranges.clear();
    renamed.clear();
    nameBytes = 0;
    return message;
  }
}
