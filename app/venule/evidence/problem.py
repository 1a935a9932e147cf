"""What can be wrong with a recording that is to be evidence, told in one sentence."""

from venule.store.problem import StoreProblem


class EvidenceProblem(StoreProblem):
    """It cannot be cut, joined, sealed or held against its manifest; the message says what to do."""
