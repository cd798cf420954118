package sluice.app.files;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import sluice.app.transfer.FileName;

/// A folder that somebody else named beneath one of ours: no link on the way is followed.
public final class ConfinedFolder {
  /// What happens where it is missing.
  public enum Missing {
    FAILS,
    IS_MADE
  }

  private ConfinedFolder() {}

  /// Goes down name by name.
  ///
  /// @param root of our own; links that lead to it are followed
  /// @param names none of them empty, `.` or `..`
  /// @return held open: its path may lead elsewhere a moment later
  /// @throws NotDirectoryException if a link or a file stands in the way
  public static HeldFolder find(Path root, List<String> names, Missing missing) throws IOException {
    Path real = root.toRealPath();
    Directory at = Paths.open(real.toString());
    boolean found = false;
    try {
      for (String text : names) {
        FileName name = FileName.of(text);
        if (PathGuard.objection(name, PathGuard.Rules.ofThisSystem()) != null) {
          throw new NotDirectoryException(name.display());
        }
        Directory next = step(at, name, missing);
        at.close();
        at = next;
        real = real.resolve(text);
      }
      found = true;
      return new HeldFolder(at, real);
    } finally {
      if (!found) {
        at.close();
      }
    }
  }

  private static Directory step(Directory in, FileName name, Missing missing) throws IOException {
    FileStatus status = in.status(name);
    if (status == null) {
      if (missing == Missing.FAILS) {
        throw new NoSuchFileException(name.display());
      }
      in.makePrivate(name);
      in.sync();
    } else if (status.kind() != FileStatus.Kind.DIRECTORY) {
      throw new NotDirectoryException(name.display());
    }
    return in.open(name);
  }
}
