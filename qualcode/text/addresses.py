"""Where a project or file is, as people write, paste and drag it into a terminal."""

from __future__ import annotations

import os
import re
import shlex
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode

_SCHEMES = re.compile(r"(postgres(?:ql)?):[/\\]+", re.IGNORECASE)
_QUOTES = (("'", "'"), ('"', '"'), ("“", "”"), ("‘", "’"))
_SECRETS = frozenset({"password", "sslpassword", "passfile", "oauth_client_secret"})


def is_server(place: str | Path) -> bool:
    """Whether `place` names a database server and no file; a path that lost one of its slashes still does."""
    return _SCHEMES.match(str(place).strip()) is not None


def server_url(place: str | Path) -> str:
    """The URL that `place` names, with the slashes that a path would have lost."""
    text = str(place).strip()
    scheme, _colon, rest = text.partition(":")
    if rest.startswith("//"):
        return text
    rest = rest.replace("\\", "/").lstrip("/")
    # `postgresql:///studi?host=…` names a database alone; with a server before it there is a slash more.
    alone = "/" not in rest.partition("?")[0]
    return f"{scheme}:///{rest}" if alone else f"{scheme}://{rest}"


def without_password(url: str) -> str:
    """The URL as it may be kept and shown: whoever opens it again gives the password again."""
    url = server_url(url)
    head, question, query = url.partition("?")
    scheme, _slashes, rest = head.partition("://")
    authority, slash, path = rest.partition("/")
    who, at, host = authority.rpartition("@")
    kept = [(name, value) for name, value in parse_qsl(query, True) if name.lower() not in _SECRETS]
    shown = f"{scheme}://{who.partition(':')[0]}{at}{host}{slash}{path}"
    return f"{shown}?{urlencode(kept, quote_via=quote, safe='/')}" if question and kept else shown


def with_password(url: str, password: str) -> str:
    """The URL with a password that somebody typed; as it is where none was."""
    if not password:
        return url
    plain = without_password(url)
    scheme, _slashes, rest = plain.partition("://")
    authority, slash, path = rest.partition("/")
    who, at, host = authority.rpartition("@")
    if not at:  # libpq takes it as a parameter, too, where no user is named
        mark = "&" if "?" in plain else "?"
        return f"{plain}{mark}password={quote(password, safe='')}"
    return f"{scheme}://{who}:{quote(password, safe='')}{at}{host}{slash}{path}"


def typed_place(given: str | Path) -> str | Path:
    """What somebody means: the URL of a server, or a path as `typed_path` reads it."""
    return server_url(given) if is_server(given) else typed_path(given)


def typed_path(given: str | Path) -> Path:
    """The path somebody means who wrote, pasted or dragged it.

    Quotes around it, `file:` addresses, backslashes before spaces (where the system's paths have none), blanks at
    the ends, PowerShell's `&` and `~` are understood. A file that has exactly the name given comes before all that.
    """
    text = str(given)
    with suppress(OSError, ValueError):
        if text.strip() and os.path.lexists(text):
            return Path(text)
    return _home(_unwrapped(text))


def typed_paths(text: str) -> list[Path]:
    """Several paths: separated by `;`, or dragged in together, each in its quotes or with its backslashes."""
    parts = [part for part in text.split(";") if part.strip()]
    if len(parts) == 1 and not os.path.lexists(whole := typed_path(parts[0])):
        dragged = [_home(_unwrapped(word)) for word in _words(parts[0])]
        return dragged if len(dragged) > 1 and all(map(os.path.lexists, dragged)) else [whole]
    return [typed_path(part) for part in parts]


def _unwrapped(text: str) -> str:
    text = text.strip()
    if text.startswith("& "):
        text = text[2:].strip()
    if os.name != "nt":
        with suppress(ValueError):  # a quote inside a name, as in Bu Sri's
            words = shlex.split(text)
            if len(words) == 1:
                text = words[0]
    for left, right in _QUOTES:
        if len(text) > 1 and text.startswith(left) and text.endswith(right):
            text = text[1:-1].strip()
            break
    return _from_address(text) if text[:6].lower() in ("file:/", "file:\\") else text


def _from_address(text: str) -> str:
    rest = unquote(text[5:].replace("\\", "/"))
    local = re.sub(r"^/+(?:localhost(?=/))?/*", "/", rest)
    if os.name == "nt":
        if re.match(r"//[^/]", rest) and not rest.startswith("//localhost/"):
            return rest  # a share on another machine
        return local.removeprefix("/")
    return local


def _words(text: str) -> list[str]:
    if os.name == "nt":
        return [first or second for first, second in re.findall(r'"([^"]+)"|(\S+)', text)]
    with suppress(ValueError):
        return shlex.split(text)
    return []


def _home(text: str) -> Path:
    path = Path(text)
    with suppress(RuntimeError):  # a person who is not known here
        return path.expanduser()
    return path


def shown_path(path: Path) -> str:
    """A path as it is shown in a field: whole, the home folder as `~`, which `typed_path` reads back, and without `..`."""
    whole = path.absolute()
    if ".." in whole.parts:  # behind a link it leads elsewhere than it looks
        whole = Path(os.path.realpath(whole))
    with suppress(RuntimeError, ValueError):
        return str(Path("~") / whole.relative_to(Path.home()))
    return str(whole)
