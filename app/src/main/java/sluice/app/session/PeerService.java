package sluice.app.session;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import sluice.app.peers.Peer;
import sluice.app.peers.PeerStore;
import sluice.app.ui.Interrupts;
import sluice.signaling.KeptPairing;
import sluice.signaling.Lobby;
import sluice.signaling.Pairing;
import sluice.signaling.Reception;
import sluice.signaling.ReceptionEvent;
import sluice.signaling.TimeOfDay;

/// Waits for many paired peers, for months, and serves several sessions at once: the core of
/// `sluice listen`. Each relay is watched by one {@link Reception}; each session has a thread of its own.
public final class PeerService implements AutoCloseable {
  /// Sessions at the same time; who comes beyond them waits in the lobby.
  public static final int MAX_SESSIONS = 32;

  /// Those of one peer.
  public static final int MAX_SESSIONS_OF_PEER = 8;

  private final Meeting meeting;
  private final PeerStore store;
  private final Doorkeeper door;
  private final Consumer<ServiceEvent> listener;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition sessionEnded = lock.newCondition();
  private final Map<URI, Reception> receptions = new LinkedHashMap<>();
  private final Map<Pairing, Peer> peers = new HashMap<>();
  private final Map<Lobby, Answering> answering = new HashMap<>();
  private final Set<ServiceSession> sessions = new HashSet<>();
  private long begun;
  private boolean leftWaiting;
  private boolean closing;

  /// A call that is being answered, and whether it came again meanwhile.
  private static final class Answering {
    boolean again;
  }

  /// @param meeting how relays are reached and connections are to be; its relay, where one is named, is
  ///     watched beside those of the peers
  /// @param door decides on requests of peers in good standing
  /// @param listener hears what happens, from several threads
  public PeerService(
      Meeting meeting, PeerStore store, Doorkeeper door, Consumer<ServiceEvent> listener) {
    this.meeting = meeting;
    this.store = store;
    this.door = door;
    this.listener = listener;
  }

  /// Reads the peers again: waits for those that are there now. Sessions of peers that were removed or
  /// may no longer do what they began are ended; all others go on.
  public void reload() throws IOException {
    lock.lock();
    try {
      // Read under the lock: of two that read, the later one knows more.
      if (!closing) {
        store.sweep();
        take(store.readable(problem -> listener.accept(new ServiceEvent.Unreadable(problem))));
      }
    } finally {
      lock.unlock();
    }
  }

  private void take(List<Peer> known) throws IOException {
    Map<URI, List<KeptPairing>> wanted = new LinkedHashMap<>();
    for (Peer peer : known) {
      KeptPairing kept = new KeptPairing(peer.pairing(), store.lastWindow(peer.pairing()));
      for (URI relay : relays(peer)) {
        List<KeptPairing> list = wanted.computeIfAbsent(relay, fresh -> new ArrayList<>());
        if (list.size() < Reception.MAX_PAIRINGS) {
          list.add(kept);
        }
      }
    }
    peers.clear();
    // Those in good standing come last and win over what they replaced.
    known.reversed().forEach(peer -> peers.put(peer.pairing(), peer));
    endForbidden();
    watch(wanted);
  }

  private Set<URI> relays(Peer peer) {
    Set<URI> relays = new HashSet<>(peer.relays());
    meeting.relay().ifPresent(relays::add);
    return relays;
  }

  private void endForbidden() {
    for (ServiceSession session : sessions) {
      Peer now = peers.get(session.peer().pairing());
      boolean mayGoOn =
          session.isUnasked()
              || (now != null
                  && now.standing() == Peer.Standing.HOLDS
                  && now.grants().covers(session.granted().grants()));
      if (!mayGoOn) {
        session.stop(Interrupts.Request.TERMINATE);
      }
    }
  }

  private void watch(Map<URI, List<KeptPairing>> wanted) {
    for (URI gone : List.copyOf(receptions.keySet())) {
      Reception reception = receptions.get(gone);
      if (!wanted.containsKey(gone) && reception != null) {
        receptions.remove(gone);
        reception.close();
      }
    }
    wanted.forEach(
        (relay, list) -> {
          Reception open = receptions.get(relay);
          if (open != null) {
            open.pairings(list);
          } else {
            receptions.put(
                relay,
                Reception.open(
                    relay,
                    meeting.access(),
                    TimeOfDay.ofSystem(Built.AT),
                    list,
                    event -> hear(relay, event)));
          }
        });
  }

  private void hear(URI relay, ReceptionEvent event) {
    switch (event) {
      case ReceptionEvent.Called(Pairing pairing, Lobby lobby) -> called(relay, pairing, lobby);
      case ReceptionEvent.Watching() -> listener.accept(new ServiceEvent.RelayWatched(relay));
      case ReceptionEvent.RelayLost(String detail) ->
          listener.accept(new ServiceEvent.RelayLost(relay, detail));
    }
  }

  private void called(URI relay, Pairing pairing, Lobby lobby) {
    ServiceSession session;
    lock.lock();
    try {
      Peer peer = peers.get(pairing);
      Answering under = answering.get(lobby);
      if (under != null) {
        under.again = true;
        return;
      }
      if (closing || peer == null) {
        return;
      }
      if (isFull(peer) || isAnsweredElsewhere(pairing)) {
        leftWaiting = true;
        return;
      }
      answering.put(lobby, new Answering());
      begun++;
      session = new ServiceSession(begun, peer, relay, lobby, meeting, store, door, new Desk());
      sessions.add(session);
    } finally {
      lock.unlock();
    }
    session.start();
  }

  private boolean isFull(Peer peer) {
    return sessions.size() >= MAX_SESSIONS
        || sessions.stream().filter(each -> each.peer().pairing().equals(peer.pairing())).count()
            >= MAX_SESSIONS_OF_PEER;
  }

  /// `receive --from` on this machine goes before.
  private boolean isAnsweredElsewhere(Pairing pairing) {
    try {
      return store.areAnswersHeld(pairing);
    } catch (IOException unreadable) {
      return false;
    }
  }

  /// What sessions tell the service.
  private final class Desk implements ServiceSession.Desk {
    @Override
    public void tell(ServiceEvent event) {
      listener.accept(event);
    }

    @Override
    public void lobbyLeft(ServiceSession session) {
      boolean again;
      lock.lock();
      try {
        Answering under = answering.remove(session.lobby());
        again = under != null && under.again;
      } finally {
        lock.unlock();
      }
      if (again) {
        called(session.relay(), session.peer().pairing(), session.lobby());
      }
    }

    @Override
    public Peer asOfNow(Peer peer) {
      try {
        return store
            .current(peer.pairing())
            .orElseGet(() -> peer.withStanding(Peer.Standing.REMOVED));
      } catch (IOException unreadable) {
        listener.accept(new ServiceEvent.Unreadable(String.valueOf(unreadable.getMessage())));
        return peer.withStanding(Peer.Standing.FORBIDDEN);
      }
    }

    @Override
    public void met(ServiceSession session, long window) {
      lock.lock();
      try {
        receptions.values().forEach(each -> each.met(session.peer().pairing(), window));
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void ended(ServiceSession session) {
      lock.lock();
      try {
        sessions.remove(session);
        sessionEnded.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /// Looks after calls that could not be answered when they came. To be called every few seconds.
  public void tend() {
    lock.lock();
    try {
      if (leftWaiting && !closing) {
        leftWaiting = false;
        receptions.values().forEach(Reception::renew);
      }
    } finally {
      lock.unlock();
    }
  }

  /// What it is doing.
  public ServiceStatus status() {
    lock.lock();
    try {
      return new ServiceStatus(
          receptions.entrySet().stream()
              .map(each -> new ServiceStatus.Relay(each.getKey(), each.getValue().isWatching()))
              .toList(),
          peers.values().stream()
              .filter(
                  peer ->
                      peer.standing() == Peer.Standing.HOLDS
                          || peer.standing() == Peer.Standing.FORBIDDEN)
              .map(Peer::name)
              .sorted()
              .toList(),
          sessions.stream().map(ServiceSession::status).toList(),
          begun);
    } finally {
      lock.unlock();
    }
  }

  /// Waits for nobody any more, asks the running sessions to end, and gives them a moment.
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      receptions.values().forEach(Reception::close);
      sessions.forEach(session -> session.stop(Interrupts.Request.TERMINATE));
      long left = TimeUnit.SECONDS.toNanos(5);
      while (!sessions.isEmpty() && left > 0) {
        left = sessionEnded.awaitNanos(left);
      }
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
