package sluice.app.files;

import sluice.app.transfer.FileName;
import sluice.app.transfer.Folder;

/// A file that stands at the target, of which more names are to come.
record Original(Folder folder, FileName name, int furtherNames) {}
