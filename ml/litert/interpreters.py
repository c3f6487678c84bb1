"""Run exported networks: each call has an interpreter of its own."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from ai_edge_litert.interpreter import SignatureRunner


class LiteNetwork:
    """An exported network that threads may share.

    An interpreter fails when two threads use it, so that there are as many as calls at
    the same time, and each is kept for a later one. A call of another shape than the
    last prepares an interpreter anew, in a millisecond.
    """

    def __init__(self, content: bytes) -> None:
        """Prepare the first interpreter.

        Args:
            content: of the exported file.

        Raises:
            ValueError: if it is no exported network.
        """
        self._content = content
        # Appending to a list and taking from it are atomic.
        self._idle = [self._prepare()]

    def __call__(self, *inputs: np.ndarray) -> list[np.ndarray]:
        """Return the outputs, in the order of their names, for inputs in that order."""
        runner = self._idle.pop() if self._idle else self._prepare()
        names = sorted(runner.get_input_details())
        outputs = runner(**dict(zip(names, inputs, strict=True)))
        self._idle.append(runner)
        return [outputs[name] for name in sorted(outputs)]

    def _prepare(self) -> "SignatureRunner":
        from ai_edge_litert.interpreter import Interpreter

        # Calls run in parallel; more threads of one would only compete.
        interpreter = Interpreter(model_content=self._content, num_threads=1)
        return interpreter.get_signature_runner()
