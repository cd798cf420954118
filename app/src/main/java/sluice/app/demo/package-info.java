/// Relay, sender and receiver as three processes on this machine.
@NullMarked
package sluice.app.demo;

import org.jspecify.annotations.NullMarked;
