"""The dispatcher: forks workers, hands them connections, and buries them.

It has a process of its own with one thread, so forking is safe at any time. It keeps
a copy of each connection's descriptor: when a worker dies it tells the client why,
and when a client hangs up it kills the worker. It parses no query, reads no request.

It ends when its standard input does, so it never outlives the web process, or on
SIGTERM; queries that have come are answered first.

Source: poll(2), unix(7).
"""

import select
import signal
import socket
import sys
import time
from collections import deque
from contextlib import suppress

from server.engine import frames, pool
from server.engine.figures import Figures
from server.engine.worker import DONE, LEAVING, TAKEN, WRITING, Answer, pack
from server.problems import Problem
from server.settings import Settings


class Dispatcher:
    """The loop and what it knows: workers, and connections that wait for one."""

    def __init__(
        self,
        answer: Answer,
        listener: socket.socket,
        settings: Settings,
        told: Figures,
    ) -> None:
        """Fork the workers and begin to listen."""
        self.answer = answer
        self.settings = settings
        self.told = told
        self.deaths = 0
        self.listener = listener
        self.workers: dict[int, pool.Worker] = {}
        self.waiting: deque[pool.Waiting] = deque()
        self.draining = False
        self.poll = select.poll()
        self.woken, self.waker = socket.socketpair()
        self.waker.setblocking(False)  # noqa: FBT003 - its one argument
        signal.signal(signal.SIGTERM, lambda *_: None)  # the byte below is enough
        signal.set_wakeup_fd(self.waker.fileno())
        for source in (listener, self.woken, sys.stdin):
            self.poll.register(source, select.POLLIN)
        for _ in range(settings.workers):
            self._hire()

    def run(self) -> None:
        """Serve until told to end and nothing is left to answer."""
        while not self.draining or self.waiting or self._tasks():
            events = dict(self.poll.poll(self._patience()))
            # New connections come last: they may reuse the number of one that closes.
            called = events.pop(self.listener.fileno(), 0)
            for descriptor, event in events.items():
                self._take(descriptor, event)
            if called and not self.draining:
                self._accept()
            self._expire()
            self._assign()
            self.told.tell(len(self.waiting), len(self._tasks()), self.deaths)
        for worker in self.workers.values():
            worker.bury()

    def _take(self, descriptor: int, event: int) -> None:
        if descriptor in {self.woken.fileno(), sys.stdin.fileno()}:
            self._drain()
        elif descriptor in self.workers:
            self._hear(self.workers[descriptor])
        elif event & (select.POLLHUP | select.POLLERR):
            self._hung_up(descriptor)

    def _drain(self) -> None:
        if self.draining:
            return
        self.draining = True
        for source in (self.listener, self.woken, sys.stdin):
            self.poll.unregister(source)
        self.listener.close()

    def _accept(self) -> None:
        connection, _ = self.listener.accept()
        self.poll.register(connection, 0)  # hang-ups are always reported
        self.waiting.append(pool.Waiting(connection))
        self._assign()
        if len(self.waiting) > self.settings.queue:
            problem = pool.busy(self.settings, len(self.waiting))
            self._refuse(self.waiting.pop(), problem)

    def _assign(self) -> None:
        free = (w for w in self.workers.values() if not w.task and not w.leaving)
        while self.waiting and (worker := next(free, None)):
            worker.give(self.waiting.popleft(), self.settings.deadline)

    def _hear(self, worker: pool.Worker) -> None:
        """Take what a worker says; silence is its death."""
        try:
            said = worker.control.recv(16, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return  # nothing new
        except ConnectionResetError:
            said = b""
        worker.taken = worker.taken or TAKEN in said
        worker.writing = worker.writing or WRITING in said
        worker.leaving = worker.leaving or LEAVING in said
        if worker.task and (DONE in said or LEAVING in said):
            self._close(worker.task)
            worker.task = None
        if not said:
            self._replace(worker)

    def _replace(self, worker: pool.Worker) -> None:
        self.poll.unregister(worker.control)
        del self.workers[worker.control.fileno()]
        status = worker.bury()
        self.deaths += bool(status)
        if worker.task and not (worker.taken or worker.leaving):
            self.waiting.appendleft(worker.task)  # it never began; another one will
        elif worker.task:
            seconds = time.monotonic() - worker.task.since
            problem = pool.lost(status, seconds, self.settings)
            if worker.writing or worker.leaving:  # half an answer, or nobody waits
                self._close(worker.task)
            else:
                self._refuse(worker.task, problem)
        elif status:
            time.sleep(0.05)  # one that dies idle may do so for ever
        self._hire()

    def _hung_up(self, descriptor: int) -> None:
        for worker in self._tasks():
            task = worker.task
            if task and task.connection.fileno() == descriptor:
                # Who has read its answer leaves too; the worker said so before.
                self._hear(worker)
                if worker.task is not task or worker.control.fileno() < 0:
                    return
                self.poll.unregister(descriptor)
                if not worker.writing:
                    worker.kill()
                return
        for task in [t for t in self.waiting if t.connection.fileno() == descriptor]:
            self.waiting.remove(task)
            self._close(task)

    def _expire(self) -> None:
        """Refuse what has waited for half its time."""
        latest = time.monotonic() - self.settings.deadline / 2
        while self.waiting and self.waiting[0].since < latest:
            problem = pool.busy(self.settings, len(self.waiting))
            self._refuse(self.waiting.popleft(), problem)

    def _patience(self) -> int | None:
        if not self.waiting:
            return None
        rest = self.waiting[0].since + self.settings.deadline / 2 - time.monotonic()
        return max(1, int(rest * 1000) + 1)

    def _refuse(self, task: pool.Waiting, problem: Problem) -> None:
        with suppress(OSError):  # it may have left
            task.connection.send(frames.encode(pack(problem)), socket.MSG_DONTWAIT)
        self._close(task)

    def _close(self, task: pool.Waiting) -> None:
        with suppress(KeyError):  # it may have hung up before
            self.poll.unregister(task.connection)
        task.connection.close()

    def _hire(self) -> None:
        theirs = [w.control for w in self.workers.values()]
        connections = [w.task.connection for w in self._tasks() if w.task]
        connections += [task.connection for task in self.waiting]
        others = [self.listener, self.woken, self.waker, *theirs, *connections]
        worker = pool.hire(self.answer, self.settings, others)
        self.workers[worker.control.fileno()] = worker
        self.poll.register(worker.control, select.POLLIN)

    def _tasks(self) -> list[pool.Worker]:
        return [worker for worker in self.workers.values() if worker.task]
