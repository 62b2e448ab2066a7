"""Addresses of complaints, written and followed: the same for the complainant, a centre and 333.

*filing_paths(OWN)              complaints:begin, complaints:tasks, …
*filing_paths(BEHALF)           centre:complaint_begin, …
"""

from django.urls import URLPattern, path

from ekshop.web.access import View, access

from ..views import cases, filing
from .door import Door


def filing_paths(door: Door, *, listed: str, shown: str) -> list[URLPattern]:
    """`listed` is the address of the list, `shown` goes before a case's code."""
    guard = access("complaint.file_on_behalf") if door.on_behalf else access.proved
    one = "new/<uuid:token>/"

    def page(address: str, view: View, name: str) -> URLPattern:
        return path(address, guard(view), {"door": door}, name=name)

    return [
        page("new/", filing.begin, "begin"),
        page(one, filing.tasks, "tasks"),
        page(f"{one}check/", filing.check, "check"),
        page(f"{one}send/", filing.send, "send"),
        page(f"{one}join/", filing.join, "join"),
        page(f"{one}drop/", filing.drop, "drop"),
        page(f"{one}<slug:step>/", filing.step, "step"),
        page(listed, cases.mine, "mine"),
        page(f"{shown}<str:code>/", cases.case, "case"),
        page(f"{shown}<str:code>/add/", cases.add, "add"),
        page(f"{shown}<str:code>/publish/", cases.publish, "publish"),
        page(f"{shown}<str:code>/receipt/", cases.receipt, "receipt"),
        page(f"{shown}<str:code>/receipt.pdf", cases.receipt_pdf, "receipt_pdf"),
    ]
