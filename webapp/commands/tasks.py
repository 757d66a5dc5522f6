# SPDX-License-Identifier: EUPL-1.2
"""Commands about follow-up tasks."""

from __future__ import annotations

from datetime import date

import click

from followup.services.contract_views import TaskView
from followup.services.tasks import (
    ExtraTask,
    TaskQuery,
    add_task,
    assess_task,
    cancel_task,
    list_tasks,
    postpone_task,
    reassign_task,
    receive_evidence,
    remind_supplier,
    request_evidence,
    show_task,
)
from webapp.commands.contracts import task_row
from webapp.commands.frame import DATE, Frame, noun, pass_frame
from webapp.shapes_followup import TasksBody

task = noun("task", "Follow-up tasks.")


@task.command("list")
@click.option("--due-before", type=DATE, help="Tasks due earlier than this day.")
@click.option("--person", metavar="USER")
@click.option("--contract", metavar="CONTRACT")
@click.option("--all", "everything", is_flag=True, help="Also tasks that are done or cancelled.")
@pass_frame
def task_list(
    frame: Frame, due_before: date | None, person: str | None, contract: str | None, everything: bool
) -> None:
    """List tasks by due date."""
    query = TaskQuery(due_before, person, contract, only_open=not everything)
    found = list_tasks(frame.installation, frame.actor, query)
    frame.give(TasksBody(found), "\n".join(task_row(frame, item) for item in found) or "Inga uppgifter.")


@task.command("show")
@click.argument("task_id", metavar="TASK")
@pass_frame
def task_show(frame: Frame, task_id: str) -> None:
    """Show a task with everything that happened to it."""
    page = show_task(frame.installation, frame.actor, task_id)
    steps = [
        f"  {step.at:%Y-%m-%d} {step.step.value:10} {step.status.value} {step.reason}" for step in page.steps
    ]
    frame.give(
        page, "\n".join((task_row(frame, page.task), *(f"  – {item}" for item in page.task.what), *steps))
    )


@task.command("request")
@click.argument("task_id", metavar="TASK")
@click.option("--reply-by", type=DATE, help="Default: ten working days.")
@click.option("--contact", default="", help="Whom at the supplier was asked.")
@pass_frame
def task_request(frame: Frame, task_id: str, reply_by: date | None, contact: str) -> None:
    """Note that the supplier was asked for evidence."""
    _give(frame, request_evidence(frame.installation, frame.actor, task_id, reply_by, contact))


@task.command("remind")
@click.argument("task_id", metavar="TASK")
@click.option("--reply-by", type=DATE, help="Default: ten working days.")
@pass_frame
def task_remind(frame: Frame, task_id: str, reply_by: date | None) -> None:
    """Note that the supplier was reminded."""
    _give(frame, remind_supplier(frame.installation, frame.actor, task_id, reply_by))


@task.command("receive")
@click.argument("task_id", metavar="TASK")
@click.option("--evidence", multiple=True, metavar="E", help="Id or SHA-256 of evidence; may be repeated.")
@pass_frame
def task_receive(frame: Frame, task_id: str, evidence: tuple[str, ...]) -> None:
    """Note that evidence has come."""
    _give(frame, receive_evidence(frame.installation, frame.actor, task_id, evidence))


@task.command("assess")
@click.argument("task_id", metavar="TASK")
@pass_frame
def task_assess(frame: Frame, task_id: str) -> None:
    """Begin to assess a task."""
    _give(frame, assess_task(frame.installation, frame.actor, task_id))


@task.command("postpone")
@click.argument("task_id", metavar="TASK")
@click.option("--to", type=DATE, required=True)
@click.option("--reason", required=True)
@pass_frame
def task_postpone(frame: Frame, task_id: str, to: date, reason: str) -> None:
    """Move a task to a later date, at most twice."""
    _give(frame, postpone_task(frame.installation, frame.actor, task_id, to, reason))


@task.command("cancel")
@click.argument("task_id", metavar="TASK")
@click.option("--reason", required=True)
@pass_frame
def task_cancel(frame: Frame, task_id: str, reason: str) -> None:
    """Cancel a task; the reason is the recorded decision."""
    _give(frame, cancel_task(frame.installation, frame.actor, task_id, reason))


@task.command("assign")
@click.argument("task_id", metavar="TASK")
@click.option("--person", metavar="USER", help="Left out: nobody is responsible.")
@pass_frame
def task_assign(frame: Frame, task_id: str, person: str | None) -> None:
    """Give a task to another person."""
    _give(frame, reassign_task(frame.installation, frame.actor, task_id, person))


@task.command("add")
@click.argument("contract")
@click.argument("line")
@click.option("--due", type=DATE, required=True)
@click.option("--reason", required=True, help="What happened.")
@pass_frame
def task_add(frame: Frame, contract: str, line: str, due: date, reason: str) -> None:
    """Add a check because something happened."""
    _give(frame, add_task(frame.installation, frame.actor, ExtraTask(contract, line, due, reason)))


def _give(frame: Frame, view: TaskView) -> None:
    frame.give(view, task_row(frame, view))


COMMANDS = (task,)
