package sluice.transport.ice;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A transport address that an end may be reached at (RFC 8839, section 5.1), of component 1 and over UDP: the only
/// kind that a data channel uses here.
///
/// @param priority 1 to 2^31 - 1
/// @param related the base of a reflexive or relayed candidate
public record Candidate(
    Type type,
    String foundation,
    long priority,
    InetSocketAddress address,
    @Nullable InetSocketAddress related) {

  private static final int MAX_LINE_CHARS = 512;
  private static final int MAX_FOUNDATION_CHARS = 32;

  /// How the address was learnt, with RFC 8445's recommended type preferences (section 5.1.2.2).
  public enum Type {
    HOST("host", 126),
    PEER_REFLEXIVE("prflx", 110),
    SERVER_REFLEXIVE("srflx", 100),
    RELAYED("relay", 0);

    private final String word;
    private final int preference;

    Type(String word, int preference) {
      this.word = word;
      this.preference = preference;
    }

    static @Nullable Type of(String word) {
      for (Type type : values()) {
        if (type.word.equals(word)) {
          return type;
        }
      }
      return null;
    }

    /// The priority by RFC 8445, section 5.1.2.1, for component 1.
    ///
    /// @param localPreference 0 to 65,535
    public long priority(int localPreference) {
      return ((long) preference << 24) + ((long) localPreference << 8) + 255;
    }
  }

  /// Reads the value of an `a=candidate` line, with or without its prefix. Empty for what is malformed, and for what is
  /// of no use to us: TCP, other components, host names (RFC 8445 leaves them optional; mDNS names come again as
  /// peer-reflexive addresses), addresses that are not unicast.
  public static Optional<Candidate> parse(String line) {
    if (line.length() > MAX_LINE_CHARS) {
      return Optional.empty();
    }
    String[] words = strip(line).split(" +", -1);
    if (words.length < 8
        || words[0].isEmpty()
        || words[0].length() > MAX_FOUNDATION_CHARS
        || !words[1].equals("1")
        || !words[2].equalsIgnoreCase("udp")
        || !words[6].equals("typ")) {
      return Optional.empty();
    }
    Type type = Type.of(words[7]);
    long priority = number(words[3], 10);
    InetSocketAddress address = address(words[4], words[5]);
    if (type == null || address == null || priority < 1 || priority > Integer.MAX_VALUE) {
      return Optional.empty();
    }
    return Optional.of(new Candidate(type, words[0], priority, address, null));
  }

  private static String strip(String line) {
    String text = line.strip();
    if (text.startsWith("a=")) {
      text = text.substring(2);
    }
    return text.startsWith("candidate:") ? text.substring("candidate:".length()) : text;
  }

  private static long number(String digits, int maxDigits) {
    boolean plain =
        !digits.isEmpty()
            && digits.length() <= maxDigits
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return plain ? Long.parseLong(digits) : -1;
  }

  private static @Nullable InetSocketAddress address(String host, String port) {
    long number = number(port, 5);
    if (number < 1 || number > 65_535 || host.indexOf('%') >= 0) {
      return null;
    }
    InetAddress literal;
    try {
      literal = InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException e) {
      return null; // A name. To look it up would block, and tell a resolver whom we talk to.
    }
    return literal.isAnyLocalAddress() || literal.isMulticastAddress()
        ? null
        : new InetSocketAddress(literal, (int) number);
  }

  /// The user name fragment that a candidate says it belongs to, as an extension of its line; empty where it does not, or
  /// is malformed.
  public static Optional<String> ufragOf(String line) {
    if (line.length() > MAX_LINE_CHARS) {
      return Optional.empty();
    }
    List<String> words = List.of(strip(line).split(" +", -1));
    int at = words.subList(Math.min(8, words.size()), words.size()).indexOf("ufrag");
    return at < 0 || at + 9 >= words.size() ? Optional.empty() : Optional.of(words.get(at + 9));
  }

  /// The same without the address behind it: RFC 8839, section 5.1, lets it be zero where it would tell too much.
  public Candidate withoutRelated() {
    return new Candidate(type, foundation, priority, address, null);
  }

  /// As {@link #text()}, with the generation that it belongs to.
  public String text(String ufrag) {
    return text() + " ufrag " + ufrag;
  }

  /// The value of an `a=candidate` line, with its `candidate:` prefix.
  public String text() {
    var text = new StringBuilder(96);
    text.append("candidate:").append(foundation).append(" 1 udp ").append(priority).append(' ');
    text.append(literal(address)).append(' ').append(address.getPort());
    text.append(" typ ").append(type.word);
    if (related != null) {
      text.append(" raddr ").append(literal(related));
      text.append(" rport ").append(related.getPort());
    } else if (type != Type.HOST) {
      // RFC 8839, section 5.1: it MUST be there, and may be zero "for privacy reasons".
      boolean ipv4 = address.getAddress() instanceof Inet4Address;
      text.append(ipv4 ? " raddr 0.0.0.0 rport 0" : " raddr :: rport 0");
    }
    return text.toString();
  }

  /// Without the zone of a link-local address, which means nothing to the other end.
  private static String literal(InetSocketAddress address) {
    String text = address.getAddress().getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }
}
