"""Evidence of every kind, good and bad, as bytes."""

import io
import struct
import zipfile
import zlib

from PIL import Image


def photo(format_: str = "JPEG", *, gps: bool = False) -> bytes:
    out = io.BytesIO()
    picture = Image.new("RGB", (64, 48), (200, 40, 40))
    exif = Image.Exif()
    if gps:
        exif[0x010E] = "secret place 23.7N"
    picture.save(out, format_, exif=exif)
    return out.getvalue()


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" + bytes(400)
M4A = b"\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00" + bytes(64)
OGG = b"OggS\x00\x02" + bytes(64)
WAV = b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(64)
AMR = b"#!AMR\n" + bytes(64)
MP4 = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00" + bytes(64)
THREE_GP = b"\x00\x00\x00\x20ftyp3gp4\x00\x00\x02\x00" + bytes(64)
WEBM = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm" + bytes(64)
CHAT = "১২/০৩/২৬, ৯:৪১ - Rong Fashion: টাকা পেয়েছি, কাল পাঠাব\n".encode()
PROGRAM = b"MZ\x90\x00\x03" + bytes(200)
PAGE = b"<!DOCTYPE html><script>alert(1)</script>"


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("evil.txt", "hidden")
    return out.getvalue()


def bomb() -> bytes:
    """A PNG of 40,000 by 40,000 points in a few bytes."""
    head = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)

    def chunk(name: bytes, body: bytes) -> bytes:
        sum_ = zlib.crc32(name + body)
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", sum_)

    pixels = zlib.compress(bytes(100_000))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )
