"""Models, serializer, view and address for benchmarks.peers.django_rest; imported by Django once it is set up."""

from typing import Any

from django.db import connection, models
from django.urls import path
from rest_framework import serializers
from rest_framework.generics import RetrieveAPIView

from accreditation.dates import amsterdam_day
from benchmarks.peers.facts import Held, registrations
from registry.clock import SystemClock
from registry.names import display_name


def _identity(**options: Any) -> Any:
    """SQLite keeps identities as text with hyphens, which Django's own field would not read."""
    return models.CharField(max_length=36, **options) if connection.vendor == "sqlite" else models.UUIDField(**options)


class Mark(models.Model):
    """A mark and its body."""

    code = models.CharField(max_length=40, primary_key=True)
    body = models.CharField(max_length=40)

    class Meta:
        app_label = "benchmarks"
        managed = False
        db_table = "mark"


class Practitioner(models.Model):
    """A person."""

    id = _identity(primary_key=True)
    number = models.CharField(max_length=13)
    initials = models.CharField(max_length=20)
    prefix = models.CharField(max_length=40)
    family_name = models.CharField(max_length=120)

    class Meta:
        app_label = "benchmarks"
        managed = False
        db_table = "practitioner"


class Holding(models.Model):
    """A term."""

    id = _identity(primary_key=True)
    practitioner = models.ForeignKey(Practitioner, models.DO_NOTHING, db_column="practitioner", related_name="holdings")
    mark = models.ForeignKey(Mark, models.DO_NOTHING, db_column="mark")
    since = models.DateField()
    until = models.DateField()
    level = models.CharField(max_length=40, null=True)

    class Meta:
        app_label = "benchmarks"
        managed = False
        db_table = "holding"


class StandingSerializer(serializers.ModelSerializer):
    """The answer."""

    name = serializers.SerializerMethodField()
    certified = serializers.SerializerMethodField()
    registrations = serializers.SerializerMethodField()

    class Meta:
        model = Practitioner
        fields = ("number", "name", "certified", "registrations")

    def get_name(self, person: Any) -> str:
        return display_name(person.initials, person.prefix, person.family_name)

    def get_certified(self, person: Any) -> bool:
        return bool(self.get_registrations(person))

    def get_registrations(self, person: Any) -> list[dict[str, Any]]:
        held = [Held(h.mark.code, h.mark.body, h.level, h.since, h.until) for h in person.holdings.all()]
        return registrations(held, amsterdam_day(SystemClock().now()))


class Standing(RetrieveAPIView):
    """One person by number: a query for the person and one for the terms with their marks."""

    queryset = Practitioner.objects.prefetch_related(
        models.Prefetch("holdings", Holding.objects.select_related("mark"))
    )
    lookup_field = "number"
    serializer_class = StandingSerializer


urlpatterns = [path("standing/<str:number>", Standing.as_view())]
