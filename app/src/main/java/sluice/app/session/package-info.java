/// One transfer from the code to the stored file: joins signaling, transport and transfer on one thread.
@NullMarked
package sluice.app.session;

import org.jspecify.annotations.NullMarked;
