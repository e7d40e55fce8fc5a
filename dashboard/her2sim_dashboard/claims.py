"""Claims: what is published, put to the test in the model, with every number measured.

Testing takes a quarter of a minute, so the outcome is kept: in the process, and in the folder of
:mod:`her2sim.cache` under a key that changes with model, experiments and code.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from threading import Lock

import her2sim
from her2sim import Model, load_model
from her2sim import cache as kept
from her2sim.experiment import Experiment, Verdict, find_experiments, judge
from her2sim.experiment.verdicts import PARTS
from her2sim.library import experiments_dir
from her2sim.tables import read_table

from her2sim_dashboard.limits import HERE

UNTESTED = "untested"
Progress = Callable[[int, int], None]
_ALONE = Lock()
_TESTED: dict[str, tuple[Claim, ...]] = {}


@dataclass(frozen=True)
class ClaimVerdict:
    """A row of ``claim_verdicts.csv``: what a verdict is called and means."""

    id: str
    label: str
    plural: str
    tone: str
    icon: str
    meaning: str


@dataclass(frozen=True)
class Finding:
    """What was expected and what was measured; ``measured`` is ``None`` where it cannot be."""

    expectation: str
    verdict: str
    measured: float | None
    unit: str
    required: tuple[str, ...]
    detail: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Claim:
    """A claim with its findings; untested, their verdict is ``untested``."""

    id: str
    kind: str
    claim: str
    source: str
    findings: tuple[Finding, ...]


@cache
def claim_verdicts() -> tuple[ClaimVerdict, ...]:
    """Return the verdicts a claim can have, in the order of their table."""
    return read_table(HERE / "claim_verdicts.csv", ClaimVerdict)


def untested_claims(model: Model) -> tuple[Claim, ...]:
    """Return what is claimed and expected, without simulating anything."""
    return tuple(
        _claim(each, [one.without_reading("") for one in each.expect], UNTESTED)
        for each in experiments_of(model)
    )


def tested_claims(model: Model, progress: Progress | None = None) -> tuple[Claim, ...]:
    """Return the claims with their verdicts, from what is kept or by simulating them.

    Parameters
    ----------
    model
        The model.
    progress
        Called with (simulations done, simulations in all); may raise to stop the work.
    """
    with _ALONE:
        found = kept_claims(model)
        if found is None:
            experiments = experiments_of(model)
            verdicts = judge(experiments, progress=progress)
            found = tuple(_claim(each, verdicts[each.id]) for each in experiments)
            _TESTED[_key(model)] = found
            kept.write(_key(model), json.dumps([asdict(each) for each in found]).encode())
    return found


def kept_claims(model: Model) -> tuple[Claim, ...] | None:
    """Return the claims with their verdicts if they were tested before, else ``None``."""
    key = _key(model)
    if key not in _TESTED:
        payload = kept.read(key)
        if payload is None:
            return None
        _TESTED[key] = tuple(_read_back(each) for each in json.loads(payload))
    return _TESTED[key]


def counts(claims: Sequence[Claim]) -> dict[str, int]:
    """Return how many findings have each verdict, in the order of the table, zeros included."""
    found = [finding.verdict for claim in claims for finding in claim.findings]
    return {each.id: found.count(each.id) for each in claim_verdicts()}


def experiments_of(model: Model) -> tuple[Experiment, ...]:
    """Return the experiments that were written for exactly this model."""
    found = _experiments(_files_digest())
    same = {name for name in {each.model for each in found} if _is(model, name)}
    return tuple(each for each in found if each.model in same)


def _is(model: Model, name: str) -> bool:
    return model.name == name and load_model(name) == model


@lru_cache(maxsize=2)
def _experiments(digest: str) -> tuple[Experiment, ...]:
    """Read the experiments; the digest is there to key the cache."""
    return find_experiments()


def _claim(experiment: Experiment, verdicts: Sequence[Verdict], instead: str = "") -> Claim:
    """Return a claim with its findings; ``instead`` takes the place of their verdicts."""
    findings = tuple(
        Finding(
            each.expectation,
            instead or each.status,
            each.measured if math.isfinite(each.measured) else None,
            each.unit,
            tuple(each.required.split(PARTS)),
            () if instead else tuple(part for part in each.detail.split(PARTS) if part),
            each.source,
        )
        for each in verdicts
    )
    return Claim(experiment.id, experiment.kind, experiment.claim, experiment.source, findings)


def _read_back(fields: Mapping[str, object]) -> Claim:
    findings = tuple(
        Finding(**{**each, "required": tuple(each["required"]), "detail": tuple(each["detail"])})
        for each in fields["findings"]  # type: ignore[attr-defined]
    )
    return Claim(**{**fields, "findings": findings})  # type: ignore[arg-type]


def _key(model: Model) -> str:
    return kept.key("claims", model.fingerprint, _files_digest(), _code_digest())


def _files_digest() -> str:
    digest = sha256()
    for path in sorted(experiments_dir().glob("*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


@cache
def _code_digest() -> str:
    """Return a digest of the simulator and of this module: other code may find other numbers."""
    root = Path(her2sim.__file__).parent
    folders = {path.parent.relative_to(root).as_posix() for path in root.rglob("*.py")}
    code = sorted(name for name in folders if not name.startswith("_"))
    return sha256(Path(__file__).read_bytes()).hexdigest() + kept.source_digest(*code)
