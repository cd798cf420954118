/// SCTP packets on the wire: common header, chunks, parameters, error causes.
///
/// Control chunks are records; DATA and SACK can also be read and written in place, by static
/// accessors on a buffer and an offset, without allocating. Nothing here keeps state or throws on
/// what a peer sent: a parser answers a [sluice.transport.sctp.packet.Parsed].
///
/// All 16-bit fields are `int` from 0 to 65,535. TSNs, tags and sequence numbers of 32 bits are
/// `int` and compared by [sluice.transport.sctp.packet.Tsn]. Byte buffers inside records are views
/// of the buffer that was parsed: whoever keeps one longer than the packet copies it.
@NullMarked
package sluice.transport.sctp.packet;

import org.jspecify.annotations.NullMarked;
