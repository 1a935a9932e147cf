"""How large what lies packed in the file grows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """When the log is sealed, and how stretches and roll-ups grow. Tests use small ones."""

    seal_rows: int = 65_536
    seal_pieces: int = 512
    fan: int = 16
    full_rows: int = 524_288
    chunk_rows: int = 4_096
    full_buckets: int = 8_388_608

    def __post_init__(self) -> None:
        if self.full_rows > self.most_rows:
            raise ValueError(f"a full stretch of {self.full_rows} rows would never come of {self.most_rows}")

    @property
    def most_rows(self) -> int:
        """Rows outside full stretches at which the oldest of them are made a full one."""
        return self.fan * self.seal_rows
