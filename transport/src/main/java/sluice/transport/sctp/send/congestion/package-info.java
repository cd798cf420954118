/// Congestion control: one interface, one file for each controller.
@NullMarked
package sluice.transport.sctp.send.congestion;

import org.jspecify.annotations.NullMarked;
