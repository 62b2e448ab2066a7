import hashlib
import io
import random
import struct
import zlib

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from ekshop.kernel import pictures


def photo(size=(64, 48), format="JPEG", colour=(200, 40, 40), **save):
    out = io.BytesIO()
    Image.new("RGB" if len(colour) == 3 else "RGBA", size, colour).save(out, format, **save)
    return out.getvalue()


def photo_with_place():
    """A photo lying on its side, with the place it was taken in its metadata."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "A telephone"
    exif.get_ifd(0x8825)[1] = "N"
    return photo((64, 48), exif=exif.tobytes(), comment=b"at home")


def huge_png():
    """A few bytes that claim 60,000 by 60,000 pixels."""
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)

    def chunk(name, data):
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    body = (
        chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )
    return b"\x89PNG\r\n\x1a\n" + body


def test_a_photo_is_turned_upright_and_tells_nothing_else():
    original = photo_with_place()
    picture = pictures.picture_accept(io.BytesIO(original))
    assert (picture.width, picture.height) == (48, 64)
    assert picture.sha256 == hashlib.sha256(original).hexdigest()
    with Image.open(io.BytesIO(picture.content)) as written:
        assert written.format == "WEBP"
        assert not written.getexif()
        assert not {"exif", "xmp", "icc_profile", "comment"} & written.info.keys()
    assert b"telephone" not in picture.content


def test_a_large_photo_becomes_small_enough_for_a_slow_line():
    picture = pictures.picture_accept(photo((4000, 3000)))
    assert (picture.width, picture.height) == (1600, 1200)
    with Image.open(io.BytesIO(picture.small)) as small:
        assert small.size == (320, 240)


def test_a_drawing_keeps_what_shows_through():
    picture = pictures.picture_accept(photo(format="PNG", colour=(0, 0, 0, 0)))
    with Image.open(io.BytesIO(picture.content)) as written:
        assert written.mode == "RGBA"


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "GIF"])
def test_the_usual_formats_are_accepted(format):
    assert pictures.picture_accept(photo(format=format)).width == 64


def animated(format):
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, format, save_all=True, append_images=frames[1:], duration=100)
    return out.getvalue()


@pytest.mark.parametrize(
    ("brought", "refusal"),
    [
        (b"", pictures.NotAPicture),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", pictures.NotAPicture),
        (b"%PDF-1.7 ...", pictures.NotAPicture),
        (b"BM" + b"\0" * 100, pictures.NotAPicture),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", pictures.HeicPicture),
        (b"\xff\xd8\xff" + b"not really" * 20, pictures.BrokenPicture),
        (photo((900, 900))[:-4000], pictures.BrokenPicture),
        (photo(format="PNG")[:60], pictures.BrokenPicture),
        (huge_png(), pictures.TooManyPixels),
        (animated("GIF"), pictures.AnimatedPicture),
        (animated("WEBP"), pictures.AnimatedPicture),
        (animated("PNG"), pictures.AnimatedPicture),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(brought, refusal):
    with pytest.raises(refusal) as refused:
        pictures.picture_accept(brought)
    assert len(str(refused.value)) > 20


def test_a_file_over_the_limit_is_refused_without_reading_it_all():
    with pytest.raises(pictures.PictureTooLarge) as refused:
        pictures.picture_accept(io.BytesIO(b"\xff" * 3_000_000), max_bytes=2 * 1024 * 1024)
    assert refused.value.data == {"limit": 2}


def test_a_stored_picture_has_a_name_nobody_can_guess(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    picture = pictures.picture_accept(photo())
    first = pictures.picture_store(picture, folder="inspection")
    second = pictures.picture_store(picture, folder="inspection")
    assert first.name != second.name
    assert len(first.name) > 40
    with default_storage.open(first.small_name) as small:
        assert small.read() == picture.small


def test_notes_that_cannot_be_read_cost_a_photo_nothing():
    """Bytes of its metadata are changed at random; a refusal in words is the worst that comes."""
    seeds = [photo_with_place(), photo(format="PNG"), photo(format="WEBP")]
    chance, taken = random.Random(7), 0
    for _each in range(1500):
        brought = bytearray(chance.choice(seeds))
        for _change in range(chance.randint(1, 6)):
            brought[chance.randrange(4, min(len(brought), 260))] = chance.choice([0, 1, 127, 255])
        try:
            pictures.picture_accept(bytes(brought))
            taken += 1
        except pictures.PictureRefused:
            pass
    assert taken


def test_a_photo_with_others_tucked_behind_it_is_a_still_photo():
    """As telephones make them, of two lenses: one JPEG after the other in a file."""
    out = io.BytesIO()
    front, behind = (Image.new("RGB", (64, 48), colour) for colour in ("red", "blue"))
    front.save(out, "MPO", save_all=True, append_images=[behind])
    picture = pictures.picture_accept(out.getvalue())
    with Image.open(io.BytesIO(picture.content)) as kept:
        red, _green, blue = kept.convert("RGB").getpixel((5, 5))
    assert red > 200 > 60 > blue
