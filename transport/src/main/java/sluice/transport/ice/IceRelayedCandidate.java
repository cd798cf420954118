package sluice.transport.ice;

import java.net.InetSocketAddress;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.ice.CandidateExtendedType;
import org.ice4j.ice.CandidateType;
import org.ice4j.ice.Component;
import org.ice4j.ice.LocalCandidate;
import org.ice4j.socket.IceSocketWrapper;

/// A relay's address as a candidate of ours: what is sent from it goes through a wire of ours.
final class IceRelayedCandidate extends LocalCandidate {
  /// ice4j derives the foundation from a server's address and wants one; the true one is told to the other end by us.
  private static final TransportAddress SERVER =
      new TransportAddress("192.0.2.1", 3478, Transport.UDP);

  private final IceSocket socket;
  private final int localPreference;

  IceRelayedCandidate(IceSocket socket, Component component, Candidate candidate) {
    super(
        transportAddress(candidate.address()),
        component,
        CandidateType.RELAYED_CANDIDATE,
        CandidateExtendedType.TURN_RELAYED_CANDIDATE,
        null);
    this.socket = socket;
    localPreference = (int) (candidate.priority() >> 8) & 0xFFFF;
    setBase(this);
    setRelayServerAddress(SERVER);
  }

  private static TransportAddress transportAddress(InetSocketAddress address) {
    return new TransportAddress(address.getAddress(), address.getPort(), Transport.UDP);
  }

  @Override
  protected IceSocketWrapper getCandidateIceSocketWrapper() {
    return socket;
  }

  @Override
  public long computePriorityForType(CandidateType type) {
    return IceHostCandidate.priority(type, localPreference);
  }
}
