"""A receiver of webhooks with nothing but Python's own server.

EKSHOP_WEBHOOK_SECRET=whsec_… python receive_webhooks.py
"""

import os
from http.server import BaseHTTPRequestHandler, HTTPServer

from ekshop_partner import WrongSignature, verify

SEEN: set[str] = set()


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", "0")))
        try:
            event = verify(os.environ["EKSHOP_WEBHOOK_SECRET"], dict(self.headers), body)
        except WrongSignature:
            self.send_response(401)
        else:
            if event.id not in SEEN:
                SEEN.add(event.id)
                print(event.type, event.data.get("code", ""))
            self.send_response(204)
        self.end_headers()


if __name__ == "__main__":
    HTTPServer(("127.0.0.1", 8400), Receiver).serve_forever()
