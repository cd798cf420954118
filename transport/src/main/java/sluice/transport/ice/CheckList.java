package sluice.transport.ice;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.ice.Agent;
import org.ice4j.ice.CandidatePair;
import org.ice4j.ice.CandidateType;
import org.ice4j.ice.Component;
import org.ice4j.ice.IceMediaStream;
import org.ice4j.ice.IceProcessingState;
import org.ice4j.ice.KeepAliveStrategy;
import org.ice4j.ice.LocalCandidate;
import org.ice4j.ice.NominationStrategy;
import org.ice4j.ice.RemoteCandidate;
import org.ice4j.ice.harvest.CandidateHarvester;
import org.ice4j.ice.harvest.HarvestStatistics;

/// One run of connectivity checks: an ice4j agent over our own sockets and candidates. It ends when a pair is nominated;
/// another run with the same credentials may follow when it failed or the sockets changed.
final class CheckList {
  private static final String STREAM = "data";

  /// RFC 8445, section 14.2: at least 5 ms between checks.
  private static final long PACE_MILLIS = 10;

  /// Hears of a run, on threads of ice4j: must not block.
  interface Listener {
    void onSend(IceWire wire, byte[] message, InetSocketAddress to);

    void onValid(Pair pair);

    void onSelected(Pair pair, IceRole role);

    void onFailed();
  }

  /// Two candidates between which a check succeeded.
  record Pair(IceWire wire, InetSocketAddress remote, Candidate.Type local, Candidate.Type peer) {
    /// How good it is, as {@link Ranks} tell.
    int rank() {
      return Ranks.of(remote, local, peer);
    }
  }

  /// A wire of ours and the candidate that stands for it: a host's or a relayed one.
  record Host(IceWire wire, Candidate candidate) {}

  private final Agent agent;
  private final Component component;
  private final Listener listener;
  private final Map<InetSocketAddress, IceSocket> sockets = new HashMap<>();
  private final Map<Pair, CandidatePair> valid = new HashMap<>();
  private final Set<InetSocketAddress> remotes = new HashSet<>();
  private boolean started;

  CheckList(
      List<Host> hosts,
      IceCredentials local,
      IceCredentials remote,
      IceRole role,
      long tieBreaker,
      Listener listener)
      throws IOException {
    Ice4jSettings.apply();
    this.listener = listener;
    agent = new CredentialedAgent(local);
    agent.setUseDynamicPorts(false);
    agent.setTrickling(true);
    agent.setTa(PACE_MILLIS);
    agent.setTieBreaker(tieBreaker);
    agent.setControlling(role == IceRole.CONTROLLING);
    agent.setNominationStrategy(NominationStrategy.NONE);
    agent.addCandidateHarvester(new HostHarvester(hosts));
    IceMediaStream stream = agent.createMediaStream(STREAM);
    stream.setRemoteUfrag(remote.ufrag());
    stream.setRemotePassword(remote.password());
    component = agent.createComponent(stream, KeepAliveStrategy.SELECTED_ONLY, false);
    stream.addPairChangeListener(
        event -> {
          if (IceMediaStream.PROPERTY_PAIR_VALIDATED.equals(event.getPropertyName())
              && event.getSource() instanceof CandidatePair pair) {
            onValidated(pair);
          }
        });
    agent.addStateChangeListener(event -> onState(event.getNewValue()));
  }

  /// Loads ice4j's classes, which takes a third of a second in a cold JVM.
  static void warmUp() {
    Ice4jSettings.apply();
    new Agent().free();
  }

  void start(Collection<Candidate> candidates) {
    for (Candidate candidate : candidates) {
      if (remotes.add(candidate.address())) {
        component.addRemoteCandidate(toIce4j(candidate));
      }
    }
    started = true;
    agent.startConnectivityEstablishment();
  }

  void addRemote(Candidate candidate) {
    if (!started) {
      throw new IllegalStateException("not started");
    }
    if (remotes.add(candidate.address())) {
      component.addUpdateRemoteCandidates(toIce4j(candidate));
      component.updateRemoteCandidates();
    }
  }

  private RemoteCandidate toIce4j(Candidate candidate) {
    CandidateType type =
        switch (candidate.type()) {
          case HOST -> CandidateType.HOST_CANDIDATE;
          case PEER_REFLEXIVE -> CandidateType.PEER_REFLEXIVE_CANDIDATE;
          case SERVER_REFLEXIVE -> CandidateType.SERVER_REFLEXIVE_CANDIDATE;
          case RELAYED -> CandidateType.RELAYED_CANDIDATE;
        };
    return new RemoteCandidate(
        transportAddress(candidate.address()),
        component,
        type,
        candidate.foundation(),
        candidate.priority(),
        null,
        null);
  }

  /// Gives ice4j a STUN message whose integrity has been checked.
  void receive(IceWire wire, byte[] message, InetSocketAddress from) {
    for (IceSocket socket : sockets.values()) {
      if (socket.wire().equals(wire)) {
        socket.offer(message, from);
      }
    }
  }

  /// Nominates, if this end still controls.
  void nominate(Pair pair) {
    CandidatePair candidatePair;
    synchronized (valid) {
      candidatePair = valid.get(pair);
    }
    if (candidatePair != null && agent.isControlling()) {
      agent.nominate(candidatePair);
    }
  }

  private void onValidated(CandidatePair candidatePair) {
    Pair pair = toPair(candidatePair);
    if (pair != null) {
      synchronized (valid) {
        valid.put(pair, candidatePair);
      }
      listener.onValid(pair);
    }
  }

  private void onState(Object state) {
    if (state == IceProcessingState.COMPLETED) {
      CandidatePair selected = component.getSelectedPair();
      Pair pair = selected == null ? null : toPair(selected);
      if (pair != null) {
        listener.onSelected(pair, agent.isControlling() ? IceRole.CONTROLLING : IceRole.CONTROLLED);
      }
    } else if (state == IceProcessingState.FAILED) {
      listener.onFailed();
    }
  }

  private @org.jspecify.annotations.Nullable Pair toPair(CandidatePair pair) {
    LocalCandidate local = pair.getLocalCandidate();
    IceSocket socket = sockets.get(plain(local.getBase().getTransportAddress()));
    if (socket == null) {
      return null;
    }
    return new Pair(
        socket.wire(),
        plain(pair.getRemoteCandidate().getTransportAddress()),
        type(local.getType()),
        type(pair.getRemoteCandidate().getType()));
  }

  private static Candidate.Type type(CandidateType type) {
    return switch (type) {
      case HOST_CANDIDATE, LOCAL_CANDIDATE -> Candidate.Type.HOST;
      case PEER_REFLEXIVE_CANDIDATE -> Candidate.Type.PEER_REFLEXIVE;
      case SERVER_REFLEXIVE_CANDIDATE, STUN_CANDIDATE -> Candidate.Type.SERVER_REFLEXIVE;
      case RELAYED_CANDIDATE -> Candidate.Type.RELAYED;
    };
  }

  /// Ends the run and its threads; the sockets stay open. It takes a moment: not for the connection's thread.
  void free() {
    agent.free();
  }

  static TransportAddress transportAddress(InetSocketAddress address) {
    return new TransportAddress(address.getAddress(), address.getPort(), Transport.UDP);
  }

  private static InetSocketAddress plain(TransportAddress address) {
    return new InetSocketAddress(address.getAddress(), address.getPort());
  }

  /// An agent with credentials that were told to the other end before ice4j was even loaded.
  private static final class CredentialedAgent extends Agent {
    private final IceCredentials credentials;

    CredentialedAgent(IceCredentials credentials) {
      this.credentials = credentials;
    }

    @Override
    public String getLocalUfrag() {
      return credentials.ufrag();
    }

    @Override
    public String getLocalPassword() {
      return credentials.password();
    }
  }

  /// Offers the sockets that are already there.
  private final class HostHarvester implements CandidateHarvester {
    private final List<Host> hosts;
    private final HarvestStatistics statistics = new HarvestStatistics();

    HostHarvester(List<Host> hosts) {
      this.hosts = List.copyOf(hosts);
    }

    @Override
    public Collection<LocalCandidate> harvest(Component into) {
      var found = new ArrayList<LocalCandidate>();
      for (Host host : hosts) {
        var socket = new IceSocket(host.wire(), host.candidate().address(), listener);
        LocalCandidate candidate =
            host.candidate().type() == Candidate.Type.RELAYED
                ? new IceRelayedCandidate(socket, into, host.candidate())
                : new IceHostCandidate(socket, into, host.candidate());
        if (into.addLocalCandidate(candidate)) {
          sockets.put(host.candidate().address(), socket);
          agent.getStunStack().addSocket(socket);
          found.add(candidate);
        }
      }
      return found;
    }

    @Override
    public HarvestStatistics getHarvestStatistics() {
      return statistics;
    }

    @Override
    public boolean isHostHarvester() {
      return true;
    }
  }
}
