"""The story in short: resistance to a drug and its reversal, in numbers, words and figures."""

from her2sim.story.plan import Story, parse_story, read_story
from her2sim.story.telling import DEFAULT_PAGE, Told, matrix_figure, stamp, tell_story, write_story

__all__ = [
    "DEFAULT_PAGE",
    "Story",
    "Told",
    "matrix_figure",
    "parse_story",
    "read_story",
    "stamp",
    "tell_story",
    "write_story",
]
