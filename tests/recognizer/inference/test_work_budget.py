"""A budget of work: it ends, and says that it did."""

from recognizer.inference.work_budget import WorkBudget


class Clock:
    """Processor time that passes when a test says so."""

    def __init__(self):
        self.seconds = 100.0

    def __call__(self):
        return self.seconds


def test_steps_are_allowed_until_the_time_is_used():
    clock = Clock()
    budget = WorkBudget(0.3, clock)
    assert budget.allows_more()
    clock.seconds += 0.2
    assert budget.allows_more()
    assert not budget.is_exceeded
    clock.seconds += 0.2
    assert not budget.allows_more()
    assert budget.is_exceeded


def test_a_step_that_is_too_large_is_noted():
    budget = WorkBudget(0.3, Clock())
    budget.refuse()
    assert budget.is_exceeded
    assert budget.allows_more()


def test_work_of_the_own_thread_counts():
    budget = WorkBudget(0.001)
    while budget.allows_more():
        sum(range(1000))
    assert budget.is_exceeded
