package sluice.transport.ice;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// How this machine came to an IPv6 address, as far as it says so.
enum Inet6Origin {
  ORDINARY,
  /// Made up to prevent tracking (RFC 8981).
  TEMPORARY,
  /// Beyond its preferred lifetime (RFC 4862, section 5.5.4).
  DEPRECATED,
  /// Not yet proven to be ours alone, or proven not to be.
  UNUSABLE;

  /// Linux tells by this file: address, index, prefix length, scope, flags, name.
  private static final Path KERNEL_LIST = Path.of("/proc/net/if_inet6");

  private static final int FLAGS_FIELD = 4;
  private static final int FIELDS = 6;
  private static final int IFA_F_TEMPORARY = 0x01;
  private static final int IFA_F_DADFAILED = 0x08;
  private static final int IFA_F_DEPRECATED = 0x20;
  private static final int IFA_F_TENTATIVE = 0x40;

  /// What the system tells of all its addresses; nothing where it does not.
  static Map<Inet6Address, Inet6Origin> all() throws IOException {
    return Files.isReadable(KERNEL_LIST) ? parse(Files.readAllLines(KERNEL_LIST)) : Map.of();
  }

  static Map<Inet6Address, Inet6Origin> parse(List<String> lines) throws IOException {
    var origins = new HashMap<Inet6Address, Inet6Origin>();
    for (String line : lines) {
      String[] fields = line.strip().split(" +");
      if (fields.length == FIELDS
          && InetAddress.getByAddress(HexFormat.of().parseHex(fields[0]))
              instanceof Inet6Address address) {
        origins.put(address, of(Integer.parseInt(fields[FLAGS_FIELD], 16)));
      }
    }
    return origins;
  }

  private static Inet6Origin of(int flags) {
    if ((flags & (IFA_F_DADFAILED | IFA_F_TENTATIVE)) != 0) {
      return UNUSABLE;
    }
    if ((flags & IFA_F_DEPRECATED) != 0) {
      return DEPRECATED;
    }
    return (flags & IFA_F_TEMPORARY) != 0 ? TEMPORARY : ORDINARY;
  }
}
