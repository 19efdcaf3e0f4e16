"""Incidents of the floor: written by themselves, once, and ended by somebody."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image

from zhanggui.fulfilment.flows.add_incident_photos import MOST, Photo, add_incident_photos
from zhanggui.fulfilment.flows.ask_about_incidents import ask_about_incidents
from zhanggui.fulfilment.flows.assign_incidents import assign_incidents
from zhanggui.fulfilment.flows.report_incidents import Report, report_incidents
from zhanggui.fulfilment.flows.resolve_incidents import resolve_incidents
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.sweep_incidents import sweep_incidents
from zhanggui.fulfilment.incidents.taking import take_incidents
from zhanggui.fulfilment.models import Incident, IncidentPhoto, Parcel
from zhanggui.fulfilment.testing import scan_all
from zhanggui.fulfilment.tests.tables import Table
from zhanggui.inventory.testing import make_warehouse
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.models import Fact
from zhanggui.kernel.pictures import LARGEST, LONGEST_SIDE, NoPicture, PictureTooLarge, cleaned
from zhanggui.orders.flows.answer_questions import answer_questions
from zhanggui.orders.models import Question
from zhanggui.orders.testing import ACTOR, AT
from zhanggui.people.testing import make_user
from zhanggui.ui.desk import desk_rows
from zhanggui.ui.finding import desks

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=9)


def report(parcel, cause="reported", words="box is wet", at=AT):
    told = Report(cause, parcel.warehouse_id, f"parcel:{parcel.pk}", parcel_id=parcel.pk, words=words)
    return report_incidents(reports=[told], actor=ACTOR, at=at).one()


def rows(**asked):
    return desk_rows(desks()["incidents"], asked, ACTOR)["rows"]


def jpeg(size=(40, 30), kind="JPEG"):
    painted = BytesIO()
    Image.new("RGB", size, "red").save(painted, kind)
    return painted.getvalue()


class TestByThemselves:
    def test_a_refused_scan_is_one_incident_however_often_it_comes(self, world, signed_in):
        parcel = world.parcel("picked")
        table = Table(signed_in("verifier"), "verify")
        table.scan(parcel.waybill)
        for _ in range(3):
            table.scan("999")
        incident = Incident.objects.get()
        assert (incident.cause, incident.parcel_id, incident.times) == ("wrong_barcode", parcel.pk, 3)
        assert (incident.step, incident.opened_by, incident.code) == ("verify", "Anna", "999")
        [row] = rows()
        assert row["said"] == f"Barcode 999 does not belong in parcel {parcel.waybill}."

    @pytest.mark.parametrize(
        ("stage", "station", "codes", "cause"),
        [
            ("verified", "verify", ("{waybill}",), "already_scanned"),
            ("printed", "verify", ("{waybill}",), "wrong_step"),
            ("picked", "verify", ("{waybill}", "222", "222"), "too_many"),
            ("verified", "weigh", ("{waybill}", "9000"), "weight"),
            ("verified", "ship", ("{waybill}",), "hand_over"),
            ("weighed", "weigh", ("{waybill}",), "already_scanned"),
            ("picked", "verify", ("NONE",), "wrong_barcode"),
        ],
    )
    def test_each_refusal_has_its_cause(self, world, signed_in, stage, station, codes, cause):
        parcel = world.parcel(stage)
        table = Table(signed_in("warehouse_manager"), station)
        for code in codes:
            table.scan(code.format(waybill=parcel.waybill))
        assert list(Incident.objects.values_list("cause", flat=True)) == [cause]

    def test_an_extra_piece_names_goods_and_bin(self, world, signed_in):
        parcel = world.parcel("picked", {"TS-A": 1})
        table = Table(signed_in("picker"), "sort")
        table.scan(parcel.wave.number)
        table.scan("111")
        table.scan("111")
        [incident] = Incident.objects.values_list("cause", "sku", "location__code")
        assert incident == ("extra_piece", world.a.pk, "P-01")

    def test_a_question_of_the_station_is_no_incident(self, world, signed_in):
        number = world.parcel("printed").wave.number
        table = Table(signed_in("picker"), "pick")
        table.scan(number)
        assert table.scan(number)["code"] == "confirm_too_soon"
        assert table.scan("NONE")["code"] == "unknown_wave"
        assert Incident.objects.count() == 0

    def test_the_database_keeps_one_open_incident_per_cause_and_subject(self, world):
        incident = Incident.objects.get(pk=report(world.parcel("picked")))
        incident.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            Incident.objects.bulk_create([incident])


class TestSweep:
    def sweep(self, at=LATER):
        return sweep_incidents(actor=ACTOR, at=at)

    def test_what_lies_too_long_is_found_once(self, world):
        parcel = world.parcel("picked")
        stop_parcels(parcel_ids=[parcel.pk], reason="refund", actor=ACTOR, at=AT)
        self.sweep(at=AT + timedelta(hours=1))
        assert Incident.objects.count() == 0
        self.sweep()
        self.sweep()
        found = Incident.objects.order_by("cause").values_list("cause", "times")
        assert list(found) == [("basket", 1), ("torn_label", 1)]

    def test_a_refused_number_is_found_and_over_when_it_came(self, world):
        parcel = world.parcel("waved")
        Parcel.objects.filter(pk=parcel.pk).update(numbering="refused", numbering_trouble="no money", waybill="")
        self.sweep()
        incident = Incident.objects.get()
        assert (incident.cause, incident.words) == ("waybill", "no money")
        Parcel.objects.filter(pk=parcel.pk).update(numbering="own")
        self.sweep()
        incident.refresh_from_db()
        assert (incident.state, incident.resolution) == ("resolved", "went_on")

    def test_a_scan_that_was_put_right_ends_by_itself(self, world, signed_in):
        parcel = world.parcel("picked")
        table = Table(signed_in("verifier"), "verify")
        table.scan(parcel.waybill)
        table.scan("999")
        Incident.objects.update(last_at=AT)
        self.sweep()
        assert Incident.objects.get().state == "open"
        scan_all([parcel.pk], at=AT + timedelta(minutes=1))
        self.sweep()
        assert Incident.objects.get().resolution == "went_on"


class TestSeeingToIt:
    def test_it_is_given_asked_about_answered_and_settled(self, world):
        parcel = world.parcel("picked")
        pk = report(parcel)
        person = make_user("lin", roles=["exception_handler"])
        assert assign_incidents(incident_ids=[pk], person_id=person.pk, actor=ACTOR, at=AT).done == [pk]
        assert ask_about_incidents(incident_ids=[pk], words="Send another colour?", actor=ACTOR, at=AT).done == [pk]
        assert [row["question"] for row in rows(tab="asked")] == ["Send another colour?"]

        question = Question.objects.get()
        assert question.order_id == parcel.order_id
        answer_questions(question_ids=[question.pk], answer="Yes, black.", actor=ACTOR, at=AT).one()
        [row] = rows(tab="answered")
        assert (row["answer"], row["owner"]) == ("Yes, black.", "Lin")

        done = resolve_incidents(incident_ids=[pk], resolution="service", note="sent black", actor=ACTOR, at=LATER)
        assert done.done == [pk]
        assert rows() == []
        [refusal] = resolve_incidents(incident_ids=[pk], resolution="service", actor=ACTOR, at=AT).refused.values()
        assert refusal.code() == "incident_ended"
        told = Fact.objects.filter(subject="incident").order_by("id").values_list("name", flat=True)
        assert [name.rpartition(".")[2] for name in told] == ["opened", "assigned", "asked", "resolved"]

    def test_it_is_somebodys_from_the_beginning_and_is_taken_over(self, world):
        elsewhere = make_warehouse().pk
        lin = make_user("lin", roles=["exception_handler"], warehouse_ids=[world.warehouse.pk])
        make_user("far", roles=["exception_handler"], warehouse_ids=[elsewhere])
        boss = make_user("boss", roles=["warehouse_manager"]).as_actor()
        pk = report(world.parcel("picked"))
        assert (Incident.objects.get().owner, Incident.objects.get().assigned_at) == (lin, AT)
        report(world.parcel("picked"), at=LATER)
        assert [row["owner"] for row in rows(owner=str(lin.pk))] == ["Lin", "Lin"]
        assert take_incidents(incident_ids=[pk], actor=boss, at=LATER).done == [pk]
        report(Incident.objects.get(pk=pk).parcel)
        assert [row["id"] for row in rows(owner=str(boss.user_id))] == [pk]
        assert rows(owner="0") == []

    @pytest.mark.parametrize(("role", "limit"), [("picker", False), ("exception_handler", True)])
    def test_nobody_is_given_what_they_could_not_see_to(self, world, role, limit):
        person = make_user("far", roles=[role], warehouse_ids=[make_warehouse().pk] if limit else [])
        pk = report(world.parcel("picked"))
        [refusal] = assign_incidents(incident_ids=[pk], person_id=person.pk, actor=ACTOR, at=AT).refused.values()
        assert refusal.code() == "cannot_see_to"

    def test_the_same_trouble_after_its_end_is_a_new_incident(self, world):
        parcel = world.parcel("picked")
        first = report(parcel)
        resolve_incidents(incident_ids=[first], resolution="corrected", actor=ACTOR, at=AT)
        assert report(parcel) != first

    def test_service_is_asked_once_and_about_an_order_only(self, world):
        parcel = world.parcel("picked")
        pk = report(parcel)
        loose = report_incidents(reports=[Report("other", parcel.warehouse_id, "code:1")], actor=ACTOR, at=AT).one()
        ask_about_incidents(incident_ids=[pk], words="Why?", actor=ACTOR, at=AT)
        refused = ask_about_incidents(incident_ids=[pk, loose], words="Why?", actor=ACTOR, at=AT).refused
        assert {key: one.code() for key, one in refused.items()} == {pk: "asked_before", loose: "no_order_to_ask_about"}

    def test_incidents_of_other_warehouses_and_shops_are_nobodys_business(self, world):
        pk = report(world.parcel("picked"))
        for actor in (
            Actor("ben", warehouse_ids=frozenset({make_warehouse().pk})),
            Actor("ben", shop_ids=frozenset({0})),
        ):
            [refusal] = resolve_incidents(incident_ids=[pk], resolution="nothing", actor=actor, at=AT).refused.values()
            assert refusal.code() == "not_found"

    def test_contact_data_in_words_is_masked(self, world):
        report(world.parcel("picked"), words="buyer says 13812345678")
        assert "13812345678" not in Incident.objects.get().words


class TestPictures:
    def test_a_picture_is_kept_small_and_says_nothing_of_its_maker(self):
        kept = Image.open(BytesIO(cleaned(jpeg((4000, 100), "PNG"))))
        assert (kept.format, kept.width) == ("JPEG", LONGEST_SIDE)
        assert not kept.getexif()

    @pytest.mark.parametrize("file", [b"<svg onload=alert(1)>", b"", b"GIF89a", jpeg()[:200], jpeg(kind="GIF")])
    def test_anything_else_is_no_picture(self, file):
        with pytest.raises(NoPicture):
            cleaned(file)

    def test_a_picture_too_large_is_refused(self):
        with pytest.raises(PictureTooLarge):
            cleaned(b"x" * (LARGEST + 1))

    def test_it_lies_sealed_and_opens_for_who_sees_the_incident(self, world, signed_in):
        pk = report(world.parcel("picked"))
        add_incident_photos(photos=[Photo(pk, jpeg())], actor=ACTOR, at=AT).one()
        photo = IncidentPhoto.objects.get()
        assert b"JFIF" not in bytes(photo.sealed)
        answer = signed_in("exception_handler").get(f"/incidents/photos/{photo.pk}")
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert Image.open(BytesIO(answer.content)).size == (40, 30)
        away = signed_in("exception_handler", warehouses=(make_warehouse(),), name="ben")
        assert away.get(f"/incidents/photos/{photo.pk}").status_code == 404
        assert signed_in("editor", name="carl").get(f"/incidents/photos/{photo.pk}").status_code == 403

    def test_an_incident_keeps_so_many_and_no_more(self, world):
        pk = report(world.parcel("picked"))
        add_incident_photos(photos=[Photo(pk, jpeg())] * MOST, actor=ACTOR, at=AT).one()
        [refusal] = add_incident_photos(photos=[Photo(pk, jpeg())], actor=ACTOR, at=AT).refused.values()
        assert refusal.code() == "too_many_photos"


class TestPages:
    def send(self, client, parcel, photo=None):
        given = {"cause": "damaged", "code": parcel.waybill, "words": "corner crushed", "station": "verify"}
        return client.post("/incidents/report", given | ({"photo": photo} if photo else {}))

    def test_the_button_of_a_station_reports_with_a_picture(self, world, signed_in):
        parcel = world.parcel("picked")
        client = signed_in("verifier")
        client.cookies["table"] = "V3"
        form = client.get("/incidents/report", {"station": "verify", "code": parcel.waybill}).content.decode()
        assert parcel.waybill in form
        picture = SimpleUploadedFile("a.jpg", jpeg(), content_type="image/jpeg")
        assert self.send(client, parcel, picture).json()["done"] is True
        incident = Incident.objects.get()
        assert (incident.cause, incident.parcel_id, incident.words) == ("damaged", parcel.pk, "corner crushed")
        assert (incident.step, incident.table, incident.photos.count()) == ("verify", "V3", 1)

    def test_a_file_that_is_no_picture_leaves_nothing_behind(self, world, signed_in):
        evil = SimpleUploadedFile("a.jpg", b"<html>", content_type="image/jpeg")
        answer = self.send(signed_in("verifier"), world.parcel("picked"), evil)
        assert (answer.status_code, answer.json()["done"]) == (422, False)
        assert Incident.objects.count() == 0

    def test_it_is_for_people_of_the_floor(self, world, signed_in):
        assert signed_in("editor").get("/incidents/report").status_code == 403

    def test_queue_sheet_and_repeats_open(self, world, signed_in):
        parcel = world.parcel("picked", {"TS-A": 1})
        client = signed_in("exception_handler")
        assert client.get("/desk/incidents/").status_code == 200
        assert "Nothing happened" in client.get("/incidents/repeated").content.decode()
        table = Table(signed_in("warehouse_manager", name="ben"), "verify")
        table.scan(parcel.waybill)
        table.scan("222")
        pk = Incident.objects.get().pk
        assert "does not belong" in client.get(f"/sheet/incidents/{pk}/").content.decode()
        told = client.get("/incidents/repeated").content.decode()
        assert "TS-B" in told
        assert "Ben" in told

    def test_service_answers_on_the_sheet_of_the_order(self, world, signed_in):
        parcel = world.parcel("picked")
        pk = report(parcel)
        ask_about_incidents(incident_ids=[pk], words="Other colour?", actor=ACTOR, at=AT)
        client = signed_in("presale")
        sheet = client.get(f"/sheet/orders/{parcel.order_id}/").content.decode()
        assert "Other colour?" in sheet
        question = Question.objects.get()
        client.post(f"/orders/questions/{question.pk}/answer", {"answer": "Yes"})
        question.refresh_from_db()
        assert (question.answer, question.answered_by) == ("Yes", "Anna")
        handler = signed_in("exception_handler", name="ben")
        assert handler.post(f"/orders/questions/{question.pk}/answer", {"answer": "No"}).status_code == 403
        assert "Yes" in handler.get(f"/sheet/incidents/{pk}/").content.decode()
