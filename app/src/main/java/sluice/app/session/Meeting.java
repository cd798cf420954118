package sluice.app.session;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import sluice.signaling.RelayAccess;
import sluice.transport.PeerOptions;

/// How the two ends find each other.
///
/// @param relay where they meet; nothing for this network, with the relay inside the sender
/// @param access how a relay is reached
/// @param peer how the connection is to be
/// @param patience how long the other side is waited for; nothing for ever
public record Meeting(
    Optional<URI> relay, RelayAccess access, PeerOptions peer, Optional<Duration> patience) {}
