"""Claims as plain data with short texts, as ``assets/71-claims.js`` puts them on the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from her2sim_dashboard.claims import UNTESTED, Claim, Finding, claim_verdicts, counts
from her2sim_dashboard.numbers import MISSING, figures
from her2sim_dashboard.references import linked

_COUNT = 3
_SIGNS = {">=": "≥", "<=": "≤"}


def claims_data(claims: Sequence[Claim]) -> dict[str, Any]:
    """Return the claims, the meaning of their verdicts, and how many have each."""
    found = counts(claims)
    verdicts = [asdict(each) | {"count": found[each.id]} for each in claim_verdicts()]
    return {
        "tested": bool(claims) and not found[UNTESTED],
        "verdicts": [each for each in verdicts if each["id"] != UNTESTED],
        "claims": [
            {
                "id": claim.id,
                "kind": claim.kind,
                "claim": claim.claim,
                "source": linked(claim.source),
                "findings": [_finding(each) for each in claim.findings],
            }
            for claim in claims
        ],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    # A known gap gives its reason first.
    known = finding.verdict == "known_gap"
    return {
        "verdict": finding.verdict,
        "expectation": finding.expectation,
        "measured": _measured(finding),
        "required": [signed(each) for each in finding.required],
        "why": finding.detail[0] if known and finding.detail else "",
        "detail": [signed(each) for each in finding.detail[1 if known else 0 :]],
        "source": linked(finding.source),
    }


def _measured(finding: Finding) -> str:
    if finding.measured is None:
        return MISSING
    unit = "" if finding.unit in ("", "1") else f"\u00a0{finding.unit}"
    return f"{figures(finding.measured, _COUNT)}{unit}"


def signed(text: str) -> str:
    """Return a text with the signs that books use."""
    for typed, printed in _SIGNS.items():
        text = text.replace(typed, printed)
    return text
