"""The sentence of the Atlas."""

from __future__ import annotations

from geo.evidence.production import Production
from geo.schema.codes import Measure
from geo.view import words
from geo.words.language import say
from geo.words.series import is_average


def headline(answer: Production) -> str:
    """Return who leads, with which share of which world, in which year."""
    leader, stage, subject = answer.rows[0], answer.stage.value, answer.subject
    share, name = words.share(leader.share), words.in_sentence(leader.name)
    who = words.at_start(name)
    parts = {"name": who, "verb": stage, "share": share, "subject": subject, "period": answer.period}
    if not answer.has_shares:
        return say(
            "{name} reports the largest {subject} {measure}, {amount} ({period}).",
            name=who,
            subject=subject,
            measure=answer.measure.value,
            amount=words.tonnes(leader.quantity_t),
            period=answer.period,
        )
    if answer.measure is Measure.RESERVES:
        return say(
            "{name} holds {share} of the world's reported reserves of {subject} ({period}).",
            name=who,
            share=share,
            subject=subject,
            period=answer.period,
        )
    if answer.is_projection:
        return say(
            "In the publisher's base case {name} has {share} of the world's {stage} {subject} in {period}.",
            name=name,
            share=share,
            stage=stage,
            subject=subject,
            period=answer.period,
        )
    if is_average(answer.basis):
        return say("{name} {verb} {share} of the world's {subject} (average {period}).", **parts)
    if answer.is_estimate:
        return say("{name} {verb} {share} of the world's {subject} in {period} (estimate).", **parts)
    return say("{name} {verb} {share} of the world's {subject} in {period}.", **parts)
