package sluice.app.transfer;

/// @param maxMessageBytes the longest message to send on `data`, with its header: what the other end's transport
///     takes, and best a whole number of fragments. From {@link Limits#MIN_MESSAGE_BYTES} to
///     {@link Limits#MESSAGE_BYTES}
/// @param hashes which hashes the user wants to see
public record SendOptions(int maxMessageBytes, Hashes hashes) {
  public SendOptions {
    if (maxMessageBytes < Limits.MIN_MESSAGE_BYTES || maxMessageBytes > Limits.MESSAGE_BYTES) {
      throw new IllegalArgumentException("message of " + maxMessageBytes + " bytes");
    }
  }
}
