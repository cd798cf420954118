package sluice.signaling.lan;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.signaling.wire.Nameplate;

/// One search for the holder of a nameplate, as an engine: when to ask, what the answers mean, when
/// it is over. Section 8.
final class Search {
  static final long[] ASK_AT_NANOS = {
    0, 200_000_000L, 600_000_000L, 1_200_000_000L, 2_000_000_000L
  };
  static final long[] PROBE_AT_NANOS = {0, 150_000_000L};
  static final long GIVE_UP_NANOS = 3_000_000_000L;
  static final long PROBE_GIVE_UP_NANOS = 300_000_000L;
  static final long LISTEN_ON_NANOS = 300_000_000L;
  static final int MAX_HOLDERS = 16;

  private static final Comparator<InetSocketAddress> NEAREST_FIRST =
      Comparator.comparingInt(Search::distance);

  private final Nameplate nameplate;
  private final long nonce;
  private final long[] askAtNanos;
  private final long listenOnNanos;
  private final Map<Long, InetSocketAddress> holders = new LinkedHashMap<>();

  private int asked;
  private long endNanos;

  private Search(
      Nameplate nameplate, long nonce, long[] askAtNanos, long endNanos, long listenOnNanos) {
    this.nameplate = nameplate;
    this.nonce = nonce;
    this.askAtNanos = askAtNanos;
    this.endNanos = endNanos;
    this.listenOnNanos = listenOnNanos;
  }

  /// A joiner's search for the maker.
  static Search forHolder(Nameplate nameplate, long nonce) {
    return new Search(nameplate, nonce, ASK_AT_NANOS, GIVE_UP_NANOS, LISTEN_ON_NANOS);
  }

  /// A maker's look whether its digits are in use.
  static Search forProbe(Nameplate nameplate, long nonce) {
    return new Search(nameplate, nonce, PROBE_AT_NANOS, PROBE_GIVE_UP_NANOS, 0);
  }

  /// The query to send now, or null.
  @Nullable ByteBuffer poll(long nowNanos) {
    if (asked == askAtNanos.length || askAtNanos[asked] > nowNanos || !holders.isEmpty()) {
      return null;
    }
    asked++;
    return new DiscoveryMessage.Query(nonce, nameplate).bytes();
  }

  void receive(ByteBuffer datagram, InetSocketAddress source, long nowNanos) {
    if (!(DiscoveryMessage.parse(datagram) instanceof DiscoveryMessage.Answer answer)
        || answer.nonce() != nonce
        || !answer.nameplate().equals(nameplate)
        || holders.size() == MAX_HOLDERS) {
      return;
    }
    if (holders.isEmpty()) {
      endNanos = nowNanos + listenOnNanos;
    }
    InetSocketAddress relay = new InetSocketAddress(source.getAddress(), answer.relayPort());
    holders.merge(
        answer.instance(), relay, (one, two) -> NEAREST_FIRST.compare(one, two) <= 0 ? one : two);
  }

  boolean isOver(long nowNanos) {
    return nowNanos >= endNanos;
  }

  long deadlineNanos() {
    boolean asksAgain = asked < askAtNanos.length && holders.isEmpty();
    return asksAgain ? Math.min(endNanos, askAtNanos[asked]) : endNanos;
  }

  /// How many answered.
  int holders() {
    return holders.size();
  }

  /// The relay of the first that answered.
  InetSocketAddress relay() {
    return holders.values().iterator().next();
  }

  private static int distance(InetSocketAddress address) {
    if (address.getAddress().isLoopbackAddress()) {
      return 0;
    }
    if (address.getAddress() instanceof Inet4Address) {
      return 1;
    }
    return address.getAddress().isLinkLocalAddress() ? 3 : 2;
  }
}
