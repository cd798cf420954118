/// A network in virtual time for tests: links with rate, queue, delay, loss, reordering, duplication and corruption, all
/// from a seed; and the driver of an association between two of them.
@NullMarked
package sluice.transport.simulation;

import org.jspecify.annotations.NullMarked;
