package sluice.app.transfer;

/// A file's modification time, in seconds since 1970 (negative before) and nanoseconds from 0 to 999,999,999.
public record ModificationTime(long seconds, int nanos) {}
