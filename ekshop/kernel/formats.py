"""What a file that somebody brings is, judged by its bytes: never by its name or what a browser says."""

import re
from dataclasses import dataclass
from pathlib import PurePath

from .bangla import normalise

MB = 1024 * 1024
HEAD, TAIL = 4096, 66_000
"""Bytes looked at from the front and from the back: a zip's directory ends within the last 66 kB."""


@dataclass(frozen=True)
class Format:
    """`kind` is "picture", "document", "audio", "video" or "chat"; `suffix` what its file is called by."""

    kind: str
    mime: str
    suffix: str
    most: int


JPEG = Format("picture", "image/jpeg", "jpg", 12 * MB)
PNG = Format("picture", "image/png", "png", 12 * MB)
WEBP = Format("picture", "image/webp", "webp", 12 * MB)
HEIC = Format("picture", "image/heic", "heic", 12 * MB)
PDF = Format("document", "application/pdf", "pdf", 10 * MB)
MP3 = Format("audio", "audio/mpeg", "mp3", 15 * MB)
M4A = Format("audio", "audio/mp4", "m4a", 15 * MB)
OGG = Format("audio", "audio/ogg", "ogg", 15 * MB)
WAV = Format("audio", "audio/wav", "wav", 15 * MB)
AMR = Format("audio", "audio/amr", "amr", 15 * MB)
MP4 = Format("video", "video/mp4", "mp4", 40 * MB)
THREE_GP = Format("video", "video/3gpp", "3gp", 40 * MB)
WEBM = Format("video", "video/webm", "webm", 40 * MB)
CHAT = Format("chat", "text/plain", "txt", 2 * MB)
FORMATS = (JPEG, PNG, WEBP, HEIC, PDF, MP3, M4A, OGG, WAV, AMR, MP4, THREE_GP, WEBM, CHAT)
MOST_BYTES = max(each.most for each in FORMATS)

_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}
_AUDIO_BRANDS = {b"M4A ", b"M4B "}
_VIDEO_BRANDS = {b"isom", b"mp41", b"mp42", b"avc1", b"MSNV", b"M4V ", b"dash"}
_SUFFIXES = {each.suffix: each.kind for each in FORMATS} | {
    "jpeg": "picture",
    "heif": "picture",
    "aac": "audio",
    "oga": "audio",
    "opus": "audio",
    "weba": "video",
}
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|script|svg|iframe|\?php|\?xml)", re.I)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def sniff(head: bytes, name: str) -> Format | None:
    """The format the bytes declare, None for one that is not taken.

    The name decides only between sound and moving pictures, which share a container, and whether
    plain text is a chat.
    """
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head[:4] == b"RIFF":
        return {b"WEBP": WEBP, b"WAVE": WAV}.get(head[8:12])
    if head.startswith(b"%PDF-"):
        return PDF
    if head[4:8] == b"ftyp":
        return _of_brand(head[8:12], suffix_of(name))
    if head.startswith(b"OggS"):
        return OGG
    if head.startswith((b"#!AMR\n", b"#!AMR-WB\n")):
        return AMR
    if head.startswith(b"\x1aE\xdf\xa3"):
        return WEBM if b"webm" in head[:64] else None
    if head.startswith(b"ID3") or _mpeg_frame(head):
        return MP3
    return CHAT if suffix_of(name) == "txt" else None


def name_lies(name: str, found: Format) -> bool:
    """Whether the name says it is something of another kind than it is."""
    suffix = suffix_of(name)
    return bool(suffix) and _SUFFIXES.get(suffix) != found.kind


def two_faced(found: Format, head: bytes, tail: bytes) -> bool:
    """Whether the same bytes would also be taken for something else: a page, an archive, a PDF."""
    begins = head[:1024]
    if found is not PDF and b"%PDF-" in begins:
        return True
    if found is PDF and b"%%EOF" not in tail[-2048:]:
        return True
    return bool(_MARKUP.search(begins)) or b"PK\x05\x06" in tail


def chat_text(content: bytes) -> str | None:
    """The words of a chat that was exported; None for bytes that are no text."""
    coding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(coding)
    except UnicodeDecodeError:
        return None
    return None if _CONTROL.search(text) else text


def has_markup(text: str) -> bool:
    """Whether a chat, in whatever coding it came, would be read as a page anywhere in it."""
    return bool(_MARKUP.search(text.encode(errors="replace")))


def called(name: str, found: Format) -> str:
    """The name as people gave it, with the ending of what it is kept as."""
    stem = PurePath(name.replace("\\", "/")).name
    stem = stem.rpartition(".")[0] if suffix_of(stem) else stem
    clean = "".join(letter for letter in normalise(stem) if letter.isprintable()).strip(". ")
    suffix = "webp" if found.kind == "picture" else found.suffix
    return f"{clean[:180] or found.kind}.{suffix}"


def suffix_of(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    return suffix.casefold() if dot and stem and len(suffix) <= 5 else ""


def _of_brand(brand: bytes, suffix: str) -> Format | None:
    if brand in _HEIC_BRANDS:
        return HEIC
    if brand in _AUDIO_BRANDS:
        return M4A
    if brand[:3] in (b"3gp", b"3g2"):
        return THREE_GP
    if brand in _VIDEO_BRANDS or brand[:3] == b"iso":
        return M4A if suffix in ("m4a", "aac") else MP4
    return None


def _mpeg_frame(head: bytes) -> bool:
    """An MPEG audio frame of layer III with a bit rate and sample rate that exist."""
    return (
        len(head) > 3
        and head[0] == 0xFF
        and head[1] & 0xE6 == 0xE2
        and head[2] & 0xF0 not in (0x00, 0xF0)
        and head[2] & 0x0C != 0x0C
    )
