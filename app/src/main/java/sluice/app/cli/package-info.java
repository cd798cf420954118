/// The command line: one class a command. The only place that knows picocli; what it hands on are plain records.
@NullMarked
package sluice.app.cli;

import org.jspecify.annotations.NullMarked;
