/// `sluice listen`: the service that waits for paired peers, what it logs, and how it is asked.
@NullMarked
package sluice.app.listen;

import org.jspecify.annotations.NullMarked;
