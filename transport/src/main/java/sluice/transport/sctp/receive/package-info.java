/// The receiving half of an association: which TSNs came, when to acknowledge, reassembly, and the window.
@NullMarked
package sluice.transport.sctp.receive;

import org.jspecify.annotations.NullMarked;
