"""The 32 items of COREQ (Tong, Sainsbury & Craig 2007) in three domains, each described in words of our own."""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.i18n import _


@dataclass(frozen=True, slots=True)
class Item:
    """What a reader of a qualitative study is to be told."""

    number: int
    name: str
    asks: str
    """What to write, in short."""


def domains() -> tuple[tuple[str, tuple[Item, ...]], ...]:
    """Name and items of each domain, in the current language."""
    return (
        (_("Domain 1: those who did the research"), _numbered(1, _team())),
        (_("Domain 2: how the study was made"), _numbered(9, _design())),
        (_("Domain 3: analysis and findings"), _numbered(24, _analysis())),
    )


def _numbered(first: int, items: tuple[tuple[str, str], ...]) -> tuple[Item, ...]:
    return tuple(Item(number, *item) for number, item in enumerate(items, first))


def _team() -> tuple[tuple[str, str], ...]:
    return (
        (_("Interviewer"), _("Who led the interviews or group discussions.")),
        (_("Credentials"), _("Degrees of those who did the research.")),
        (_("Occupation"), _("What they worked as during the study.")),
        (_("Gender"), _("Gender of those who spoke with informants.")),
        (_("Experience and training"), _("Practice or training in qualitative work.")),
        (_("Relation before the study"), _("Whether researcher and informants knew each other before.")),
        (
            _("What informants knew"),
            _("What they were told of the researcher and the reasons for the study."),
        ),
        (_("Position of the researcher"), _("Interests, assumptions and possible bias that were disclosed.")),
    )


def _design() -> tuple[tuple[str, str], ...]:
    return (
        (_("Methodology"), _("The tradition or theory the study stands in.")),
        (_("Sampling"), _("How informants were chosen.")),
        (_("Approach"), _("How they were contacted: in person, by telephone, through somebody.")),
        (_("Sample size"), _("How many took part.")),
        (_("Refusal and drop-out"), _("How many declined or left, and why.")),
        (_("Place of data collection"), _("Where data were collected.")),
        (_("Others present"), _("Who else was there while people spoke.")),
        (_("Description of the sample"), _("Characteristics that matter, and the dates.")),
        (_("Interview guide"), _("Questions and prompts that were prepared; whether they were tried out.")),
        (_("Repeated interviews"), _("Whether somebody was interviewed more than once, and how often.")),
        (_("Recording"), _("Whether sound or pictures were recorded.")),
        (_("Field notes"), _("Whether notes were taken during or after the meetings.")),
        (_("Duration"), _("How long the conversations took.")),
        (_("Saturation"), _("Whether saturation of data was considered.")),
        (_("Transcripts returned"), _("Whether informants could read and correct their transcripts.")),
    )


def _analysis() -> tuple[tuple[str, str], ...]:
    return (
        (_("Coders"), _("How many people coded.")),
        (_("Coding tree"), _("What the system of codes looks like.")),
        (_("Origin of themes"), _("Whether they were set beforehand or came from the data.")),
        (_("Software"), _("The program that was used.")),
        (_("Member checks"), _("What informants said of the findings.")),
        (_("Quotations"), _("Whether quotes illustrate the findings, each with its source.")),
        (_("Consistency"), _("Whether data and findings fit each other.")),
        (_("Major themes"), _("Whether the main themes stand out clearly.")),
        (_("Minor themes"), _("Whether deviant cases and lesser themes are told.")),
    )
