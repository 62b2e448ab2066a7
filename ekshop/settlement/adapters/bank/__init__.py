"""Transfers to bank accounts, by the file a person uploads; the columns by BANK_FILE."""

from ..by_file import FileProvider

ADAPTER = FileProvider("BANK_FILE")
