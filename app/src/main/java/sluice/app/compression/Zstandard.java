package sluice.app.compression;

import com.github.luben.zstd.util.Native;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Whether this system has zstd: its code is native, brought along for the usual systems and written
/// to the folder for temporary files when it is loaded.
public final class Zstandard {
  private static final Logger LOG = Logger.getLogger("sluice.compression");

  private Zstandard() {}

  /// Loads it the first time, which takes some 10 ms. Without it everything goes unpacked.
  public static boolean isAvailable() {
    return Loaded.AVAILABLE;
  }

  private static final class Loaded {
    static final boolean AVAILABLE = load();

    private static boolean load() {
      try {
        Native.load();
        return true;
      } catch (LinkageError noSuchSystemOrNoPlaceToLoadFrom) {
        LOG.log(Level.FINE, "zstd cannot be loaded", noSuchSystemOrNoPlaceToLoadFrom);
        return false;
      }
    }
  }
}
