package sluice.app.transfer;

/// What a transfer that does not move waits for.
public enum Stall {
  NOTHING,
  NETWORK,
  LOCAL_DISK,
  REMOTE_DISK,
  LOCAL_USER,
  REMOTE_USER
}
