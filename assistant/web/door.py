"""The door: of a burst, whom a full gate would refuse is refused before anything is read of the question."""

from contextlib import ExitStack

from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.web.gate import Gates, Turned
from assistant.web.problems import turned_away


class Door:
    """ASGI middleware: counts who comes to a gate, and turns away whom the gate would."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        gates: Gates = scope["app"].state.gates
        with ExitStack() as stack:
            try:
                stack.enter_context(gates.arriving(scope["path"]))
            except Turned as error:
                await turned_away(error)(scope, receive, send)
                return
            await self._app(scope, receive, send)
