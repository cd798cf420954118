package sluice.app.peers;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import sluice.signaling.Pairing;
import sluice.signaling.pake.Octets;

/// The paired peers of this installation, in the folder `peers` of `SLUICE_HOME`: a file for each,
/// readable by its owner alone and replaced whole. Changes are made one after another, also by several
/// processes; who reads sees the state before or after. Safe for use by several threads.
public final class PeerStore {
  /// Peers kept at the same time.
  public static final int MAX_PEERS = 128;

  /// How long it is remembered whom to refuse with a reason.
  static final Duration DEPARTED_KEPT = Duration.ofDays(30);

  /// Those remembered at the same time.
  static final int MAX_DEPARTED = 64;

  private static final String SUFFIX = ".peer";
  private static final ReentrantLock IN_PROCESS = new ReentrantLock();

  private final Path folder;
  private final Path departed;
  private final Path windows;
  private final Path installation;

  private PeerStore(Path home) {
    this.folder = home.resolve("peers");
    this.departed = folder.resolve("departed");
    this.windows = folder.resolve("windows");
    this.installation = home.resolve("installation");
  }

  /// The store under this `SLUICE_HOME`; nothing is made before something is to be kept.
  public static PeerStore at(Path home) {
    return new PeerStore(home.toAbsolutePath());
  }

  /// The id of this installation, drawn when it is asked for the first time.
  public Octets installation() throws IOException {
    Optional<String> known = PrivateFiles.read(installation);
    if (known.isEmpty()) {
      PrivateFiles.makeFolder(folder);
      byte[] drawn = new byte[Pairing.INSTALLATION_BYTES];
      new SecureRandom().nextBytes(drawn);
      try {
        PrivateFiles.writeNew(installation, HexFormat.of().formatHex(drawn) + "\n");
      } catch (FileAlreadyExistsException another) {
        // Another process was faster: what it drew holds.
      }
      known = PrivateFiles.read(installation);
    }
    String hex = known.orElse("").strip();
    if (!hex.matches("[0-9a-f]{" + 2 * Pairing.INSTALLATION_BYTES + "}")) {
      throw new PeerStoreException(installation + " does not hold the id of an installation");
    }
    return Octets.of(HexFormat.of().parseHex(hex));
  }

  /// All peers, by name.
  public List<Peer> peers() throws IOException {
    return readAll(folder).stream().sorted(Comparator.comparing(Peer::name)).toList();
  }

  /// What is known of a pairing at this moment: the peer, in whatever standing. A file that cannot be
  /// read costs its own peer alone.
  public Optional<Peer> current(Pairing pairing) throws IOException {
    return readable(problem -> {}).stream()
        .filter(peer -> peer.pairing().equals(pairing))
        .findFirst();
  }

  /// Forgets those whose month is over.
  public void sweep() throws IOException {
    locked(this::sweepDeparted);
  }

  /// All peers, the departed last, as far as their files can be read.
  ///
  /// @param problems hears a sentence for each that cannot
  public List<Peer> readable(Consumer<String> problems) throws IOException {
    List<Peer> peers = new ArrayList<>();
    for (Path place : List.of(folder, departed)) {
      for (Path file : list(place)) {
        try {
          read(file).ifPresent(peers::add);
        } catch (IOException broken) {
          problems.accept(String.valueOf(broken.getMessage()));
        }
      }
    }
    return peers;
  }

  /// Pairings that hold no more, for whoever still comes with one.
  public List<Peer> departed() throws IOException {
    return readAll(departed);
  }

  /// The peer of this name.
  public Optional<Peer> find(PeerName name) throws IOException {
    return read(file(name));
  }

  /// Keeps a new peer.
  ///
  /// @throws PeerStoreException if the name is taken, or there are too many
  public void add(Peer peer) throws IOException {
    locked(
        () -> {
          if (peers().size() >= MAX_PEERS) {
            throw new PeerStoreException("there are " + MAX_PEERS + " peers already");
          }
          try {
            PrivateFiles.writeNew(file(peer.name()), PeerText.write(peer));
          } catch (FileAlreadyExistsException taken) {
            throw new PeerStoreException(
                "there is a peer named " + peer.name() + " already", taken);
          }
        });
  }

  /// Keeps a new peer aside, durable, until the other side has it as well.
  ///
  /// @return where; for [#commit] or [#discard]
  public Path stage(Peer peer) throws IOException {
    PrivateFiles.makeFolder(folder);
    Path staged = folder.resolve(tag(peer.pairing()) + ".staged");
    PrivateFiles.write(staged, PeerText.write(peer));
    return staged;
  }

  /// Gives a staged peer its place, in one step. Who was there under its name is remembered as replaced.
  ///
  /// @throws PeerStoreException if there are too many
  public void commit(Path staged, PeerName name) throws IOException {
    locked(
        () -> {
          Optional<Peer> before = read(file(name));
          if (before.isEmpty() && readAll(folder).size() >= MAX_PEERS) {
            throw new PeerStoreException("there are " + MAX_PEERS + " peers already");
          }
          if (before.isPresent()) {
            depart(before.get(), Peer.Standing.REPLACED);
          }
          Files.move(staged, file(name), StandardCopyOption.ATOMIC_MOVE);
          PrivateFiles.syncFolder(file(name));
        });
  }

  /// Forgets a staged peer.
  public void discard(Path staged) throws IOException {
    Files.deleteIfExists(staged);
  }

  /// Changes a peer; its name stays.
  ///
  /// @throws PeerStoreException if there is none
  public Peer change(PeerName name, UnaryOperator<Peer> change) throws IOException {
    Peer[] result = new Peer[1];
    locked(
        () -> {
          Peer changed = change.apply(existing(name));
          PrivateFiles.write(file(name), PeerText.write(changed.withName(name)));
          result[0] = changed;
        });
    return result[0];
  }

  /// Gives a peer another name.
  ///
  /// @throws PeerStoreException if there is none, or the new name is taken
  public void rename(PeerName name, PeerName changed) throws IOException {
    locked(
        () -> {
          Peer peer = existing(name);
          try {
            PrivateFiles.writeNew(file(changed), PeerText.write(peer.withName(changed)));
          } catch (FileAlreadyExistsException taken) {
            throw new PeerStoreException("there is a peer named " + changed + " already", taken);
          }
          Files.delete(file(name));
          PrivateFiles.syncFolder(file(name));
        });
  }

  /// Ends a pairing: from now on the peer is refused, and for a month it is told why.
  ///
  /// @throws PeerStoreException if there is none
  public void remove(PeerName name, Peer.Standing why) throws IOException {
    locked(
        () -> {
          depart(existing(name), why);
          Files.delete(file(name));
          PrivateFiles.syncFolder(file(name));
        });
  }

  /// Ends a pairing without a trace: who comes with it finds nobody.
  ///
  /// @throws PeerStoreException if there is none
  public void forget(PeerName name) throws IOException {
    locked(
        () -> {
          Peer peer = existing(name);
          Files.delete(file(name));
          PrivateFiles.syncFolder(file(name));
          Files.deleteIfExists(windows.resolve(tag(peer.pairing())));
        });
  }

  /// The latest window in which the two have met; `Long.MIN_VALUE` before the first.
  public long lastWindow(Pairing pairing) throws IOException {
    Optional<String> text = PrivateFiles.read(windows.resolve(tag(pairing)));
    try {
      return text.isEmpty() ? Long.MIN_VALUE : Long.parseLong(text.get().strip());
    } catch (NumberFormatException damaged) {
      return Long.MIN_VALUE;
    }
  }

  /// Notes that the two have met in this window: none older is used again.
  public void met(Pairing pairing, long window) throws IOException {
    locked(
        () -> {
          PrivateFiles.makeFolder(windows);
          if (window > lastWindow(pairing)) {
            PrivateFiles.write(windows.resolve(tag(pairing)), window + "\n");
          }
        });
  }

  /// Whoever holds this answers the peer alone: `listen` leaves it to `receive --from`. Several may hold
  /// it at once.
  public Closeable holdAnswers(Pairing pairing) throws IOException {
    PrivateFiles.makeFolder(windows);
    return SharedHold.of(windows.resolve(tag(pairing) + ".held"));
  }

  /// Whether somebody holds it.
  public boolean areAnswersHeld(Pairing pairing) throws IOException {
    return SharedHold.isHeld(windows.resolve(tag(pairing) + ".held"));
  }

  /// Whether the file of a peer can hold this value.
  public static boolean isStorable(String value) {
    return PeerText.fits(value);
  }

  private Path file(PeerName name) {
    return folder.resolve(name.text() + SUFFIX);
  }

  private Peer existing(PeerName name) throws IOException {
    Optional<Peer> peer = find(name);
    if (peer.isEmpty()) {
      throw new PeerStoreException("there is no peer named " + name);
    }
    return peer.get();
  }

  /// Names a pairing's files without telling anything of it.
  private static String tag(Pairing pairing) {
    return PairingTag.of(pairing);
  }

  private void depart(Peer peer, Peer.Standing why) throws IOException {
    PrivateFiles.makeFolder(departed);
    PrivateFiles.write(
        departed.resolve(tag(peer.pairing()) + SUFFIX),
        PeerText.write(peer.withStanding(why).withGrants(Grants.NONE)));
    sweepDeparted();
  }

  private void sweepDeparted() throws IOException {
    Instant limit = Instant.now().minus(DEPARTED_KEPT);
    List<Path> kept = new ArrayList<>();
    for (Path file : list(departed)) {
      if (Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
        Files.deleteIfExists(file);
      } else {
        kept.add(file);
      }
    }
    if (kept.size() > MAX_DEPARTED) {
      kept.sort(Comparator.comparingLong(file -> file.toFile().lastModified()));
      Files.deleteIfExists(kept.getFirst());
    }
  }

  private static List<Peer> readAll(Path folder) throws IOException {
    List<Peer> peers = new ArrayList<>();
    for (Path file : list(folder)) {
      read(file).ifPresent(peers::add);
    }
    return peers;
  }

  private static List<Path> list(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path entry : entries) {
        files.add(entry);
      }
    } catch (NoSuchFileException none) {
      return List.of();
    }
    return files;
  }

  private static Optional<Peer> read(Path file) throws IOException {
    Optional<String> text = PrivateFiles.read(file);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(PeerText.read(text.get()));
    } catch (PeerStoreException wrong) {
      throw new PeerStoreException(file + ": " + wrong.sentence(), wrong);
    }
  }

  private interface Change {
    void make() throws IOException;
  }

  private void locked(Change change) throws IOException {
    PrivateFiles.makeFolder(folder);
    IN_PROCESS.lock();
    try (FileChannel channel = PrivateFiles.openLock(folder.resolve(".lock"));
        FileLock lock = channel.lock()) {
      if (!lock.isValid()) {
        throw new PeerStoreException("the lock on " + folder + " cannot be had");
      }
      change.make();
    } finally {
      IN_PROCESS.unlock();
    }
  }
}
