package sluice.app.transfer;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the receiver has said to have of files (`have`), at the sender. The pieces themselves go to the disk's thread,
/// which looks for them; here is what is needed to hold the receiver to the rules, and to wait for it.
final class Haves {
  /// What was said of one file.
  static final class Having {
    private final Base base;
    private final int average;
    private int pieces;
    private long end;
    private boolean whole;

    private Having(Base base, int average) {
      this.base = base;
      this.average = average;
    }

    Base base() {
      return base;
    }

    int average() {
      return average;
    }

    /// Whether all pieces are known that may match what lies below this: a part's bytes stand where they belong, an
    /// old file's may be anywhere.
    boolean isKnownBelow(long offset) {
      return whole || (base == Base.PART && end >= offset);
    }
  }

  private final Manifest manifest;
  private final Map<Integer, Having> known = new HashMap<>();
  private final Set<Integer> overtaken = new HashSet<>();
  private int pieces;

  Haves(Manifest manifest) {
    this.manifest = manifest;
  }

  /// Takes a message.
  ///
  /// @param judged entries below this id had their verdict before
  /// @return what the disk should know, or null if it is no use any more
  SourceCommand.@Nullable Learn take(ControlMessage.Have have, int judged)
      throws MalformedMessageException {
    int id = have.id();
    if (overtaken.contains(id)) {
      if (have.last()) {
        overtaken.remove(id);
      }
      return null;
    }
    Having having = known.get(id);
    if (having == null) {
      having = first(have, judged);
    }
    if (having.whole || having.base != have.base() || having.average != have.average()) {
      throw new MalformedMessageException("pieces that contradict those before");
    }
    for (Piece piece : have.pieces()) {
      if (piece.offset() < having.end) {
        throw new MalformedMessageException("pieces that overlap");
      }
      having.end = piece.end();
    }
    having.pieces += have.pieces().size();
    pieces += have.pieces().size();
    if (pieces > Limits.PIECES) {
      throw new MalformedMessageException("more pieces than can be remembered");
    }
    having.whole = have.last();
    return new SourceCommand.Learn(id, have.pieces());
  }

  private Having first(ControlMessage.Have have, int judged) throws MalformedMessageException {
    int id = have.id();
    if (id < judged || !manifest.isUnderWay(id)) {
      throw new MalformedMessageException("pieces of what was never offered, or judged before");
    }
    if (!(manifest.at(id).entry() instanceof ManifestEntry.File)) {
      throw new MalformedMessageException("pieces of what is no file");
    }
    if (known.size() + overtaken.size() == Limits.HAVES) {
      throw new MalformedMessageException("pieces of too many files at a time");
    }
    Having having = new Having(have.base(), have.average());
    known.put(id, having);
    return having;
  }

  /// What was said of this file, or null.
  @Nullable Having of(int id) {
    return known.get(id);
  }

  /// It is sent, or will not be.
  void forget(int id) {
    Having having = known.remove(id);
    if (having != null) {
      pieces -= having.pieces;
      if (!having.whole) {
        overtaken.add(id);
      }
    }
  }
}
