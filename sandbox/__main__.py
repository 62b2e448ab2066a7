"""`python -m sandbox`: start the outside world in one process; Ctrl-C stops it."""

import argparse
import asyncio
import contextlib
import json
import os
import socket
import sqlite3
import sys
from pathlib import Path

import uvicorn

from sandbox.core.behaviour import Protocol
from sandbox.core.credentials import seed
from sandbox.core.server import application
from sandbox.core.world import Options, World
from sandbox.services.mail import Mail
from sandbox.services.sftp import Sftp


def options() -> argparse.Namespace:
    def env(name: str, default: str) -> str:
        return os.environ.get(f"SANDBOX_{name}", default)

    told = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    told.add_argument("--host", default=env("HOST", "127.0.0.1"))
    told.add_argument("--port-base", type=int, default=env("PORT_BASE", "8100"))
    told.add_argument(
        "--smtp-port", type=int, default=env("SMTP_PORT", "0"), help="default: port base + 25"
    )
    told.add_argument(
        "--sftp-port", type=int, default=env("SFTP_PORT", "0"), help="default: port base + 26"
    )
    told.add_argument("--state", type=Path, default=Path(env("STATE", "var/sandbox")))
    told.add_argument("--platform-url", default=env("PLATFORM_URL", "http://127.0.0.1:8000"))
    told.add_argument(
        "--public-url",
        default=env("PUBLIC_URL", ""),
        help="how others reach this; default: host and port",
    )
    told.add_argument("--shops-data", type=Path, default=Path(env("SHOPS_DATA", "demo/data/shops")))
    told.add_argument("--seed", default=seed(), help="keys of both sides are derived from it")
    told.add_argument(
        "--clock-file",
        type=Path,
        default=Path(env("CLOCK_FILE", "")) if env("CLOCK_FILE", "") else None,
    )
    told.add_argument("--credentials", action="store_true", help="print the keys as JSON and stop")
    return told.parse_args()


def listen(host: str, port: int) -> socket.socket:
    """Bound before anything starts, so that a taken port is a plain sentence."""
    try:
        sock = socket.create_server((host, port), backlog=256)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return sock
    except OSError as problem:
        sys.exit(
            f"The sandbox cannot listen on {host}:{port} ({os.strerror(problem.errno or 0)}). "
            "Stop what uses that port, or choose another with --port-base, --smtp-port or --sftp-port."
        )


def remembered(world_options: Options) -> World:
    try:
        return World(world_options)
    except (OSError, sqlite3.Error) as problem:
        sys.exit(f"The sandbox cannot keep its state in {world_options.state} ({problem}).")


async def serve(
    world: World, http: socket.socket, smtp: socket.socket, files: socket.socket
) -> None:
    server = uvicorn.Server(
        uvicorn.Config(
            application(world),
            http=Protocol,
            ws="none",
            lifespan="off",
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=1,
        )
    )
    mail = await world.service(Mail).listen(smtp)
    sftp = await world.service(Sftp).listen(files)
    async with world.running():
        print(
            f"sandbox: pages and services on {world.options.public_url}, "
            f"mail on port {smtp.getsockname()[1]}, files on port {files.getsockname()[1]}",
            flush=True,
        )
        await server.serve(sockets=[http])
    mail.close()
    sftp.close()


def main() -> None:
    told = options()
    smtp_port = told.smtp_port or told.port_base + 25
    world_options = Options(
        host=told.host,
        port_base=told.port_base,
        smtp_port=smtp_port,
        sftp_port=told.sftp_port or told.port_base + 26,
        state=told.state,
        platform_url=told.platform_url.rstrip("/"),
        public_url=(told.public_url or f"http://{told.host}:{told.port_base}").rstrip("/"),
        shops_data=told.shops_data,
        seed=told.seed,
        clock_file=told.clock_file,
    )
    world = remembered(world_options)
    if told.credentials:
        print(json.dumps({s.name: s.credentials() for s in world.services.values()}, indent=2))
        return
    http, smtp = listen(told.host, told.port_base), listen(told.host, smtp_port)
    files = listen(told.host, world_options.sftp_port)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(world, http, smtp, files))


if __name__ == "__main__":
    main()
