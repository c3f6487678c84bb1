"""The table of faults: what visitors saw, how long, and what was left."""

from dataclasses import dataclass, field

HEADER = (
    "| fault | requests | failed (as visitors see) | seconds until well again "
    "| rows without file | files without row | verdict |\n"
    "| --- | --- | --- | --- | --- | --- | --- |"
)


@dataclass
class Row:
    """What became of one fault.

    Attributes:
        fault: in words.
        requests: number that visitors sent.
        failed: in words.
        seconds: until well again, after the fault is over.
        rows_without_file: number; there must be none.
        files_without_row: number; `sweepfiles` deletes them.
        problems: what should not be; the fault is survived if there is none.
    """

    fault: str
    requests: int = 0
    failed: str = "0"
    seconds: float = 0.0
    rows_without_file: int = 0
    files_without_row: int = 0
    problems: list[str] = field(default_factory=list)

    def expect(self, is_so: bool, problem: str) -> None:
        """Note a problem unless something is so."""
        if not is_so:
            self.problems.append(problem)

    @property
    def verdict(self) -> str:
        return "; ".join(self.problems) or "survived"

    def __str__(self) -> str:
        cells = (
            self.fault,
            self.requests,
            self.failed,
            f"{self.seconds:.1f}",
            self.rows_without_file,
            self.files_without_row,
            self.verdict,
        )
        return f"| {' | '.join(map(str, cells))} |"
