"""What a citizen is asked when the names leave a doubt about the place."""

from collections.abc import Sequence

from services.router.domain.place_names import Spot

# Whoever names more places than this is asked an open question.
MOST = 4


def which_place(spots: Sequence[Spot]) -> str:
    """For names that are in several districts."""
    if len(spots) > MOST:
        return "Kejadiannya di desa atau kelurahan mana, dan di kecamatan mana?"
    villages = {spot.village for spot in spots}
    if len(villages) == 1 and None not in villages:
        districts = _one_of([f"Kecamatan {spot.district}" for spot in spots])
        return f"{spots[0].village} yang mana: di {districts}?"
    return f"Kejadiannya di mana: {_one_of([_in_words(spot) for spot in spots])}?"


def which_village(district: str, villages: Sequence[str]) -> str:
    """For several villages of one district."""
    if len(villages) > MOST:
        return f"Kejadiannya di desa atau kelurahan mana di Kecamatan {district}?"
    return f"Kejadiannya di desa atau kelurahan mana di Kecamatan {district}: {_one_of(villages)}?"


def is_it_there(spots: Sequence[Spot]) -> str:
    """For names that may be no place at all."""
    if len(spots) > MOST:
        return which_place(spots)
    return f"Apakah yang dimaksud {_one_of([_in_words(spot) for spot in spots])}?"


def _in_words(spot: Spot) -> str:
    return f"{spot.village} (Kecamatan {spot.district})" if spot.village else f"Kecamatan {spot.district}"


def _one_of(names: Sequence[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} atau {last}" if others else last
