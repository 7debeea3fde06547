"""Small learned models, written by hand."""

from collections.abc import Mapping, Sequence

from services.router.domain.model import LinearModel, parse
from services.router.domain.model_text import Header, Metrics, Row, Trust, write

METRICS = Metrics(
    n=10, accuracy=0.9, macro_f1=0.8, coverage=0.7, precision=0.96, coverage_at_95=0.75, sectors={}, left_out={}
)
STEP = 0.01


def header(sectors: Sequence[str], *, route_from: float = 0.8, rules: float = 1.0) -> Header:
    trust = Trust(score=4.0, score_new=0.0, rules=rules, rules_new=0.0)
    return Header(
        edition="0" * 12,
        sectors=list(sectors),
        bias=[-1.0] * len(sectors),
        step=STEP,
        unseen=6.0,
        trust=trust,
        route_from=route_from,
        features=0,
        metrics=METRICS,
    )


def rows(sectors: Sequence[str], words: Mapping[str, str]) -> list[Row]:
    """Each word speaks for the one sector it is given with."""
    return [
        Row("word", word, 5.0, [1500 if slug == sector else -300 for slug in sectors]) for word, sector in words.items()
    ]


def model(sectors: Sequence[str], words: Mapping[str, str], *, route_from: float = 0.8) -> LinearModel:
    return parse(write(header(sectors, route_from=route_from), rows(sectors, words)), "small")
