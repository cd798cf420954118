package sluice.transport.ice;

import org.ice4j.Transport;
import org.ice4j.ice.CandidateType;
import org.ice4j.ice.Component;
import org.ice4j.ice.HostCandidate;

/// A host candidate with the priority that was told to the other end, so that both order the pairs alike.
final class IceHostCandidate extends HostCandidate {
  private final int localPreference;

  IceHostCandidate(IceSocket socket, Component component, Candidate candidate) {
    super(socket, component, Transport.UDP);
    localPreference = (int) (candidate.priority() >> 8) & 0xFFFF;
  }

  @Override
  public long computePriorityForType(CandidateType type) {
    return priority(type, localPreference);
  }

  static long priority(CandidateType type, int localPreference) {
    return switch (type) {
      case PEER_REFLEXIVE_CANDIDATE -> Candidate.Type.PEER_REFLEXIVE.priority(localPreference);
      case SERVER_REFLEXIVE_CANDIDATE, STUN_CANDIDATE ->
          Candidate.Type.SERVER_REFLEXIVE.priority(localPreference);
      case RELAYED_CANDIDATE -> Candidate.Type.RELAYED.priority(localPreference);
      case HOST_CANDIDATE, LOCAL_CANDIDATE -> Candidate.Type.HOST.priority(localPreference);
    };
  }
}
