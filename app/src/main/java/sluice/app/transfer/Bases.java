package sluice.app.transfer;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What this receiver has of files that are offered: has it cut into pieces, names them to the sender (`have`), and
/// holds the sender to them. Nothing is said before the user's yes, and of no more files at a time than the sender
/// remembers.
final class Bases {
  /// Files named and not settled.
  private static final int FILES = 64;

  /// Pieces of them, by estimate.
  private static final int PIECES = Limits.PIECES / 4;

  /// A file of which something is here.
  private static final class Based {
    final Base base;
    final int average;
    final long pieces;
    final Spans named = new Spans();
    int said;

    Based(Base base, long bytes) {
      this.base = base;
      this.average = PieceCutter.average(bytes);
      this.pieces = Math.min(Limits.PIECES, 1 + bytes / average * 2);
    }
  }

  private final ReceiveOutbox out;
  private final Map<Integer, Based> found = new HashMap<>();
  private final Map<Integer, Based> named = new HashMap<>();
  private final ArrayDeque<Integer> uncut = new ArrayDeque<>();
  private Features features = Features.NONE;
  private long pieces;
  private boolean accepted;
  private boolean cutting;

  Bases(ReceiveOutbox out) {
    this.out = out;
  }

  void greeted(Features inForce) {
    features = inForce;
  }

  /// The disk has something of these.
  void found(List<DestinationResult.Found> more) {
    for (DestinationResult.Found one : more) {
      if (features.allow(one.base())) {
        found.put(one.id(), new Based(one.base(), one.bytes()));
      }
    }
  }

  /// The user said yes.
  void accepted() {
    accepted = true;
  }

  /// Whether the verdict that this entry is wanted has to wait.
  boolean holdsUp(int id) {
    Based based = found.get(id);
    return based != null
        && (!accepted
            || named.size() == FILES
            || (!named.isEmpty() && pieces + based.pieces > PIECES));
  }

  /// This entry is wanted; the sender is about to hear so.
  void wanted(int id) {
    Based based = found.remove(id);
    if (based != null) {
      named.put(id, based);
      pieces += based.pieces;
      out.say(new ControlMessage.Have(id, based.base, based.average, List.of(), false));
      uncut.add(id);
      cut();
    }
  }

  void unwanted(int id) {
    found.remove(id);
  }

  /// Whether the sender may be waiting for our disk.
  boolean isCutting() {
    return cutting;
  }

  /// Whether something of this file was found, and may be named.
  boolean has(int id) {
    return found.containsKey(id);
  }

  private void cut() {
    Integer next = uncut.peek();
    if (!cutting && next != null) {
      Based based = named.get(next);
      if (based == null) {
        throw new IllegalStateException("pieces of a file that is forgotten");
      }
      cutting = true;
      out.disk(new DestinationCommand.Cut(next, based.average));
    }
  }

  /// The disk has cut some more.
  void cut(DestinationResult.Cut more) {
    cutting = false;
    Based based = named.get(more.id());
    if (based != null && uncut.contains(more.id())) {
      for (Piece piece : more.pieces()) {
        based.named.add(piece.offset(), piece.end());
      }
      based.said += more.pieces().size();
      // The rest of a file that is too long for the sender's memory is sent.
      boolean last = more.last() || based.said + Limits.PIECES_IN_MESSAGE > Limits.PIECES - PIECES;
      out.say(new ControlMessage.Have(more.id(), based.base, based.average, more.pieces(), last));
      if (last) {
        uncut.remove(more.id());
      }
    }
    cut();
  }

  /// "Only what was named may be kept or copied."
  ///
  /// @param at where it lies here
  void check(int id, Base base, long at, long length) throws MalformedMessageException {
    Based based = named.get(id);
    if (based == null
        || based.base != base
        || length <= 0
        || length > Limits.MAX_NUMBER - at
        || !based.named.covers(at, at + length)) {
      throw new MalformedMessageException("bytes are to be kept that were never named");
    }
  }

  /// All of it has come, or nothing more will.
  void settled(int id) {
    Based based = named.remove(id);
    if (based == null) {
      return;
    }
    pieces -= based.pieces;
    if (uncut.remove(id)) {
      out.say(new ControlMessage.Have(id, based.base, based.average, List.of(), true));
    }
  }

  @Nullable Base of(int id) {
    Based based = named.get(id);
    return based == null ? null : based.base;
  }
}
