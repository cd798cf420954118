package sluice.app.ui;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Socket addresses as text, never looked up in the DNS.
public final class Addresses {
  private static final Pattern ZEROS = Pattern.compile("\\b0(:0)+\\b");

  private Addresses() {}

  /// `192.0.2.1:4711` or `[2001:db8::1]:4711`.
  public static String text(InetSocketAddress address) {
    if (address.getAddress() == null) {
      return address.getHostString() + ":" + address.getPort();
    }
    String host = address.getAddress().getHostAddress();
    return address.getAddress() instanceof Inet6Address
        ? "[" + withoutZeros(host) + "]:" + address.getPort()
        : host + ":" + address.getPort();
  }

  /// The longest run of zeros becomes `::`, as RFC 5952, section 4.2, recommends.
  private static String withoutZeros(String host) {
    String longest = "";
    Matcher run = ZEROS.matcher(host);
    while (run.find()) {
      longest = run.group().length() > longest.length() ? run.group() : longest;
    }
    return longest.isEmpty() ? host : host.replaceFirst(":?\\b" + longest + "\\b:?", "::");
  }
}
