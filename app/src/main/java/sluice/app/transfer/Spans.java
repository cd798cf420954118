package sluice.app.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Stretches of a file, joined where they touch. No more than {@link #MOST}: one that would be too many is left out.
public final class Spans {
  static final int MOST = 65_536;

  /// Ends by their beginnings.
  private final TreeMap<Long, Long> ends = new TreeMap<>();

  public void add(long from, long to) {
    if (to <= from) {
      return;
    }
    long first = from;
    long last = to;
    Map.Entry<Long, Long> before = ends.floorEntry(from);
    if (before != null && before.getValue() >= from) {
      first = before.getKey();
    }
    Map.Entry<Long, Long> within = ends.floorEntry(to);
    while (within != null && within.getKey() >= first) {
      last = Math.max(last, within.getValue());
      ends.remove(within.getKey());
      within = ends.floorEntry(to);
    }
    if (ends.size() < MOST) {
      ends.put(first, last);
    }
  }

  public void addAll(Spans others) {
    others.ends.forEach(this::add);
  }

  /// Whether all of it is in here.
  boolean covers(long from, long to) {
    Map.Entry<Long, Long> before = ends.floorEntry(from);
    return before != null && before.getValue() >= to;
  }

  /// Where the last one ends; 0 if there is none.
  long end() {
    return ends.isEmpty() ? 0 : ends.lastEntry().getValue();
  }

  public long bytes() {
    long sum = 0;
    for (Map.Entry<Long, Long> span : ends.entrySet()) {
      sum += span.getValue() - span.getKey();
    }
    return sum;
  }

  /// In their order, as far as they lie below this.
  public List<Extent> below(long limit) {
    List<Extent> below = new ArrayList<>();
    ends.headMap(limit).forEach((from, to) -> below.add(new Extent(from, Math.min(to, limit))));
    return below;
  }
}
