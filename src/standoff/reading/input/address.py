"""Which addresses may be fetched, and what comes from one: capped, and never from near by.

A report's address is somebody else's text. It must not make this machine ask itself, or a network
that only it can see, for anything: so each name is resolved once, each address that it stands for
must be on the public Internet, and the connection goes to that very address. A redirect is another
request and is checked as the first was.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import httpx

from standoff._version import __version__
from standoff.errors import FetchError

MAX_BYTES = 8 * 2**20
"""A page of news is about 1 MiB with its scripts."""

MAX_REDIRECTS = 5
WITHIN_S = 60.0
_READ_S = 15.0

Resolve = Callable[[str, int], Sequence[str]]
"""A host's addresses, by name and port."""

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# The C library takes 2130706433, 0x7f.1 and 0177.0.0.1 for addresses; people do not write them.
_NUMBERS = re.compile(r"(0x[0-9a-f]*|\d+)(\.(0x[0-9a-f]*|\d+))*\.?", re.IGNORECASE)


@dataclass(frozen=True)
class FetchedPage:
    """What an address gave.

    Attributes:
        url: where it came from in the end, after redirects.
        body: its bytes.
        kind: its media type without parameters, lower case; "" if not said.
        charset: the encoding that its host declares; "" if none.
    """

    url: str
    body: bytes
    kind: str
    charset: str


class Guarded(httpx.BaseTransport):
    """Sends a request to an address on the public Internet, or refuses it."""

    def __init__(self, inner: httpx.BaseTransport, resolve: Resolve) -> None:
        self._inner, self._resolve = inner, resolve

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer of the address that the host stands for.

        Raises:
            FetchError: the address is none that may be asked.
        """
        host = request.url.host
        address = public(request.url, self._resolve)
        # The name still goes into the request and is what the certificate must be for.
        request.extensions = {**request.extensions, "sni_hostname": host}
        request.url = request.url.copy_with(host=address)
        try:
            return self._inner.handle_request(request)
        finally:
            request.url = request.url.copy_with(host=host)

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()


def system_resolver(host: str, port: int) -> list[str]:
    """A host's addresses, as the system finds them, each once."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def client(
    inner: httpx.BaseTransport | None = None, resolve: Resolve | None = None
) -> httpx.Client:
    """A client that asks public addresses only.

    Args:
        inner: carries the requests; default: the network.
        resolve: finds a host's addresses; default: the system's resolver.
    """
    return httpx.Client(
        transport=Guarded(inner or httpx.HTTPTransport(), resolve or system_resolver),
        headers={"User-Agent": f"standoff/{__version__}", "Accept-Encoding": "identity"},
        timeout=httpx.Timeout(_READ_S),
        follow_redirects=True,
        max_redirects=MAX_REDIRECTS,
        # A proxy would resolve names itself, out of our sight.
        trust_env=False,
    )


def page(url: str, http: httpx.Client, within_s: float = WITHIN_S) -> FetchedPage:
    """What is at an address.

    Args:
        url: http or https.
        http: as `client` makes it.
        within_s: seconds for all of it: names, redirects, headers and body.

    Raises:
        FetchError: it may not be asked, does not answer, or sends too much or too slowly.
    """
    if not url.lower().startswith(("http://", "https://")):
        raise FetchError(f"{url}: no address that starts with https://. Correct it.")
    got: list[FetchedPage | Exception] = []

    def ask() -> None:
        try:
            got.append(_asked(url, http))
        except (httpx.HTTPError, httpx.InvalidURL, FetchError) as error:
            got.append(error)

    # A host may send its headers a byte at a time: no timeout of the client's covers that.
    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(within_s)
    if not got:
        raise FetchError(f"{url}: not whole after {within_s:g} s. Save the page and read the file.")
    if isinstance(got[0], FetchError):
        raise got[0]
    if isinstance(got[0], Exception):
        reason = " ".join(str(got[0]).split()) or type(got[0]).__name__
        raise FetchError(
            f"{url}: not fetched ({reason}). Correct the address, or save the page and read the file."
        ) from got[0]
    return got[0]


def public(url: httpx.URL, resolve: Resolve) -> str:
    """The address to connect to for a URL: the first of its host's, if all are public.

    Raises:
        FetchError: it is none of the web's, or stands for this machine or a network near by.
    """
    if url.scheme not in ("http", "https") or not url.host:
        raise FetchError(f"{url}: no address that starts with https://. Correct it.")
    if url.userinfo:
        raise FetchError(f"{url.host}: an address with a name or password. Leave them out.")
    host = url.host
    if _literal(host) is None and _NUMBERS.fullmatch(host):
        raise FetchError(f"{url}: {host} is no way to write an address. Use the host's name.")
    try:
        found = [host] if _literal(host) else list(resolve(host, url.port or 443))
    except (OSError, UnicodeError) as error:
        raise FetchError(f"{url}: there is no host {host!r}. Correct the address.") from error
    for address in found:
        if not is_public(address):
            raise FetchError(
                f"{url}: {host} stands for {address}, on this machine or a network near it, which a "
                "report cannot be read from. Save the page and read the file."
            )
    if not found:
        raise FetchError(f"{url}: there is no host {host!r}. Correct the address.")
    return found[0]


def _asked(url: str, http: httpx.Client) -> FetchedPage:
    with http.stream("GET", url) as response:
        if response.status_code != 200:
            raise FetchError(
                f"{url}: the host answers {response.status_code} {response.reason_phrase}. "
                "Save the page from a browser and read the file."
            )
        body = bytearray()
        for chunk in response.iter_bytes(65_536):
            body += chunk
            if len(body) > MAX_BYTES:
                raise FetchError(
                    f"{url}: sends more than {MAX_BYTES // 2**20} MiB, which no report has. "
                    "Save the part to be read in a file."
                )
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        return FetchedPage(str(response.url), bytes(body), kind, response.charset_encoding or "")


def is_public(address: str) -> bool:
    """Whether an address is on the public Internet, by what it stands for inside IPv6, too."""
    one = _literal(address)
    if one is None:
        return False
    if isinstance(one, ipaddress.IPv6Address):
        inside = one.ipv4_mapped or one.sixtofour
        if inside is None and one in _NAT64:
            inside = ipaddress.IPv4Address(int(one) & 0xFFFFFFFF)
        if inside is not None:
            one = inside
        elif one.is_site_local:
            return False
    return one.is_global and not (one.is_multicast or one.is_reserved or one.is_unspecified)


def _literal(host: str) -> _Address | None:
    """The address that a host is written as; None where it is a name."""
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None
