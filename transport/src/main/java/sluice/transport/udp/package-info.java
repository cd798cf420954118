/// UDP sockets with batches: several equal datagrams to one destination in one call.
@NullMarked
package sluice.transport.udp;

import org.jspecify.annotations.NullMarked;
