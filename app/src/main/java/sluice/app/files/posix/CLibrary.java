package sluice.app.files.posix;

import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;

/// What the C library of this process offers; asked before {@link NativeCalls} is touched.
final class CLibrary {
  private CLibrary() {}

  static boolean isRecent() {
    SymbolLookup lookup = Linker.nativeLinker().defaultLookup();
    return lookup.find("renameat2").isPresent() && lookup.find("statx").isPresent();
  }
}
