"""How to call each flow over incidents of the floor, and over questions to service, on a set of any size."""

from io import BytesIO

from PIL import Image

from tests.architecture.calls import Call, Makers
from tests.world import BY, World
from zhanggui.fulfilment.flows.add_incident_photos import Photo, add_incident_photos
from zhanggui.fulfilment.flows.ask_about_incidents import ask_about_incidents
from zhanggui.fulfilment.flows.assign_incidents import assign_incidents
from zhanggui.fulfilment.flows.report_incidents import Report, report_incidents
from zhanggui.fulfilment.flows.resolve_incidents import resolve_incidents
from zhanggui.fulfilment.testing import take_to
from zhanggui.orders.flows.answer_questions import answer_questions
from zhanggui.orders.flows.ask_questions import OrderQuestion, ask_questions
from zhanggui.people.testing import make_user


def reports(world: World, n: int) -> list[Report]:
    parcel_ids = take_to("planned", world.orders(n))
    return [Report("reported", world.warehouse.pk, f"parcel:{pk}", parcel_id=pk, words="wet") for pk in parcel_ids]


def incidents(world: World, n: int) -> list[int]:
    return report_incidents(reports=reports(world, n), **BY).done


def reporting(world: World, n: int) -> Call:
    found = reports(world, n)
    return lambda: report_incidents(reports=found, **BY)


def assigning(world: World, n: int) -> Call:
    ids, person = incidents(world, n), make_user(f"lin{n}", roles=["exception_handler"])
    return lambda: assign_incidents(incident_ids=ids, person_id=person.pk, **BY)


def asking(world: World, n: int) -> Call:
    ids = incidents(world, n)
    return lambda: ask_about_incidents(incident_ids=ids, words="Why?", **BY)


def resolving(world: World, n: int) -> Call:
    ids = incidents(world, n)
    return lambda: resolve_incidents(incident_ids=ids, resolution="nothing", **BY)


def picturing(world: World, n: int) -> Call:
    painted = BytesIO()
    Image.new("RGB", (4, 4)).save(painted, "JPEG")
    photos = [Photo(pk, painted.getvalue()) for pk in incidents(world, n)]
    return lambda: add_incident_photos(photos=photos, **BY)


def questions(world: World, n: int) -> list[OrderQuestion]:
    return [OrderQuestion(pk, pk, "Why?") for pk in world.orders(n)]


def questioning(world: World, n: int) -> Call:
    asked = questions(world, n)
    return lambda: ask_questions(questions=asked, **BY)


def answering(world: World, n: int) -> Call:
    ids = ask_questions(questions=questions(world, n), **BY).done
    return lambda: answer_questions(question_ids=ids, answer="So.", **BY)


MAKERS: Makers = {
    "report_incidents": reporting,
    "assign_incidents": assigning,
    "ask_about_incidents": asking,
    "resolve_incidents": resolving,
    "add_incident_photos": picturing,
    "ask_questions": questioning,
    "answer_questions": answering,
}
