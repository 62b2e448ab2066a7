"""A catalogue of national size, for load: believable in its words, prices and overlaps, made of nothing
but the demonstration's goods, coined names and a seed. See `catalogue.grow`."""

from .catalogue import Grown, grow

__all__ = ["Grown", "grow"]
