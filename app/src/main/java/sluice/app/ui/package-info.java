/// What a person or a script sees: events become lines, a progress line, or JSON; questions are asked here. The only
/// place that knows JLine. Whatever another machine sent passes {@link sluice.app.Escaper} before it is shown.
@NullMarked
package sluice.app.ui;

import org.jspecify.annotations.NullMarked;
