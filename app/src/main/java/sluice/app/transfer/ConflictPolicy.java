package sluice.app.transfer;

/// What to do where the target exists.
public enum ConflictPolicy {
  ASK,
  FAIL,
  SKIP,
  RENAME,
  OVERWRITE
}
