"""The sandbox as one HTTP application, each service beneath its own path."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route, Router

from sandbox.core import pages
from sandbox.core.behaviour import Misbehaving
from sandbox.core.control import Control
from sandbox.core.world import World


def application(world: World) -> Starlette:
    async def health(request: Request) -> Response:
        return JSONResponse({"status": "ok", "services": list(world.services)})

    async def style(request: Request) -> Response:
        return PlainTextResponse(pages.STYLE, media_type="text/css")

    async def font(request: Request) -> Response:
        keep = {"Cache-Control": "max-age=86400"}
        return Response(pages.FONT, media_type="font/woff2", headers=keep)

    async def unknown(request: Request, problem: Exception) -> Response:
        return JSONResponse({"error": "nothing is served here; see / for what is"}, 404)

    wires = [
        Mount(service.prefix, app=Misbehaving(service, Router(service.routes())))
        for service in world.services.values()
        if service.prefix
    ]
    return Starlette(
        routes=[
            Route("/health", health),
            Route("/style.css", style),
            Route("/font.woff2", font),
            *world.inbox.routes(),
            *Control(world).routes(),
            *wires,
        ],
        exception_handlers={404: unknown},
    )
