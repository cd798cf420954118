/// The sending half of an association: stream queues and their scheduler, the outstanding data, loss detection,
/// timers.
@NullMarked
package sluice.transport.sctp.send;

import org.jspecify.annotations.NullMarked;
