"""How far a measured figure may lie from the true one: 95 % intervals."""

import math
from collections.abc import Callable

import numpy as np

Z = 1.96  # of the normal distribution: 95 % lie within so many deviations
RESAMPLES = 300
SEED = 1

Interval = tuple[float, float]


def wilson(count: int, n: int) -> Interval:
    """Return the interval of a share, 0-1 (Wilson, 1927)."""
    share = count / n
    middle = share + Z * Z / (2 * n)
    reach = Z * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    scale = 1 + Z * Z / n
    low, high = (middle - reach) / scale, (middle + reach) / scale
    # The ends of none and of all are exact but for rounding, which may say -0.0.
    return abs(round(low, 4)), round(high, 4)


def bootstrap(statistic: Callable[[np.ndarray], float], n: int) -> Interval:
    """Return the interval of any error by drawing the pictures anew (Efron, 1979).

    Args:
        statistic: returns the error, at least 0, of the pictures of an index int (n,).
        n: pictures.
    """
    rng = np.random.default_rng(SEED)
    drawn = [statistic(rng.integers(n, size=n)) for _ in range(RESAMPLES)]
    # Where no picture holds an error, drawing them anew finds none either.
    if not any(drawn):
        return wilson(0, n)
    error, reach = statistic(np.arange(n)), Z * float(np.std(drawn))
    return round(max(error - reach, 0.0), 4), round(error + reach, 4)
