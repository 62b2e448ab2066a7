"""Files sent with a form, each taken as it comes: one that is refused says why, the rest stays."""

from ekshop.complaints.services import evidence_add
from ekshop.kernel import clock
from ekshop.kernel.errors import DomainError
from ekshop.web.access import Request
from ekshop.web.forms import Posted


def files_bring(
    request: Request, form: Posted, *, draft: str = "", case_id: int | None = None
) -> int:
    """Takes what the field `files` holds for a draft or a case, with `note` and `offices_only` of
    the same form; how many were taken. What was wrong with others stands in the form."""
    taken, refusals = 0, []
    for file in request.FILES.getlist("files"):
        name = file.name or ""
        try:
            evidence_add(
                actor=request.actor,
                file=file,
                name=name,
                note=form.text("note"),
                draft=draft,
                case_id=case_id,
                offices_only=bool(form.text("offices_only")),
                now=clock.now(),
            )
            taken += 1
        except DomainError as refused:
            refusals.append(f"{name}: {refused}")
    if refusals:
        form.wrong("files", " ".join(refusals))
    return taken
