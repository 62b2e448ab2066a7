"""The ways a case leaves the house: Nothi, and mail with the letter sealed in it."""

from .mail import LetterMail, letter_mail
from .nothi import Dak, Feedback, Movement, Nothi, NothiRefused, Received, nothi

__all__ = [
    "Dak",
    "Feedback",
    "LetterMail",
    "Movement",
    "Nothi",
    "NothiRefused",
    "Received",
    "letter_mail",
    "nothi",
]
