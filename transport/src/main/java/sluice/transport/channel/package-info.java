/// Data channels (RFC 8831) over one SCTP association, opened by the protocol of RFC 8832.
///
/// [sluice.transport.channel.ChannelEngine] has neither clock nor thread: its driver hands it the
/// association's messages and events, and lets it act by
/// [sluice.transport.channel.ChannelEngine#advance].
@NullMarked
package sluice.transport.channel;

import org.jspecify.annotations.NullMarked;
