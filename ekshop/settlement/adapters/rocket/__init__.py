"""Rocket, by the file a person uploads at the bank; the columns by the setting ROCKET_FILE."""

from ..by_file import FileProvider

ADAPTER = FileProvider("ROCKET_FILE")
