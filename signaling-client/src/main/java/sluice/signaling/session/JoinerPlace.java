package sluice.signaling.session;

import java.util.random.RandomGenerator;
import sluice.signaling.Pairing;
import sluice.signaling.code.Secret;
import sluice.signaling.wire.ClientMessage.Claim;
import sluice.signaling.wire.ClientMessage.Enter;
import sluice.signaling.wire.ClientMessage.Join;
import sluice.signaling.wire.Nameplate;
import sluice.signaling.wire.Role;
import sluice.signaling.wire.RoomName;
import sluice.signaling.wire.Token;
import sluice.signaling.wire.WireLimits;

/// Where a joiner goes.
sealed interface JoinerPlace {
  /// The claim for its seat there.
  Claim claim();

  /// What the PAKE is bound to.
  MeetingPlace meetingPlace();

  /// Whether the secret is so short that tries are counted.
  boolean countsGuesses();

  /// Whether it is worth waiting there for another maker.
  boolean outlivesMaker();

  /// Somebody told the joiner a code.
  record AtNameplate(Nameplate nameplate, Secret secret, Token token) implements JoinerPlace {
    AtNameplate(SessionSetup.Joiner setup, RandomGenerator random) {
      this(setup.nameplate(), setup.secret(), Token.random(random));
    }

    @Override
    public Claim claim() {
      return new Join(WireLimits.VERSION, token, nameplate);
    }

    @Override
    public MeetingPlace meetingPlace() {
      return MeetingPlace.of(nameplate, secret);
    }

    @Override
    public boolean countsGuesses() {
      return true;
    }

    @Override
    public boolean outlivesMaker() {
      return false;
    }
  }

  /// A paired peer's lobby, which changes with the hour.
  final class InLobby implements JoinerPlace {
    static final long FIRST_PAUSE_NANOS = 250_000_000L;
    static final long MAX_PAUSE_NANOS = 5_000_000_000L;

    private static final long NEVER = Long.MAX_VALUE;

    private final Pairing pairing;
    private final RandomGenerator random;
    private RoomName lobby;
    private Token token;
    private long claimAtNanos = NEVER;
    private long pauseNanos = FIRST_PAUSE_NANOS;

    InLobby(SessionSetup.Caller setup, RandomGenerator random) {
      this.pairing = setup.pairing();
      this.random = random;
      this.lobby = setup.lobby().room();
      this.token = Token.random(random);
    }

    @Override
    public Claim claim() {
      return new Enter(WireLimits.VERSION, token, lobby, Role.JOINER);
    }

    @Override
    public MeetingPlace meetingPlace() {
      return MeetingPlace.of(lobby, pairing, Role.JOINER);
    }

    @Override
    public boolean countsGuesses() {
      return false;
    }

    @Override
    public boolean outlivesMaker() {
      return true;
    }

    /// @return whether it is another
    boolean moveTo(RoomName next) {
      if (next.equals(lobby)) {
        return false;
      }
      lobby = next;
      token = Token.random(random);
      onSeated();
      return true;
    }

    void onSeated() {
      claimAtNanos = NEVER;
      pauseNanos = FIRST_PAUSE_NANOS;
    }

    /// Another session of the same two is just here.
    void onOccupied(long nowNanos) {
      claimAtNanos = nowNanos + (long) (pauseNanos * random.nextDouble(0.5, 1.5));
      pauseNanos = Math.min(2 * pauseNanos, MAX_PAUSE_NANOS);
    }

    long claimAtNanos() {
      return claimAtNanos;
    }

    boolean isClaimDue(long nowNanos) {
      if (claimAtNanos > nowNanos) {
        return false;
      }
      claimAtNanos = NEVER;
      return true;
    }
  }
}
