"""A program that is called back: a server on loopback that remembers what it got."""

from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer
from threading import Thread

import hashlib
import hmac
import json


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append((dict(self.headers), body))
        answers = self.server.answers
        self.send_response(answers.pop(0) if answers else 204)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args):
        """Silence."""


class Receiver(ThreadingHTTPServer):
    """``answers`` are the next statuses; 204 when there is none left."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.received = []
        self.answers = []
        self.url = f"http://127.0.0.1:{self.server_port}/changes"
        Thread(target=self.serve_forever, daemon=True).start()

    def stop(self):
        self.shutdown()
        self.server_close()

    @property
    def bodies(self):
        return [json.loads(body) for _headers, body in self.received]

    def is_signed(self, secret, index=-1):
        """Whether a message has the signature of that secret."""
        headers, body = self.received[index]
        seconds, given = (
            part.partition("=")[2]
            for part in headers["X-Centrale-Signature"].split(",")
        )
        message = seconds.encode() + b"." + body
        expected = hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()
        return hmac.compare_digest(given, expected)
