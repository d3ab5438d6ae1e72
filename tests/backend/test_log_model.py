"""Any sequence of appends and reads, compared with the simplest model of a log; for every store."""

import asyncio
import tempfile
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from backend.log.contract import EventLog
from tests.backend.facts import note, session_id
from tests.backend.stores import STORES, Open
from transcripts.chain import verify
from transcripts.events import Draft, NoteAdded

SESSIONS = st.integers(1, 3).map(session_id)
TEXT = st.text(max_size=12) | st.sampled_from(["", "\x00", "'; DROP TABLE call_events; --", "\u2028", "𝄞"])
DRAFTS = st.lists(st.builds(note, st.integers(0, 9), TEXT), max_size=4)


class LogAgainstModel(RuleBasedStateMachine):
    """A log beside what it should hold: per session, event ids and texts in order of first storing."""

    opener: ClassVar[Open]

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="csr-log-")
        self.runner = asyncio.Runner()
        self.log: EventLog = self.opened()
        self.model: dict[str, dict[str, str]] = {}

    def opened(self) -> EventLog:
        """The log of this machine's folder."""
        return type(self).opener(Path(self.folder.name))

    @rule(session=SESSIONS, batches=st.lists(DRAFTS, min_size=1, max_size=4))
    def append(self, session: str, batches: list[list[Draft]]) -> None:
        """Appends called at once give the seqs that the model gives one after the other."""

        async def work() -> list[tuple[int, ...]]:
            futures = [self.log.append(session, drafts) for drafts in batches]
            return [(await future).seqs for future in futures]

        expected = []
        held = self.model.setdefault(session, {})
        for drafts in batches:
            for draft in drafts:
                assert isinstance(draft.payload, NoteAdded)
                held.setdefault(draft.event_id, draft.payload.text)
            expected.append(tuple(list(held).index(draft.event_id) + 1 for draft in drafts))
        assert self.runner.run(work()) == expected

    @rule(session=SESSIONS, after_seq=st.integers(0, 12), limit=st.integers(1, 5))
    def read(self, session: str, after_seq: int, limit: int) -> None:
        """A page is the model's slice."""
        page = self.runner.run(self.log.read(session, after_seq, limit))
        held = list(self.model.get(session, {}).items())
        found = [(event.event_id, event.read().payload) for event in page]
        expected = held[after_seq : after_seq + limit]
        assert [(event_id, payload.text) for event_id, payload in found if isinstance(payload, NoteAdded)] == expected
        assert [event.seq for event in page] == list(range(after_seq + 1, after_seq + 1 + len(expected)))

    @precondition(lambda self: bool(self.model))
    @rule()
    def reopen(self) -> None:
        """Closing and opening changes nothing."""
        self.runner.run(self.log.close())
        self.log = self.opened()

    @invariant()
    def chains_hold(self) -> None:
        """Every chain verifies and is as long as the model's session."""
        for session, held in self.model.items():
            assert verify(self.log.links(session)) == len(held)

    def teardown(self) -> None:
        """Closes the log and its loop."""
        self.runner.run(self.log.close())
        self.runner.close()
        self.folder.cleanup()


@pytest.mark.parametrize("store", STORES)
def test_a_log_behaves_as_its_model(store: str) -> None:
    """Whatever is appended, read and reopened in whatever order, the log does what a list in memory would do."""
    machine = type("Machine", (LogAgainstModel,), {"opener": staticmethod(STORES[store])})
    run_state_machine_as_test(machine, settings=settings(deadline=None, max_examples=25, stateful_step_count=12))
