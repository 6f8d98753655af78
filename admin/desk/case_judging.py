"""Judging one application, requirement by requirement: a ready sentence, or one's own words."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from litestar import post
from litestar.params import FromPath
from pydantic import Field

from admin.desk.case_work import done
from admin.desk.cases import PATH, case_page
from admin.desk.menu import JUDGING
from admin.web.doorman import Door, door, signed_in
from admin.web.forms import Form, read_form
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.language import Sentence, say
from registry.inputs import Code, read_input
from registry.judging import JudgementGiven, judge_requirement

NO_WORDS = say("Schrijf waarom, of kies een zin die past.")
OTHER_VERDICT = say("Deze zin hoort bij een ander oordeel. Kies een andere, of schrijf het zelf.")


class JudgementForm(Form):
    """What somebody says about one requirement. `zin` is a ready sentence, after the verdict that it goes with."""

    eis: Code
    oordeel: Literal["good", "question", "not_good", "doubt"]
    vorm: Literal["written", "interview", "panel"] = "written"
    zin: Annotated[str, Field(max_length=4000)] = ""
    woorden: Annotated[str, Field(max_length=4000)] = ""

    @property
    def sentence(self) -> str:
        """The ready sentence alone."""
        return self.zin.partition(":")[2]

    @property
    def fits(self) -> bool:
        """Whether the ready sentence goes with the verdict."""
        return not self.zin or self.zin.partition(":")[0] == self.oordeel


@post(f"{PATH}/oordeel", opt=door(Door.BODY, roles=JUDGING), include_in_schema=False, status_code=200)
async def take_judgement(request: Asked, application: FromPath[UUID]) -> Answer:
    given = read_form(request, JudgementForm)
    about = given.filled.value("eis")
    if given.form is None:
        return await case_page(request, application, filled=given.filled, about=about, status=400)
    form = given.form
    words = "\n".join(part for part in (form.sentence, form.woorden) if part)
    if wrong := _wrong(form, words):
        return await case_page(request, application, filled=given.filled.with_mistakes(wrong), about=about, status=400)
    site, staff = house_of(request).site, signed_in(request)
    catalogue = await site.marks.current()

    async def judge() -> None:
        said = {"requirement": form.eis, "verdict": form.oordeel, "form": form.vorm, "words": words or None}
        await judge_requirement(
            application, read_input(JudgementGiven, said), staff, catalogue=catalogue, at=site.now()
        )

    return await done(request, application, judge, given.filled, about, "oordeel", place=f"eis-{form.eis}")


def _wrong(form: JudgementForm, words: str) -> tuple[str, Sentence] | None:
    if not form.fits:
        return "zin", OTHER_VERDICT
    if form.oordeel != "good" and not words:
        return "woorden", NO_WORDS
    return None


PAGES = [take_judgement]
