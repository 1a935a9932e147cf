"""Long commands that run beside the desk: each a process of its own, shown with its progress and ended when asked."""

from venule.desk.jobs.jobs import Jobs
from venule.desk.jobs.order import Finished, Order

__all__ = ["Finished", "Jobs", "Order"]
