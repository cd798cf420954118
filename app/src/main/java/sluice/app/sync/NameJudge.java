package sluice.app.sync;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.FileName;

/// Which names of one directory the sender does not have.
///
/// Names that differ only in case or in Unicode's forms may be one name to a file system: what was offered as one may
/// be listed as the other. So what the listing does not show under its offered name is looked for by its file's key,
/// and what has that key stays.
public final class NameJudge {
  private NameJudge() {}

  /// @param listed what stands in the directory
  /// @param offered what the sender has there, under the names that it offered
  /// @param key of what a name leads to now; null where it leads to nothing
  public static List<FileName> doomed(
      Set<FileName> listed, Set<FileName> offered, Function<FileName, @Nullable Object> key) {
    Set<Object> elsewhere = new HashSet<>();
    for (FileName name : offered) {
      Object found = listed.contains(name) ? null : key.apply(name);
      if (found != null) {
        elsewhere.add(found);
      }
    }
    List<FileName> doomed = new ArrayList<>();
    for (FileName name : listed) {
      if (!offered.contains(name)
          && (elsewhere.isEmpty() || !elsewhere.contains(key.apply(name)))) {
        doomed.add(name);
      }
    }
    return doomed;
  }
}
