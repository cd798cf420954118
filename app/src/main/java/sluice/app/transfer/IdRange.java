package sluice.app.transfer;

/// Entries that follow each other.
///
/// @param last at least `first`
public record IdRange(int first, int last) {
  public IdRange {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException("entries " + first + " to " + last);
    }
  }

  static IdRange of(int id) {
    return new IdRange(id, id);
  }
}
