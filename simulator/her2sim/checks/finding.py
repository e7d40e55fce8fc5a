"""What a check has to say."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that a check found wrong: which check, about which id, and what."""

    check: str
    subject: str
    message: str

    def __str__(self) -> str:
        """Write the finding as one line."""
        return f"{self.check}: {self.subject}: {self.message}"
