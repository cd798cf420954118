/// WebRTC data channels for the JVM.
@NullMarked
package sluice.transport;

import org.jspecify.annotations.NullMarked;
