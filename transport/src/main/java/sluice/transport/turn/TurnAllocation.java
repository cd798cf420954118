package sluice.transport.turn;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sluice.transport.stun.StunMessage;
import sluice.transport.turn.Channels.Channel;

/// One allocation on one TURN server (RFC 8656), from the first request until it is given back: credentials, refreshes of
/// the allocation, of permissions and of channels, and the relaying itself.
///
/// What goes to the server is polled from {@link #pollMessage}; data goes past it: {@link #channel} tells the number to
/// put before a datagram ({@link ChannelData}), and while there is none {@link #indication} wraps it. What comes from the
/// server goes to {@link #receive}, one message a call. Everything that is not authentic, not asked for or malformed is
/// dropped; data is taken only from addresses that {@link #permit} was called for.
public final class TurnAllocation {
  /// The longest message of a server: a Data indication around the longest datagram.
  private static final int MAX_MESSAGE_BYTES = 65_600;

  private static final int INDICATION_OVERHEAD_BYTES = 64;
  private static final int MAX_EVENTS = 256;

  /// No server needs longer words than a day, and none shorter than a second.
  private static final long MAX_LIFETIME_SECONDS = 86_400;

  /// RFC 8656, section 7.2: a refresh may come at any time; this often is enough to find out whether the server lives.
  private static final long PROBE_GAP_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int MISMATCH = 437;
  private static final int UNSUPPORTED_FAMILY = 440;
  private static final int WRONG_CREDENTIALS = 441;
  private static final int TRY_ALTERNATE = 300;

  private enum State {
    NEW,
    ALLOCATING,
    ALLOCATED,
    ENDED
  }

  private final TurnSettings settings;
  private final Authentication authentication;
  private final Transactions transactions;
  private final Permissions permissions;
  private final Channels channels;
  private final Deque<TurnEvent> events = new ArrayDeque<>();
  private State state = State.NEW;
  private @Nullable TurnCredential spare;
  private List<InetSocketAddress> relayed = List.of();
  private boolean mismatchCured;
  private boolean outdated;
  private TurnSettings.Families families;
  private long refreshNanos = Long.MAX_VALUE;
  private long expiryNanos = Long.MAX_VALUE;
  private long refreshedNanos;
  private long keepaliveNanos = Long.MAX_VALUE;
  private long nowNanos;

  /// @param random for transaction identifiers: must be unpredictable, since they are all that guards the first answers
  /// @throws IllegalArgumentException if the user name is longer than RFC 8489 allows
  public TurnAllocation(TurnSettings settings, TurnCredential credential, Random random) {
    requireShort(credential);
    this.settings = settings;
    this.families = settings.families();
    authentication = new Authentication(credential);
    transactions = new Transactions(settings, authentication, random);
    permissions = new Permissions(settings.refreshing().peerNanos());
    channels = new Channels(settings.refreshing().peerNanos());
  }

  private static void requireShort(TurnCredential credential) {
    if (!credential.isShort()) {
      throw new IllegalArgumentException("too long a user name");
    }
  }

  /// Asks for the allocation.
  public void allocate(long now) {
    if (state != State.NEW) {
      throw new IllegalStateException("asked for already");
    }
    advanceTo(now);
    state = State.ALLOCATING;
    askAllocate();
  }

  private void askAllocate() {
    ask(new TurnRequest.Allocate(families, settings.refreshing().lifetimeSeconds()));
  }

  private void ask(TurnRequest request) {
    transactions.ask(request, nowNanos);
    keepaliveNanos = nowNanos + settings.refreshing().keepaliveNanos();
  }

  private void advanceTo(long now) {
    nowNanos = now;
  }

  /// Whether the allocation stands.
  public boolean allocated() {
    return state == State.ALLOCATED;
  }

  /// Our relayed addresses; empty before they are granted.
  public List<InetSocketAddress> relayed() {
    return relayed;
  }

  // What the owner wants.

  /// Lets datagrams of this peer's address through, in both directions. Nothing happens where the allocation has no
  /// address of its family, or there are too many peers.
  public void permit(InetSocketAddress peer, long now) {
    advanceTo(now);
    if (reaches(peer) && permissions.want(peer, now)) {
      askForPeers();
    }
  }

  private boolean reaches(InetSocketAddress peer) {
    return state == State.ALLOCATED
        && peer.getPort() != 0
        && relayed.stream().anyMatch(each -> sameFamily(each.getAddress(), peer.getAddress()));
  }

  private static boolean sameFamily(InetAddress one, InetAddress other) {
    return one instanceof Inet4Address == other instanceof Inet4Address;
  }

  /// The channel to send to this peer by, or 0: then it is asked for, and {@link #indication} serves meanwhile.
  public int channel(InetSocketAddress peer, long now) {
    advanceTo(now);
    if (!reaches(peer)) {
      return 0;
    }
    int number = channels.use(peer, now);
    if (number == 0) {
      permissions.want(peer, now);
      askForPeers();
    } else {
      keepaliveNanos = now + settings.refreshing().keepaliveNanos();
    }
    return number;
  }

  /// The channel that this peer has already, or 0. None is asked for: a few checks are not worth one.
  public int boundChannel(InetSocketAddress peer, long now) {
    return state == State.ALLOCATED ? channels.bound(peer, now) : 0;
  }

  /// A Send indication (RFC 8656, section 11.1) around a datagram. The peer must have been permitted.
  public byte[] indication(byte[] datagram, int offset, int length, InetSocketAddress peer) {
    return new StunMessage.Writer(
            TurnRequest.SEND_INDICATION,
            transactions.transaction(),
            length + INDICATION_OVERHEAD_BYTES)
        .xorAddress(TurnRequest.XOR_PEER_ADDRESS, peer)
        .add(TurnRequest.DATA, Arrays.copyOfRange(datagram, offset, offset + length))
        .finish();
  }

  /// Takes a credential that shall serve when the present one is refused. The password of the same user replaces the old
  /// one at once; a server keeps an allocation under the user that asked for it (441), so another user needs another
  /// allocation: {@link TurnEvent.CredentialOutdated} tells when.
  public void renew(TurnCredential credential) {
    requireShort(credential);
    boolean sameUser = credential.username().equals(authentication.credential().username());
    if (sameUser || state == State.NEW) {
      authentication.use(credential);
    } else {
      spare = credential;
    }
  }

  /// Finds out soon whether the server still knows us: the path through it is in doubt. May be called again and again:
  /// each time, a new question goes out if the last one is old enough, so that a server that comes back is noticed soon.
  public void probe(long now) {
    advanceTo(now);
    if (state == State.ALLOCATED) {
      refreshNanos = Math.min(refreshNanos, Math.max(now, refreshedNanos + PROBE_GAP_NANOS));
      if (refreshNanos <= now) {
        refresh();
      }
    }
  }

  private void refresh() {
    refreshNanos = Long.MAX_VALUE;
    refreshedNanos = nowNanos;
    ask(new TurnRequest.Refresh(settings.refreshing().lifetimeSeconds()));
  }

  /// Gives the allocation back (RFC 8656, section 8: a lifetime of 0). One message is left to be polled, and nobody waits
  /// for its answer.
  public void close(long now) {
    advanceTo(now);
    boolean given = state == State.ALLOCATED;
    end();
    if (given) {
      transactions.ask(new TurnRequest.Refresh(0), now);
    }
  }

  private void end() {
    state = State.ENDED;
    relayed = List.of();
    refreshNanos = Long.MAX_VALUE;
    expiryNanos = Long.MAX_VALUE;
    keepaliveNanos = Long.MAX_VALUE;
    transactions.clear();
  }

  // What the server says.

  /// Takes one message of the server.
  ///
  /// @param receiver gets what it relayed, if that is what it is
  /// @return false where it proved to be nobody's: malformed, forged or unasked for
  public boolean receive(byte[] message, int offset, int length, TurnReceiver receiver, long now) {
    advanceTo(now);
    if (length < ChannelData.HEADER_BYTES || state == State.NEW || state == State.ENDED) {
      return false;
    }
    if (ChannelData.is(message[offset])) {
      return receiveChannelData(message, offset, length, receiver);
    }
    StunMessage stun = StunMessage.parse(message, offset, length, MAX_MESSAGE_BYTES).orElse(null);
    if (stun == null) {
      return false;
    }
    if (stun.type() == TurnRequest.DATA_INDICATION) {
      return receiveIndication(stun, receiver);
    }
    boolean ours = transactions.receive(stun, now);
    drain();
    return ours;
  }

  private boolean receiveChannelData(
      byte[] message, int offset, int length, TurnReceiver receiver) {
    Channel channel = channels.of(ChannelData.channel(message, offset));
    int dataBytes = ChannelData.length(message, offset);
    if (channel == null || dataBytes > length - ChannelData.HEADER_BYTES) {
      return false;
    }
    receiver.onDatagram(channel.peer, message, offset + ChannelData.HEADER_BYTES, dataBytes);
    return true;
  }

  private boolean receiveIndication(StunMessage stun, TurnReceiver receiver) {
    InetSocketAddress peer = stun.xorAddress(TurnRequest.XOR_PEER_ADDRESS);
    byte[] data = stun.value(TurnRequest.DATA);
    // RFC 8656, section 11.4: "the client MAY also check that the XOR-PEER-ADDRESS attribute value
    // contains an IP
    // address with which the client believes there is an active permission".
    if (peer == null || data == null || !permissions.covers(peer)) {
      return false;
    }
    receiver.onDatagram(peer, data, 0, data.length);
    return true;
  }

  private void drain() {
    Transactions.Outcome outcome = transactions.pollOutcome();
    while (outcome != null && state != State.ENDED) {
      on(outcome);
      outcome = transactions.pollOutcome();
    }
  }

  private void on(Transactions.Outcome outcome) {
    switch (outcome.request()) {
      case TurnRequest.Allocate allocate -> onAllocate(outcome);
      case TurnRequest.Refresh refresh -> onRefresh(outcome);
      case TurnRequest.CreatePermission permission -> onPermission(permission.peer(), outcome);
      case TurnRequest.ChannelBind bind -> onChannel(bind, outcome);
    }
  }

  private void onAllocate(Transactions.Outcome outcome) {
    switch (outcome) {
      case Transactions.Granted granted -> onAllocated(granted.response());
      case Transactions.Refused refused -> onAllocateRefused(refused.code(), refused.response());
      case Transactions.Unanswered unanswered -> fail(new TurnFailure.Unanswered());
    }
  }

  private void onAllocated(StunMessage response) {
    List<InetSocketAddress> granted =
        response.xorAddresses(TurnRequest.XOR_RELAYED_ADDRESS).stream()
            .filter(TurnAllocation::usable)
            .limit(2)
            .toList();
    long lifetime = response.number(TurnRequest.LIFETIME);
    if (granted.isEmpty() || lifetime <= 0) {
      fail(new TurnFailure.Malformed("an allocation without an address or a lifetime"));
      return;
    }
    state = State.ALLOCATED;
    relayed = granted;
    refreshedNanos = nowNanos;
    live(lifetime);
    tell(
        new TurnEvent.Allocated(
            granted, response.mappedAddress(), Math.min(lifetime, MAX_LIFETIME_SECONDS)));
  }

  private static boolean usable(InetSocketAddress address) {
    InetAddress ip = address.getAddress();
    return address.getPort() != 0 && !ip.isAnyLocalAddress() && !ip.isMulticastAddress();
  }

  private void live(long grantedSeconds) {
    long lifetimeNanos = TimeUnit.SECONDS.toNanos(Math.min(grantedSeconds, MAX_LIFETIME_SECONDS));
    expiryNanos = nowNanos + lifetimeNanos;
    refreshNanos = nowNanos + lifetimeNanos / 2;
  }

  private void onAllocateRefused(int code, StunMessage response) {
    switch (code) {
      case UNAUTHORIZED, WRONG_CREDENTIALS -> {
        if (spare == null) {
          fail(new TurnFailure.CredentialRefused());
        } else {
          authentication.use(spare);
          spare = null;
          askAllocate();
        }
      }
      case TRY_ALTERNATE -> redirect(response);
      case MISMATCH -> cureMismatch();
      case UNSUPPORTED_FAMILY -> otherFamily();
      default -> fail(new TurnFailure.Refused(code));
    }
  }

  private void redirect(StunMessage response) {
    InetSocketAddress server = response.plainAddress(TurnRequest.ALTERNATE_SERVER);
    if (server == null || !usable(server)) {
      fail(new TurnFailure.Malformed("another server without its address"));
      return;
    }
    end();
    tell(new TurnEvent.Redirected(server, response.text(TurnRequest.ALTERNATE_DOMAIN)));
  }

  /// Our port has an allocation that we know nothing of: of a request whose answer was lost for too long. It is given
  /// back, and ours is asked for again, once.
  private void cureMismatch() {
    if (mismatchCured) {
      fail(new TurnFailure.Refused(MISMATCH));
    } else {
      mismatchCured = true;
      ask(new TurnRequest.Refresh(0));
    }
  }

  private void otherFamily() {
    switch (families) {
      case BOTH -> {
        families = TurnSettings.Families.IPV6;
        askAllocate();
      }
      case IPV4, IPV6 -> fail(new TurnFailure.Refused(UNSUPPORTED_FAMILY));
    }
  }

  private void onRefresh(Transactions.Outcome outcome) {
    if (state == State.ALLOCATING) {
      askAllocate(); // What stood in the way is gone, or will say so again.
      return;
    }
    switch (outcome) {
      case Transactions.Granted granted -> {
        long lifetime = granted.response().number(TurnRequest.LIFETIME);
        if (lifetime <= 0) {
          fail(new TurnFailure.Forgotten());
        } else {
          live(lifetime);
          tell(new TurnEvent.Refreshed(Math.min(lifetime, MAX_LIFETIME_SECONDS)));
        }
      }
      case Transactions.Refused refused -> onRefreshRefused(refused.code());
      case Transactions.Unanswered unanswered -> fail(new TurnFailure.Unanswered());
    }
  }

  private void onRefreshRefused(int code) {
    switch (code) {
      // RFC 8656, section 7.3: "If the client receives a 437 (Allocation Mismatch) error [...]
      // considers the allocation
      // to be gone".
      case MISMATCH -> fail(new TurnFailure.Forgotten());
      case UNAUTHORIZED, WRONG_CREDENTIALS -> {
        if (!outdated) {
          outdated = true;
          tell(new TurnEvent.CredentialOutdated());
        }
        retryRefresh();
      }
      default -> retryRefresh();
    }
  }

  /// The server is in trouble, or wants another password: what is granted is used to its end.
  private void retryRefresh() {
    refreshNanos = nowNanos + Math.max((expiryNanos - nowNanos) / 2, TimeUnit.SECONDS.toNanos(1));
  }

  private void onPermission(InetSocketAddress peer, Transactions.Outcome outcome) {
    switch (outcome) {
      case Transactions.Granted granted -> permissions.granted(peer, nowNanos);
      case Transactions.Refused refused -> refuse(peer, refused.code());
      case Transactions.Unanswered unanswered -> permissions.refused(peer, nowNanos);
    }
  }

  private void refuse(InetSocketAddress peer, int code) {
    if (code == MISMATCH) {
      fail(new TurnFailure.Forgotten());
    } else {
      permissions.refused(peer, nowNanos);
      tell(new TurnEvent.PeerRefused(peer, code));
      if (code == BAD_REQUEST) {
        probe(nowNanos); // What coturn says when it has forgotten the allocation.
      }
    }
  }

  private void onChannel(TurnRequest.ChannelBind bind, Transactions.Outcome outcome) {
    switch (outcome) {
      case Transactions.Granted granted -> {
        channels.granted(bind.channel(), nowNanos);
        permissions.want(bind.peer(), nowNanos); // A channel in use keeps it alive.
        permissions.granted(bind.peer(), nowNanos);
      }
      case Transactions.Refused refused -> {
        channels.refused(bind.channel(), nowNanos);
        refuse(bind.peer(), refused.code());
      }
      case Transactions.Unanswered unanswered -> channels.refused(bind.channel(), nowNanos);
    }
  }

  private void fail(TurnFailure failure) {
    end();
    tell(new TurnEvent.Failed(failure));
  }

  private void tell(TurnEvent event) {
    if (events.size() < MAX_EVENTS) {
      events.add(event);
    }
  }

  // What time brings.

  public long deadlineNanos() {
    long deadline = Math.min(transactions.deadlineNanos(), Math.min(refreshNanos, expiryNanos));
    if (state == State.ALLOCATED && !transactions.full()) {
      deadline = Math.min(deadline, permissions.deadlineNanos());
      deadline = Math.min(deadline, channels.deadlineNanos(nowNanos));
      deadline = Math.min(deadline, keepaliveNanos);
    }
    return state == State.ENDED ? Long.MAX_VALUE : deadline;
  }

  public void onTimeout(long now) {
    advanceTo(now);
    if (state == State.ENDED) {
      return;
    }
    transactions.onTimeout(now);
    drain();
    if (state != State.ALLOCATED) {
      return;
    }
    if (expiryNanos <= now) {
      fail(outdated ? new TurnFailure.CredentialRefused() : new TurnFailure.Forgotten());
      return;
    }
    if (refreshNanos <= now) {
      refresh();
    }
    askForPeers();
    if (keepaliveNanos <= now) {
      keepaliveNanos = now + settings.refreshing().keepaliveNanos();
      var reminder =
          new StunMessage.Writer(TurnRequest.BINDING_INDICATION, transactions.transaction());
      transactions.tell(reminder.finish());
    }
  }

  private void askForPeers() {
    // Channels first: each of them counts for its permission too.
    for (Channel due = channelDue(); due != null; due = channelDue()) {
      ask(new TurnRequest.ChannelBind(due.number, due.peer));
    }
    for (InetSocketAddress due = permissionDue(); due != null; due = permissionDue()) {
      ask(new TurnRequest.CreatePermission(due));
    }
  }

  private @Nullable Channel channelDue() {
    return transactions.full() ? null : channels.pollDue(nowNanos);
  }

  private @Nullable InetSocketAddress permissionDue() {
    return transactions.full() ? null : permissions.pollDue(nowNanos);
  }

  /// The next message for the server, or null.
  public byte @Nullable [] pollMessage() {
    return transactions.pollMessage();
  }

  public @Nullable TurnEvent pollEvent() {
    return events.poll();
  }
}
