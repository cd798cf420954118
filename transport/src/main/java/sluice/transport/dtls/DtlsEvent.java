package sluice.transport.dtls;

import java.nio.ByteBuffer;

/// What a [DtlsLink] has for the loop that polls it.
public sealed interface DtlsEvent {

  /// A datagram to send to the peer, at most [DtlsSettings#maxDatagramBytes()] long, in a heap
  /// buffer that is the poller's.
  record Transmit(ByteBuffer datagram) implements DtlsEvent {}

  /// Both fingerprints fit and the keys stand: application data can be received from now on, and be
  /// sent as soon as [DtlsLink#isWritable()].
  record Established() implements DtlsEvent {}

  /// As a server, [DtlsLink#isWritable()] turned true after [Established]. A client is told so right
  /// after [Established].
  record Writable() implements DtlsEvent {}

  /// Little is left of what the key may protect, and the peer cannot renew it: time to end in order. Told once.
  record KeyWearsOut() implements DtlsEvent {}

  /// The peer said close_notify, authenticated. Nothing more comes or goes.
  record ClosedByPeer() implements DtlsEvent {}

  /// The link is dead.
  record Failed(DtlsFailure failure) implements DtlsEvent {}
}
