"""People who stand on record twice: asked for by another window that met them too, or joined where they were first."""

from cases.models import VisitWorker, Worker
from front_desk.models import RecordRequest, WorkerJoin
from front_desk.workflow import RequestState
from work.fill.cards import ANSWERED_AFTER
from work.fill.sheets import Row
from work.fill.telling import Telling


class Twice(Telling):
    """A telling in which somebody comes again and is not recognised."""

    def known_elsewhere(self, worker: int) -> None:
        """Another window meets the person, keeps a record apart, and asks for this one; the oldest requests are answered."""
        here, answering = self.window, self.window.reviewer
        self.window = self.draw.choice([window for window in self.book.cast.windows if window != here])
        self.clerk = self.draw.choice(self.window.clerks)
        apart = self.again(worker, kept_by_id=self.window.pk, elsewhere_told=True)
        attendance = self._comes(apart)
        request = self.add(
            RecordRequest,
            worker_id=worker,
            apart_id=apart["id"],
            office_id=self.window.pk,
            known_at_id=here.pk,
            reason="本窗口同一人来访，需核对前案。",
            asked_by_id=self.clerk,
            asked_at=self.moment,
        )
        if (self.book.today - self.day).days <= ANSWERED_AFTER:
            return
        self.later(1, ANSWERED_AFTER)
        is_shared = self.draw.random() < 0.8
        self.change(
            RecordRequest,
            request,
            answering,
            state=RequestState.ALLOWED if is_shared else RequestState.REFUSED,
            answered_by_id=answering,
            answered_at=self.moment,
            answer="同一人，可以共享。" if is_shared else "请向本人核实后再申请。",
        )
        if is_shared:
            self._moved(attendance, apart, worker, answering)

    def written_twice(self, worker: int) -> None:
        """The same window writes the person down anew without a document, and joins the two records later."""
        second = self.again(worker, id_kind="", id_number="", id_hash=None, birth_date=None)
        attendance = self._comes(second)
        self.later(1, 20)
        self._moved(attendance, second, worker, self.clerk)
        self.add(
            WorkerJoin,
            kept_id=worker,
            joined_id=second["id"],
            reason="姓名、电话一致，本人确认。",
            moved={"claimants": [], "attendances": [attendance["id"]], "struck": []},
            joined_at=self.moment,
        )

    def _comes(self, person: Row) -> Row:
        """The person comes to the window alone; the row of who came."""
        self.later(5, 90)
        visit = self.visit(None, [], "answered", "window")
        return self.add(VisitWorker, visit_id=visit["id"], worker_id=person["id"])

    def _moved(self, attendance: Row, second: Row, worker: int, by: int) -> None:
        self.change(VisitWorker, attendance, by, worker_id=worker)
        self.change(Worker, second, by, id_hash=None)
