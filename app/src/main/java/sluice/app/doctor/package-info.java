/// What this machine's network allows: looks at it, says it in plain words and as JSON.
@NullMarked
package sluice.app.doctor;

import org.jspecify.annotations.NullMarked;
