package sluice.signaling.pake;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// A fixed string of octets. Comparison takes the same time wherever two of one length differ.
public final class Octets {
  private final byte[] bytes;

  private Octets(byte[] bytes) {
    this.bytes = bytes;
  }

  /// A copy of these.
  public static Octets of(byte[] bytes) {
    return new Octets(bytes.clone());
  }

  /// A copy of a part of these.
  public static Octets of(byte[] bytes, int from, int length) {
    return new Octets(Arrays.copyOfRange(bytes, from, from + length));
  }

  /// As many random ones.
  public static Octets random(int length, RandomGenerator random) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return new Octets(bytes);
  }

  /// How many.
  public int length() {
    return bytes.length;
  }

  /// A copy.
  public byte[] toArray() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Octets octets && MessageDigest.isEqual(bytes, octets.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /// The length only: most octets here are secret.
  @Override
  public String toString() {
    return bytes.length + " octets";
  }
}
