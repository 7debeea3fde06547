"""How often liaisons are tested without being told before."""

from typing import Annotated

from pydantic import Field

from shared.contracts.words import Slug
from shared.directory.fact import Fact


class CheckPlan(Fact):
    """How many liaisons are drawn each week, to be tested at moments drawn within the working time of `calendar`."""

    weekly: Annotated[int, Field(ge=0, le=50)] = 0
    calendar: Slug
