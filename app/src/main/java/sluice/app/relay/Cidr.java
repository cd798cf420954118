package sluice.app.relay;

import java.net.InetAddress;
import java.util.Optional;

/// A range of addresses, `192.0.2.0/24` or `2001:db8::/32`; a single address stands for itself.
///
/// @param network its bytes, 4 or 16
/// @param prefixBits how many of them count
public record Cidr(InetAddress network, int prefixBits) {
  /// Reads it; nothing if the text is none. Never looks a name up.
  public static Optional<Cidr> parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    try {
      InetAddress network = InetAddress.ofLiteral(address);
      int bits = network.getAddress().length * Byte.SIZE;
      int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
      return prefix < 0 || prefix > bits
          ? Optional.empty()
          : Optional.of(new Cidr(network, prefix));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /// Whether the address lies within.
  public boolean contains(InetAddress address) {
    byte[] ours = network.getAddress();
    byte[] theirs = address.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < prefixBits; bit++) {
      int mask = 0x80 >> (bit % Byte.SIZE);
      if (((ours[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
