"""The sandbox in a process of its own, for benchmarks that speak with the outside."""

import socket
import subprocess
import sys
import time

import httpx

from bench.shop import ROOT


def started(name: str, port: int) -> subprocess.Popen[bytes]:
    """With nothing remembered; answers when this returns."""
    state = ROOT / "var" / "bench" / f"{name}-sandbox"
    subprocess.run(["rm", "-rf", str(state)], check=True)  # noqa: S607
    command = [sys.executable, "-m", "sandbox", "--port-base", str(port)]
    command += ["--smtp-port", str(free_port()), "--sftp-port", str(free_port())]
    command += ["--state", str(state), "--platform-url", "http://127.0.0.1:9"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    until = time.monotonic() + 30
    while True:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/health").status_code == 200:
                return process
        except httpx.TransportError:
            assert time.monotonic() < until, "the sandbox does not start"
            time.sleep(0.1)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as sock:
        return int(sock.getsockname()[1])
