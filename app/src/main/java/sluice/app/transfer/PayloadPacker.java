package sluice.app.transfer;

/// Packs payloads where that pays.
@FunctionalInterface
public interface PayloadPacker {
  /// Packs a part of an array in place.
  ///
  /// @return the packed length, or 0 if the part stays as it is
  int pack(byte[] bytes, int at, int length);
}
