"""Returns: asked for by customers, decided and received by the seller."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.http import HttpResponse
from ninja import Query, Router

from ekshop.api.access import Request, access
from ekshop.api.schemas import REFUSALS, ErrorOut
from ekshop.federation.selectors import return_wire
from ekshop.fulfilment.rules import RETURN
from ekshop.fulfilment.selectors import returns_visible_to
from ekshop.fulfilment.services import return_decide, return_receive
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotFound
from ekshop.kernel.ids import InvalidCode, parse_code
from ekshop.kernel.paging import page_of

from .calls import IdempotencyKey, write_once
from .schemas import DecisionIn, ReturnOut, ReturnsOut

router = Router(tags=["Returns"])

if TYPE_CHECKING:
    State = str
else:
    State = Literal[tuple(RETURN.states)]
Cursor = Annotated[str, Query(max_length=2000, description="From the answer before")]
Size = Annotated[int, Query(ge=1, le=100)]


@router.get(
    "/",
    response={200: ReturnsOut, REFUSALS: ErrorOut},
    operation_id="returns_list",
    summary="Returns of your goods, the newest first",
)
@access("order.read_own_sales")
def returns(
    request: Request, state: State | None = None, cursor: Cursor = "", size: Size = 25
) -> Any:
    rows = returns_visible_to(request.actor)
    if state:
        rows = rows.filter(state=state)
    page = page_of(rows, order=("-asked_at", "-id"), cursor=cursor or None, size=size)
    return {
        "items": [return_wire(each) for each in page.items],
        "next_cursor": page.next_cursor,
        "previous_cursor": page.previous_cursor,
    }


@router.get(
    "/{code}",
    response={200: ReturnOut, REFUSALS: ErrorOut},
    operation_id="return_get",
    summary="One return",
)
@access("order.read_own_sales")
def wanted(request: Request, code: str) -> Any:
    return return_wire(_return(request.actor, code))


@router.post(
    "/{code}/decision",
    response={200: ReturnOut, REFUSALS: ErrorOut},
    operation_id="return_decide",
    summary="Approve or refuse a return",
)
@access("return.decide")
def decide(
    request: Request,
    response: HttpResponse,
    code: str,
    decision: DecisionIn,
    key: IdempotencyKey,
) -> Any:
    """A seller that is silent past the deadline has approved."""
    actor = request.actor
    asked = _return(actor, code)

    def write() -> dict[str, Any]:
        return_decide(
            actor=actor,
            return_id=asked.pk,
            approve=decision.approve,
            note=decision.note,
            now=clock.now(),
        )
        return return_wire(_return(actor, code))

    return write_once(request, response, key, write)


@router.post(
    "/{code}/receive",
    response={200: ReturnOut, REFUSALS: ErrorOut},
    operation_id="return_receive",
    summary="Say that the goods are back",
)
@access("return.receive")
def receive(request: Request, response: HttpResponse, code: str, key: IdempotencyKey) -> Any:
    """The customer's money is then given back."""
    actor = request.actor
    asked = _return(actor, code)

    def write() -> dict[str, Any]:
        return_receive(actor=actor, return_id=asked.pk, now=clock.now())
        return return_wire(_return(actor, code))

    return write_once(request, response, key, write)


def _return(actor: Actor, code: str) -> Any:
    """Raises NotFound, also for somebody else's."""
    try:
        plain = parse_code(code)
    except InvalidCode:
        raise NotFound(what="return") from None
    found = returns_visible_to(actor).filter(code=plain).first()
    if found is None:
        raise NotFound(what="return")
    return found
