package sluice.app.relay;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/// What limits are counted by: an IPv4 address, or the /64 of an IPv6 address, since whoever has one
/// address of it has them all.
///
/// @param hex the bytes that count, in hexadecimal
public record SourceAddress(String hex) {
  private static final int IPV6_BYTES = 16;
  private static final int IPV6_PREFIX_BYTES = 8;
  private static final int MAPPED_PREFIX_BYTES = 12;

  /// The source that this address belongs to.
  public static SourceAddress of(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == IPV6_BYTES) {
      bytes =
          isMappedIpv4(bytes)
              ? Arrays.copyOfRange(bytes, MAPPED_PREFIX_BYTES, IPV6_BYTES)
              : Arrays.copyOf(bytes, IPV6_PREFIX_BYTES);
    }
    return new SourceAddress(HexFormat.of().formatHex(bytes));
  }

  /// `::ffff:a.b.c.d`: Java turns it into IPv4 when it parses text, but not every other way.
  private static boolean isMappedIpv4(byte[] bytes) {
    for (int at = 0; at < MAPPED_PREFIX_BYTES - 2; at++) {
      if (bytes[at] != 0) {
        return false;
      }
    }
    return bytes[MAPPED_PREFIX_BYTES - 2] == -1 && bytes[MAPPED_PREFIX_BYTES - 1] == -1;
  }
}
