"""The partner API, version 1: a seller's machine and its orders, parcels and returns."""
