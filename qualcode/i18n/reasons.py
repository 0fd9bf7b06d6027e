"""Why the system refused a file, in the person's language."""

from __future__ import annotations

import errno

from qualcode.i18n import _


def why(error: OSError) -> str:
    """The reason in words a person knows; what is not among these as the system says it."""
    words = {
        errno.EACCES: _("no permission"),
        errno.EPERM: _("no permission"),
        errno.EBUSY: _("another program is using it"),
        errno.EEXIST: _("it exists already"),
        errno.EFBIG: _("the file is too large for this disk"),
        errno.EINVAL: _("this name is not allowed here"),
        errno.EIO: _("the disk does not answer; it may be damaged or unplugged"),
        errno.EISDIR: _("that is a folder"),
        errno.ELOOP: _("links that lead in a circle"),
        errno.EMFILE: _("too many files are open"),
        errno.ENAMETOOLONG: _("the name is too long"),
        errno.ENODEV: _("the disk is not there"),
        errno.ENOENT: _("no such file or folder"),
        errno.ENOSPC: _("the disk is full"),
        errno.ENOTDIR: _("there is a file where a folder is needed"),
        errno.ENOTEMPTY: _("the folder is not empty"),
        errno.EROFS: _("the disk can only be read"),
    }
    return words.get(error.errno or 0) or error.strerror or str(error)
