package sluice.signaling;

import sluice.signaling.wire.RoomName;

/// A room where one side of a pairing waits for the other, for one hour: `docs/protocol.md`, section
/// 10.1.
///
/// @param window the hour, counted from 1970
public record Lobby(RoomName room, long window) {}
