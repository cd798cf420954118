package sluice.app.session;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import sluice.transport.PeerOptions;

/// How the two ends find each other.
///
/// @param relay where they meet; nothing for this network, with the relay inside the sender
/// @param peer how the connection is to be
/// @param patience how long the other side is waited for; nothing for ever
public record Meeting(Optional<URI> relay, PeerOptions peer, Optional<Duration> patience) {}
