package sluice.app.session;

import java.util.Map;
import sluice.app.peers.Peer;
import sluice.app.peers.PeerAnswer;
import sluice.app.peers.PeerRequest;

/// A doorkeeper for each verb; what has none is not permitted to anybody.
public record VerbDoors(Map<PeerRequest.Verb, Doorkeeper> doors) implements Doorkeeper {
  public VerbDoors {
    doors = Map.copyOf(doors);
  }

  @Override
  public Admission admit(Peer peer, PeerRequest request) {
    Doorkeeper door = doors.get(request.verb());
    if (door == null) {
      return new Admission.Refused(
          new PeerAnswer.Refused(
              PeerAnswer.Reason.NOT_PERMITTED,
              "a service does not " + request.verb().word() + "; somebody has to be there"));
    }
    return door.admit(peer, request);
  }
}
