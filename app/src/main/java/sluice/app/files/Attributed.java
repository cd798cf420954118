package sluice.app.files;

import java.io.IOException;
import sluice.app.transfer.FileName;
import sluice.app.transfer.ModificationTime;

/// What is held open and keeps something beside its bytes.
interface Attributed {
  void setModified(ModificationTime modified) throws IOException;

  /// @param mode permission bits, exactly
  void setMode(int mode) throws IOException;

  /// By their numbers.
  void setOwner(long user, long group) throws IOException;

  void setExtended(FileName name, byte[] value) throws IOException;
}
