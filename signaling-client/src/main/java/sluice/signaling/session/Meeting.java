package sluice.signaling.session;

import sluice.signaling.SignalingFailure;
import sluice.signaling.wire.ClientMessage.Claim;
import sluice.signaling.wire.Nameplate;
import sluice.signaling.wire.Presence;
import sluice.signaling.wire.RefusalReason;
import sluice.signaling.wire.RoomName;

/// The part of a session in which the code is proven, for one role: section 3.
sealed interface Meeting permits MakerMeeting, JoinerMeeting {
  /// What a meeting asks of its session.
  interface Host {
    /// Sends to the other seat.
    void say(PairingMessage message);

    /// Goes to the room, still unproven.
    void moveTo(RoomName room, long nowNanos);

    /// The other end has proven the code.
    ///
    /// @param peer what is known of the other seat of the room, where it is entered already
    void proven(SessionKeys keys, Presence peer, long nowNanos);

    /// Claims the same place once more, after a refusal that may not hold for long.
    void claimAgain(long nowNanos);

    /// It cannot go on.
    void fail(SignalingFailure failure);
  }

  /// The first claim, and the one for coming back.
  Claim claim();

  /// The own seat at the nameplate is held.
  void onSeated(Nameplate nameplate, Presence peer, long nowNanos);

  /// The own seat in a room is held: in a lobby, or in the room to which a joiner followed.
  void onSeatedInRoom(Presence peer, long nowNanos);

  /// The hour has turned: who waits in a lobby goes to this one.
  ///
  /// @return false where somebody is being met
  boolean moveTo(RoomName lobby, long nowNanos);

  /// The other seat changed, at the nameplate or in the room.
  void onPeer(Presence peer, long nowNanos);

  /// The own connection ended.
  void onRelayLost(long nowNanos);

  /// The nameplate is refused.
  ///
  /// @return false where it is no business of the meeting
  boolean onRefused(RefusalReason reason, long nowNanos);

  /// The other end said this.
  void onMessage(PairingMessage message, long nowNanos);

  /// Whether a lost relay is waited for without end.
  boolean outlastsRelay();

  /// Whether the limit on waiting for somebody still runs.
  boolean waitsForSomebody();

  /// What it means that the relay does not come back.
  SignalingFailure relayGone();

  long deadlineNanos();

  void onTimeout(long nowNanos);
}
