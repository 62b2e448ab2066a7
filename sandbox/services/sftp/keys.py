"""The server's own keys, derived from the seed as all keys are, so that both sides know them."""

import hashlib
import hmac

import asyncssh
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sandbox.core.credentials import seed


def host_key(number: int = 1, *, of: str = "") -> asyncssh.SSHKey:
    name = f"sftp host key {number}".encode()
    digest = hmac.new((of or seed()).encode(), name, hashlib.sha256).digest()
    pem = Ed25519PrivateKey.from_private_bytes(digest).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return asyncssh.import_private_key(pem)


def fingerprint() -> str:
    """Of the key it shows until it is told to show another."""
    return str(host_key().get_fingerprint())
