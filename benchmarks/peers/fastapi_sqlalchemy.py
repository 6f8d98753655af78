"""FastAPI with the asynchronous ORM of SQLAlchemy and a pydantic answer, one query with joined loading."""

from datetime import date
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel
from sqlalchemy import ForeignKey, String, select
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, joinedload, mapped_column, relationship
from sqlalchemy.types import Uuid

from accreditation.dates import amsterdam_day
from benchmarks.peers.facts import Held, registrations
from registry.clock import SystemClock
from registry.names import display_name


class RegistrationAnswer(BaseModel):
    """One mark that holds."""

    mark: str
    body: str
    level: str | None
    until: date


class StandingAnswer(BaseModel):
    """The answer."""

    number: str
    name: str
    certified: bool
    registrations: list[RegistrationAnswer]


class Model(DeclarativeBase):
    """The tables as SQLAlchemy sees them."""


class Mark(Model):
    """A mark and its body."""

    __tablename__ = "mark"
    code: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[str]


class Holding(Model):
    """A term. SQLite keeps identities as text with hyphens, which SQLAlchemy's own type would not read."""

    __tablename__ = "holding"
    id: Mapped[Any] = mapped_column(Uuid().with_variant(String(), "sqlite"), primary_key=True)
    practitioner_id: Mapped[Any] = mapped_column("practitioner", ForeignKey("practitioner.id"))
    mark_code: Mapped[str] = mapped_column("mark", ForeignKey("mark.code"))
    since: Mapped[date]
    until: Mapped[date]
    level: Mapped[str | None]
    mark: Mapped[Mark] = relationship()


class Practitioner(Model):
    """A person with all terms."""

    __tablename__ = "practitioner"
    id: Mapped[Any] = mapped_column(Uuid().with_variant(String(), "sqlite"), primary_key=True)
    number: Mapped[str]
    initials: Mapped[str]
    prefix: Mapped[str]
    family_name: Mapped[str]
    holdings: Mapped[list[Holding]] = relationship()


def fastapi_sqlalchemy(url: str) -> tuple[FastAPI, AsyncEngine]:
    """The application, and the engine to dispose of."""
    if url.startswith("sqlite"):
        engine = create_async_engine(url.replace("sqlite:", "sqlite+aiosqlite:", 1))
    else:
        engine = create_async_engine(url.replace("postgresql:", "postgresql+asyncpg:", 1))
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    app = FastAPI(openapi_url=None)

    @app.get("/standing/{number}", response_model=StandingAnswer)
    async def standing(number: str) -> StandingAnswer:
        wanted = (
            select(Practitioner)
            .options(joinedload(Practitioner.holdings).joinedload(Holding.mark))
            .where(Practitioner.number == number)
        )
        async with sessions() as session:
            person = (await session.execute(wanted)).unique().scalar_one()
        held = [Held(h.mark.code, h.mark.body, h.level, h.since, h.until) for h in person.holdings]
        valid = registrations(held, amsterdam_day(SystemClock().now()))
        return StandingAnswer(
            number=person.number,
            name=display_name(person.initials, person.prefix, person.family_name),
            certified=bool(valid),
            registrations=[RegistrationAnswer.model_validate(registration) for registration in valid],
        )

    return app, engine
