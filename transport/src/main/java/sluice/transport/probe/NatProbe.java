package sluice.transport.probe;

import static sluice.transport.probe.Questions.Answered;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.transport.probe.NatReport.ServerAnswer;
import sluice.transport.stun.StunMessage;

/// Asks STUN servers what stands between them and us: the procedures of RFC 5780, sections 4.3 to 4.5, one address
/// family at a time. First every server is asked how it sees us; then the first one that tells of a second address
/// answers the rest, all of it side by side. A run takes at most 4 s.
///
/// Mapping needs two addresses to be asked: without a second address of one server, two servers tell whether the mapping
/// depends on the endpoint, though not on what of it. Filtering needs a server with two addresses.
///
/// The driver owns {@link #SOCKETS} sockets, each on a port that nobody has used before, and does with them what
/// {@link #poll()} says.
public final class NatProbe {
  /// How many sockets the driver opens; they are numbered from 0.
  public static final int SOCKETS = 4;

  /// More servers are of no use for this.
  public static final int MAX_SERVERS = 16;

  private static final int MAPPING = 0;
  private static final int FILTERING = 1;
  private static final int HAIRPIN_ONE = 2;
  private static final int HAIRPIN_OTHER = 3;

  private static final int CHANGE_REQUEST = 0x0003;
  private static final int OTHER_ADDRESS = 0x802C;
  private static final int CHANGE_IP = 4;
  private static final int CHANGE_PORT = 2;

  private final List<InetSocketAddress> servers;
  private final Set<InetAddress> own;
  private final int[] ownPorts;
  private final Questions<About> questions;
  private final Map<About, InetSocketAddress> mapped = new HashMap<>();
  private final ServerAnswer[] answers;
  private Phase phase = Phase.REACHING;
  private boolean changedBoth;
  private boolean changedPort;
  private boolean changesNothing;
  private boolean hairpinned;
  private @Nullable ServerAnswer reference;
  private @Nullable NatReport report;

  private enum Phase {
    REACHING,
    LOOKING,
    HAIRPINNING,
    DONE
  }

  /// What a request is about.
  private sealed interface About {
    record Server(int index) implements About {}

    /// RFC 5780, section 4.3, tests II and III.
    record OtherAddress() implements About {}

    record OtherAddressAndPort() implements About {}

    /// Section 4.4: the first use of the port, then tests II and III.
    record FilterOpened() implements About {}

    record ChangedBoth() implements About {}

    record ChangedPort() implements About {}

    /// Section 4.5: where the two ends of the hairpin are seen.
    record HairpinEnd(int socket) implements About {}

    record Hairpin() implements About {}
  }

  /// @param servers of one address family, 1 to {@link #MAX_SERVERS}
  /// @param own every address of this machine
  /// @param ownPorts the local port of each socket
  /// @param random for transaction ids: unforeseeable
  public NatProbe(
      List<InetSocketAddress> servers, Set<InetAddress> own, int[] ownPorts, Random random) {
    if (servers.isEmpty() || servers.size() > MAX_SERVERS || ownPorts.length != SOCKETS) {
      throw new IllegalArgumentException("1 to 16 servers, and a port for each socket");
    }
    this.servers = List.copyOf(servers);
    this.own = Set.copyOf(own);
    this.ownPorts = ownPorts.clone();
    questions = new Questions<>(random);
    answers = new ServerAnswer[servers.size()];
  }

  /// Begins.
  public void start(long nowNanos) {
    for (int i = 0; i < servers.size(); i++) {
      ask(new About.Server(i), MAPPING, servers.get(i), 0, nowNanos);
    }
  }

  private void ask(About about, int socket, InetSocketAddress to, int change, long nowNanos) {
    questions.ask(
        about,
        socket,
        to,
        writer -> change == 0 ? writer : writer.number(CHANGE_REQUEST, change),
        nowNanos);
  }

  /// Takes a datagram that came to a socket. What is no answer to a question of ours is ignored.
  public void receive(
      int socket, InetSocketAddress from, byte[] datagram, int length, long nowNanos) {
    Optional<StunMessage> parsed = StunMessage.parse(datagram, 0, length);
    if (parsed.isEmpty() || phase == Phase.DONE) {
      return;
    }
    StunMessage message = parsed.get();
    if (message.type() == StunMessage.REQUEST) {
      // Our own request, back at our own socket: nobody else knows its transaction.
      hairpinned |=
          (socket == HAIRPIN_ONE || socket == HAIRPIN_OTHER)
              && questions.isOpen(message.transaction());
    } else if (message.type() == StunMessage.SUCCESS) {
      onAnswer(message, from, nowNanos);
    }
    advance(nowNanos);
  }

  private void onAnswer(StunMessage message, InetSocketAddress from, long nowNanos) {
    InetSocketAddress seen = seenAt(message);
    if (seen == null) {
      return;
    }
    Answered<About> answered = questions.settle(message.transaction(), nowNanos);
    if (answered == null) {
      return;
    }
    switch (answered.about()) {
      case About.Server(int index) ->
          answers[index] =
              new ServerAnswer(
                  servers.get(index),
                  Optional.of(seen),
                  answered.afterNanos(),
                  second(message, servers.get(index)));
      case About.ChangedBoth _ -> changedBoth = cameFromElsewhere(from);
      case About.ChangedPort _ -> changedPort = cameFromElsewhere(from);
      case About.OtherAddress about -> mapped.put(about, seen);
      case About.OtherAddressAndPort about -> mapped.put(about, seen);
      case About.HairpinEnd about -> mapped.put(about, seen);
      case About.FilterOpened _, About.Hairpin _ -> {}
    }
  }

  private static @Nullable InetSocketAddress seenAt(StunMessage message) {
    InetSocketAddress xored = message.mappedAddress();
    // RFC 5389, section 12.2: servers of RFC 3489 know only the plain one.
    return xored == null ? message.plainAddress(0x0001) : xored;
  }

  /// A server that does not know CHANGE-REQUEST answers from where it was asked: that tells nothing about filters.
  private boolean cameFromElsewhere(InetSocketAddress from) {
    boolean elsewhere = reference != null && !from.equals(reference.server());
    changesNothing |= !elsewhere;
    return elsewhere;
  }

  /// The other address, where it is one: another host and another port, of the same family.
  private static Optional<InetSocketAddress> second(StunMessage message, InetSocketAddress server) {
    InetSocketAddress other = message.plainAddress(OTHER_ADDRESS);
    if (other == null
        || other.getPort() == 0
        || other.getPort() == server.getPort()
        || other.getAddress().isAnyLocalAddress()
        || other.getAddress().equals(server.getAddress())
        || !other.getAddress().getClass().equals(server.getAddress().getClass())) {
      return Optional.empty();
    }
    return Optional.of(other);
  }

  /// Asks again what was not answered, and gives up what never was.
  public void onTimeout(long nowNanos) {
    questions.onTimeout(nowNanos);
    advance(nowNanos);
  }

  public long deadlineNanos() {
    return phase == Phase.DONE ? Long.MAX_VALUE : questions.deadlineNanos();
  }

  /// The next datagram to send, or null.
  public @Nullable Outgoing poll() {
    return questions.poll();
  }

  /// What was found out, once all is; empty until then.
  public Optional<NatReport> report() {
    return Optional.ofNullable(report);
  }

  private void advance(long nowNanos) {
    if (hairpinned && phase == Phase.HAIRPINNING) {
      questions.forgetAll();
    }
    while (phase != Phase.DONE && questions.allSettled()) {
      switch (phase) {
        case REACHING -> look(nowNanos);
        case LOOKING -> hairpin(nowNanos);
        case HAIRPINNING -> finish();
        case DONE -> throw new IllegalStateException("nothing follows the end");
      }
    }
  }

  private void look(long nowNanos) {
    for (int i = 0; i < answers.length; i++) {
      if (answers[i] == null) {
        answers[i] = new ServerAnswer(servers.get(i), Optional.empty(), 0, Optional.empty());
      }
    }
    phase = Phase.LOOKING;
    reference =
        Arrays.stream(answers)
            .filter(answer -> answer.second().isPresent())
            .findFirst()
            .or(
                () ->
                    Arrays.stream(answers)
                        .filter(answer -> answer.mapped().isPresent())
                        .findFirst())
            .orElse(null);
    if (reference == null) {
      return;
    }
    InetSocketAddress server = reference.server();
    ask(new About.HairpinEnd(HAIRPIN_ONE), HAIRPIN_ONE, server, 0, nowNanos);
    ask(new About.HairpinEnd(HAIRPIN_OTHER), HAIRPIN_OTHER, server, 0, nowNanos);
    reference.second().ifPresent(other -> lookFromBoth(server, other, nowNanos));
  }

  private void lookFromBoth(InetSocketAddress server, InetSocketAddress other, long nowNanos) {
    var otherAddress = new InetSocketAddress(other.getAddress(), server.getPort());
    ask(new About.OtherAddress(), MAPPING, otherAddress, 0, nowNanos);
    ask(new About.OtherAddressAndPort(), MAPPING, other, 0, nowNanos);
    ask(new About.FilterOpened(), FILTERING, server, 0, nowNanos);
    ask(new About.ChangedBoth(), FILTERING, server, CHANGE_IP | CHANGE_PORT, nowNanos);
    ask(new About.ChangedPort(), FILTERING, server, CHANGE_PORT, nowNanos);
  }

  /// Both ends send to the other's public address, so that no filter keeps them apart.
  private void hairpin(long nowNanos) {
    phase = Phase.HAIRPINNING;
    InetSocketAddress one = mapped.get(new About.HairpinEnd(HAIRPIN_ONE));
    InetSocketAddress other = mapped.get(new About.HairpinEnd(HAIRPIN_OTHER));
    if (one != null && other != null && mapping() != NatMapping.NONE) {
      ask(new About.Hairpin(), HAIRPIN_ONE, other, 0, nowNanos);
      ask(new About.Hairpin(), HAIRPIN_OTHER, one, 0, nowNanos);
    }
  }

  private void finish() {
    phase = Phase.DONE;
    report = new NatReport(List.of(answers), mapping(), filtering(), hairpinning());
  }

  private NatMapping mapping() {
    if (reference == null) {
      return NatMapping.UNKNOWN;
    }
    InetSocketAddress first = reference.mapped().orElseThrow();
    if (first.getPort() == ownPorts[MAPPING] && own.contains(first.getAddress())) {
      return NatMapping.NONE;
    }
    InetSocketAddress byAddress = mapped.get(new About.OtherAddress());
    InetSocketAddress byBoth = mapped.get(new About.OtherAddressAndPort());
    if (byAddress == null || byBoth == null) {
      return mappingByServers();
    }
    if (byAddress.equals(first)) {
      return NatMapping.ENDPOINT_INDEPENDENT;
    }
    return byBoth.equals(byAddress)
        ? NatMapping.ADDRESS_DEPENDENT
        : NatMapping.ADDRESS_AND_PORT_DEPENDENT;
  }

  private NatMapping mappingByServers() {
    List<ServerAnswer> answered =
        Arrays.stream(answers).filter(answer -> answer.mapped().isPresent()).toList();
    List<InetSocketAddress> ways = new ArrayList<>();
    answered.forEach(answer -> ways.add(answer.mapped().orElseThrow()));
    if (ways.stream().distinct().count() > 1) {
      return NatMapping.DEPENDENT;
    }
    boolean severalHosts =
        answered.stream().map(answer -> answer.server().getAddress()).distinct().count() > 1;
    return severalHosts ? NatMapping.ENDPOINT_INDEPENDENT : NatMapping.UNKNOWN;
  }

  private NatFiltering filtering() {
    if (reference == null || reference.second().isEmpty() || changesNothing) {
      return NatFiltering.UNKNOWN;
    }
    if (changedBoth) {
      return NatFiltering.ENDPOINT_INDEPENDENT;
    }
    return changedPort ? NatFiltering.ADDRESS_DEPENDENT : NatFiltering.ADDRESS_AND_PORT_DEPENDENT;
  }

  private Hairpinning hairpinning() {
    if (mapping() == NatMapping.NONE
        || !mapped.keySet().containsAll(List.of(end(HAIRPIN_ONE), end(HAIRPIN_OTHER)))) {
      return Hairpinning.UNKNOWN;
    }
    return hairpinned ? Hairpinning.SUPPORTED : Hairpinning.UNSUPPORTED;
  }

  private static About end(int socket) {
    return new About.HairpinEnd(socket);
  }
}
