"""How Alibaba says that something is wrong: the gateway, and in two ways what stands behind it."""

from typing import Any


class Refused(Exception):
    """Answered by the gateway, not by what stands behind it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def wrong(code: str, message: str) -> dict[str, Any]:
    return {"result": {"success": False, "msg_code": code, "message_info": message}}


def odd(code: str, message: str) -> dict[str, Any]:
    return {"result": {"error_code": code, "error_msg": message}}
