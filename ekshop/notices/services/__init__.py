"""Writes of this package: say something to somebody, and record what became of it."""

from .receiving import message_heard, message_receive
from .reports import delivery_report_record
from .sending import NoticeToSend, notice_send, notices_send
from .settling import messages_due_run, messages_send, messages_sweep

__all__ = [
    "NoticeToSend",
    "delivery_report_record",
    "message_heard",
    "message_receive",
    "messages_due_run",
    "messages_send",
    "messages_sweep",
    "notice_send",
    "notices_send",
]
