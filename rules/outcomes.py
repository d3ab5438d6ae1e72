"""The outcomes a call can have, in the words of the screen.

An outcome is a disposition and, for some of them, a reason. Their values are what the log stores; only the words here
may change.
"""

from __future__ import annotations

DISPOSITIONS = ("booked", "lead", "existing_job", "not_a_lead", "safety_referred", "spam", "abandoned")
"""Every disposition, in the order of the outcome menu."""

REASONS: dict[str, tuple[str, ...]] = {
    "lead": ("price", "timing", "shopping", "decision_maker", "callback"),
    "existing_job": ("reschedule", "cancel", "status"),
    "not_a_lead": ("wrong_number", "out_of_area", "service_not_offered", "vendor"),
}
"""Disposition -> the reasons it can have."""

NEEDED: dict[str, int] = {
    "booked": 4,
    "lead": 2,
    "existing_job": 1,
    "not_a_lead": 1,
    "safety_referred": 2,
    "spam": 0,
    "abandoned": 0,
}
"""Disposition -> how many proofs it asks for; 0 where a person may choose it without one."""

LABELS: dict[str, str] = {
    "booked": "Booked",
    "lead": "Lead",
    "existing_job": "Existing job",
    "not_a_lead": "Not a lead",
    "safety_referred": "Safety referred",
    "spam": "Spam",
    "abandoned": "Abandoned",
    "price": "Price",
    "timing": "Timing",
    "shopping": "Shopping",
    "decision_maker": "Decision maker",
    "callback": "Call back",
    "reschedule": "Reschedule",
    "cancel": "Cancel",
    "status": "Status",
    "wrong_number": "Wrong number",
    "out_of_area": "Out of area",
    "service_not_offered": "Service not offered",
    "vendor": "Vendor",
}
"""Disposition or reason -> its words."""

HINTS: dict[str, str] = {
    "lead": "price, timing, shopping …",
    "existing_job": "reschedule, cancel, status",
    "not_a_lead": "wrong number, out of area …",
}
"""Disposition -> what stands beside it in the outcome menu; empty for the others."""
