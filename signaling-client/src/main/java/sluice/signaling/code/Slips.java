package sluice.signaling.code;

/// Counts typing errors: letters left out, added, exchanged, or swapped with their neighbour.
final class Slips {
  private Slips() {}

  /// The fewest slips that lead from one word to the other, or `enough` where it takes that many or
  /// more.
  static int between(String typed, String word, int enough) {
    if (Math.abs(typed.length() - word.length()) >= enough) {
      return enough;
    }
    int[] beforeLast = new int[word.length() + 1];
    int[] last = new int[word.length() + 1];
    for (int j = 0; j <= word.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= typed.length(); i++) {
      int[] row = new int[word.length() + 1];
      row[0] = i;
      for (int j = 1; j <= word.length(); j++) {
        int differs = typed.charAt(i - 1) == word.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(last[j] + 1, row[j - 1] + 1), last[j - 1] + differs);
        if (i > 1
            && j > 1
            && typed.charAt(i - 1) == word.charAt(j - 2)
            && typed.charAt(i - 2) == word.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      beforeLast = last;
      last = row;
    }
    return Math.min(enough, last[word.length()]);
  }
}
