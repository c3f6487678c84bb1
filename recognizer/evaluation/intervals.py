"""95 % intervals of measured figures.

SciPy's statistics are imported inside functions: the site imports this module to show a
scorecard, and must not load them for that.
"""

from collections.abc import Callable

import numpy as np

Z = 1.96  # 95 % of a normal distribution lie within this many deviations of its mean
RESAMPLES = 300
BATCH = 20  # resamples held in memory at a time
SEED = 1

Interval = tuple[float, float]


def wilson(count: int, n: int) -> Interval:
    """Return the interval of a ratio, 0-1 (Wilson, 1927)."""
    from scipy.stats import binomtest

    low, high = binomtest(count, n).proportion_ci(method="wilson")
    # Rounding errors at a ratio of 0 may leave -0.0.
    return abs(round(float(low), 4)), round(float(high), 4)


def bootstrap(statistic: Callable[[np.ndarray], float], n: int) -> Interval:
    """Return the interval of an error by resampling the pictures (Efron, 1979).

    The interval is the normal approximation with the standard error of the resamples.

    Args:
        statistic: returns the error, at least 0, of the pictures with an index int
            (n,).
        n: number of pictures.
    """
    errors = _resample(statistic, n)
    # Where no picture has an error, no resample has one either.
    if not errors.any():
        return wilson(0, n)
    error, margin = float(statistic(np.arange(n))), Z * float(errors.std())
    return round(max(error - margin, 0.0), 4), round(error + margin, 4)


def _resample(statistic: Callable[[np.ndarray], float], n: int) -> np.ndarray:
    """Return the errors of random resamples, float (300,), the same in every run."""
    from scipy.stats import bootstrap as resample

    if n == 1:  # SciPy refuses to resample a single picture
        return np.full(RESAMPLES, statistic(np.zeros(1, int)))
    return resample(
        (np.arange(n),),
        statistic,
        n_resamples=RESAMPLES,
        batch=BATCH,
        vectorized=False,
        method="percentile",
        rng=np.random.default_rng(SEED),
    ).bootstrap_distribution
