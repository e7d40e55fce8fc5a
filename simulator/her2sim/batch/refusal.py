"""What the batch engine says about models it does not cover."""

from __future__ import annotations

from her2sim.errors import UserMistake


class NotCovered(UserMistake):
    """A model uses a part of SBML that the batch engine does not cover.

    Parameters
    ----------
    feature
        The part of SBML, as a noun (``"an event"``).
    element
        The id of the element that uses it; may be empty.
    """

    def __init__(self, feature: str, element: str = "") -> None:
        self.feature = feature
        self.element = element
        super().__init__(feature, element)

    def __str__(self) -> str:
        """Name the part, its place, and what to do."""
        place = f" ({self.element!r})" if self.element else ""
        return (
            f"The batch engine does not cover {self.feature}{place}. "
            "Simulate this model one scenario at a time instead, or change the model."
        )
