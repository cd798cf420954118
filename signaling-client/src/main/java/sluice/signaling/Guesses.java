package sluice.signaling;

/// Counts what was tried with one code, at this end: the protection of a short secret
/// (`docs/attacks.md`). Share one object among all rendezvous, over whatever relays, of the same
/// made or typed code; a code typed anew begins anew. Safe for use by several threads.
public final class Guesses {
  /// PAKE runs that a joiner starts for one typed code.
  public static final int MAX_JOINER_RUNS = 3;

  /// What became of the code.
  public enum State {
    /// Nobody has tried it.
    FRESH,
    /// A joiner sent its confirmation and has no valid answer yet.
    CONFIRMED,
    /// Both ends have proven it. It works once, unless it is handed back.
    USED,
    /// Tried and wrong, or confirmed and never answered.
    DEAD
  }

  private State state = State.FRESH;
  private int joinerRuns;

  /// What became of the code so far.
  public synchronized State state() {
    return state;
  }

  /// Takes one run of a joiner.
  ///
  /// @return false when the code is spent or all its runs are: do not run
  public synchronized boolean takeJoinerRun() {
    if (state != State.FRESH || joinerRuns == MAX_JOINER_RUNS) {
      return false;
    }
    joinerRuns++;
    return true;
  }

  /// Notes that a joiner is about to send its confirmation.
  ///
  /// @return false when this code was confirmed before: do not send
  public synchronized boolean confirm() {
    return move(State.FRESH, State.CONFIRMED);
  }

  /// Takes a maker's single guess: the confirmation was valid.
  ///
  /// @return false when another session of this code was faster, or a guess failed meanwhile
  public synchronized boolean use() {
    return move(State.FRESH, State.USED);
  }

  /// Gives a maker its guess back: who proved the code left without taking anything. Only the right code
  /// leads here, so a stranger still has one try in all.
  ///
  /// @return false where the code is dead, or was never proven
  public synchronized boolean handBack() {
    return move(State.USED, State.FRESH);
  }

  /// Notes that the answer to a joiner's confirmation was valid.
  public synchronized void answered() {
    if (!move(State.CONFIRMED, State.USED)) {
      throw new IllegalStateException("answered in state " + state);
    }
  }

  /// Ends the code.
  public synchronized void kill() {
    state = State.DEAD;
  }

  private boolean move(State from, State to) {
    if (state != from) {
      return false;
    }
    state = to;
    return true;
  }
}
