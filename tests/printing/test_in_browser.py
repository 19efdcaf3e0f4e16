"""The real script in a real Chromium, with programs on real sockets: what is printed, told and proven."""

import json
import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from zhanggui.catalog.models import Barcode
from zhanggui.fulfilment.models import Parcel, PrintDocument, PrintJob, TablePrinter, Wave

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]


def states(job):
    return list(job.documents.order_by("sequence").values_list("state", flat=True))


def start(page, job):
    page.goto(f"/print/jobs/{job.pk}")
    expect(page.locator("#component-state")).to_have_class(re.compile("tone-good"))
    page.keyboard.press("p")


def all_out(page, count):
    expect(page.locator("#print-done")).to_have_text(f"{count} / {count}")
    expect(page.locator("#print-notice")).to_contain_text("are out")


@pytest.mark.parametrize("component", ["cainiao", "pinduoduo", "douyin", "kuaishou", "jd"])
def test_labels_come_out_in_order_and_are_proven(room, component):
    job = room.job(4, component)
    page = room.page()
    start(page, job)
    all_out(page, 4)
    paper = room.programs[component].paper
    waybills = list(job.documents.order_by("sequence").values_list("waybill", flat=True))
    printed = [name.split("-")[1] for name, _ in paper.out]
    assert printed == ["1", "2", "3", "4"]
    if component != "jd":
        assert [document for _, document in paper.out] == waybills
    assert (states(job), Wave.objects.get().state) == (["printed"] * 4, "printed")
    assert PrintJob.objects.get().state == "done"


def test_a_label_held_back_by_a_broken_line_goes_with_a_fresh_pass(room, monkeypatch):
    monkeypatch.setattr("zhanggui.connectors.douyin_waybills.provider.PASS_GOOD_FOR_S", 0)
    room.programs["douyin"].paper.set({"lose_after": 2, "late_s": 0.05})
    job = room.job(8, "douyin")
    page = room.page()
    renewed = []
    page.on("request", lambda request: request.url.endswith("/renew") and renewed.append(request.url))
    start(page, job)
    all_out(page, 8)
    assert renewed
    assert len(room.programs["douyin"].paper.out) == 8


def test_at_the_verifying_table_each_item_brings_its_label_out_of_the_component(room):
    wave, scan = room.table_wave(3)
    page = room.page()
    page.goto(scan())
    all_out(page, 1)
    for number in (2, 3):
        page.evaluate("address => window.open(address, '_self')", scan())
        all_out(page, number)
    printed = [name.split("-")[1] for name, _ in room.programs["cainiao"].paper.out]
    assert printed == ["1", "2", "3"]
    assert set(wave.parcels.values_list("state", "prints")) == {("verified", 1)}
    assert not wave.parcels.filter(label_proven_at__isnull=True).exists()


def test_a_gun_types_right_on_while_labels_come_out(room):
    """No label opens a window: every key of the gun lands in the scan field, from the first label to the last."""
    wave, _ = room.table_wave(4)
    barcode = Barcode.objects.values_list("code", flat=True)[0]
    page = room.page(role="verifier")
    page.goto("/station/verify/")
    for code in (wave.number, *[barcode] * 4):
        page.keyboard.type(code)
        page.keyboard.press("Enter")
    printer = page.frame_locator("[data-printer]")
    expect(printer.locator("#print-done")).to_have_text("4 / 4")
    expect(page.locator("[data-good]")).to_have_text("5")
    expect(page.locator("#scan-input")).to_be_focused()
    assert len(page.context.pages) == 1
    assert [name.split("-")[1] for name, _ in room.programs["cainiao"].paper.out] == ["1", "2", "3", "4"]
    assert set(wave.parcels.values_list("state", "prints")) == {("verified", 1)}

    printer.locator("#print-done").click()
    expect(page.locator("#scan-input")).to_be_focused()
    page.keyboard.type(barcode)
    page.keyboard.press("Enter")
    expect(page.locator("[data-answer]")).to_have_class("answer is-bad")


def test_print_data_reaches_the_component_unaltered(room):
    from zhanggui.simulators.cainiao.printing import print_data

    job = room.job(1)
    page = room.page()
    start(page, job)
    all_out(page, 1)
    (task,) = room.programs["cainiao"].paper.tasks.values()
    content = task.contents[0][0]
    given = json.loads(print_data(job.documents.get().waybill, content["templateURL"]))
    assert {name: content[name] for name in given} == given
    assert content["addData"]["sender"]["address"]["city"] == "金华市"


def test_an_older_program_that_tells_twice_and_late(room):
    room.programs["cainiao"].paper.set({"newer": False, "twice": True, "late_s": 0.2})
    job = room.job(3)
    page = room.page()
    start(page, job)
    all_out(page, 3)
    assert len(room.programs["cainiao"].paper.out) == 3


def test_out_of_paper_in_the_middle_then_the_failed_ones_again(room):
    room.programs["cainiao"].paper.set({"paper": 2})
    job = room.job(4)
    page = room.page()
    start(page, job)
    expect(page.locator("tr.is-failed")).to_have_count(2)
    expect(page.locator("#print-notice")).to_contain_text("out of paper")
    assert Wave.objects.get().state == "open"

    room.programs["cainiao"].paper.set({"paper": 50})
    page.click("#print-again")
    page.keyboard.press("Enter")
    all_out(page, 4)
    assert list(Parcel.objects.order_by("cell").values_list("prints", flat=True)) == [1, 1, 2, 2]
    assert [document for _, document in room.programs["cainiao"].paper.out] == list(
        job.documents.order_by("sequence").values_list("waybill", flat=True)
    )


def test_a_range_is_printed_again_with_the_same_numbers(room):
    job = room.job(4)
    page = room.page()
    start(page, job)
    all_out(page, 4)
    page.locator("tr[data-sequence='2']").click()
    page.locator("tr[data-sequence='3']").click()
    page.click("#print-again")
    page.keyboard.press("Enter")
    expect(page.locator("tr[data-sequence='3'] .tone-warn")).to_have_text("Print 2")
    all_out(page, 4)
    waybills = dict(job.documents.values_list("sequence", "waybill"))
    assert [document for _, document in room.programs["cainiao"].paper.out][4:] == [waybills[2], waybills[3]]


@pytest.mark.parametrize("breaks", ["drop_after", "lose_after"])
def test_the_line_breaks_and_the_page_goes_on_by_itself(room, breaks):
    room.programs["cainiao"].paper.set({breaks: 2, "late_s": 0.05})
    job = room.job(6)
    page = room.page()
    start(page, job)
    all_out(page, 6)
    assert len(room.programs["cainiao"].paper.out) == 6
    assert set(Parcel.objects.values_list("prints", flat=True)) == {1}


def test_a_reload_in_the_middle_prints_nothing_twice(room):
    room.programs["cainiao"].paper.set({"late_s": 0.4})
    job = room.job(5)
    page = room.page()
    start(page, job)
    expect(page.locator("#print-done")).to_have_text(re.compile(r"^[1-4] / 5$"))
    page.reload()
    expect(page.locator("#component-state")).to_have_class(re.compile("tone-good"))
    page.keyboard.press("p")
    all_out(page, 5)
    tasks = room.programs["cainiao"].paper.tasks.values()
    assert len(tasks) == 5
    assert {task.times for task in tasks} == {1}


def test_a_label_that_was_handed_out_and_never_reached_the_program_is_asked_about(room):
    job = room.job(2)
    page = room.page()
    page.goto(f"/print/jobs/{job.pk}")
    expect(page.locator("#component-state")).to_have_class(re.compile("tone-good"))
    page.evaluate(
        """async (job) => {
          localStorage.setItem(`print-job-${job}`, "yes");
          await fetch(`/print/jobs/${job}/take`, { method: "POST", body: JSON.stringify({ limit: 1 }),
            headers: { "X-CSRFToken": document.body.dataset.csrf, "Content-Type": "application/json" } });
        }""",
        job.pk,
    )
    page.reload()
    expect(page.locator("tr.is-unknown")).to_have_count(1)
    expect(page.locator("#print-notice")).to_contain_text("nobody knows")
    page.click("#print-again")
    page.keyboard.press("Enter")
    all_out(page, 2)
    assert list(job.documents.order_by("sequence").values_list("print_number", flat=True)) == [2, 1]


def test_two_clerks_print_one_wave_at_once(room):
    room.programs["cainiao"].paper.set({"late_s": 0.02})
    job = room.job(12)
    pages = [room.page("anna"), room.page("bert")]
    for page in pages:
        page.goto(f"/print/jobs/{job.pk}")
        expect(page.locator("#component-state")).to_have_class(re.compile("tone-good"))
    for page in pages:
        page.keyboard.press("p")
    for page in pages:
        all_out(page, 12)
    out = [document for _, document in room.programs["cainiao"].paper.out]
    assert len(out) == len(set(out)) == 12


def test_a_program_that_is_not_there_says_what_to_do_and_is_found_later(room):
    program = room.programs["cainiao"]
    port = program.port
    program.stop()
    job = room.job(1)
    page = room.page()
    page.goto(f"/print/jobs/{job.pk}")
    expect(page.locator("#component-state")).to_contain_text("is not found")
    expect(page.locator("#component-why")).to_contain_text("Start the program")
    program.start(port=port)
    expect(page.locator("#component-state")).to_have_class(re.compile("tone-good"))
    page.keyboard.press("p")
    all_out(page, 1)


def test_a_printer_that_is_off_is_named_before_anything_is_sent(room):
    TablePrinter.objects.create(table="table-of-anna", paper="label", way="cainiao", printer="快麦 KM118")
    room.programs["cainiao"].paper.set({"printer": "快麦 KM118", "is_ready": False})
    job = room.job(1)
    page = room.page()
    start(page, job)
    expect(page.locator("#print-notice")).to_contain_text("快麦 KM118")
    assert states(job) == ["waiting"]


def test_the_browsers_own_print_dialog_and_the_clerks_word(room):
    job = room.job(3, "")
    page = room.page()
    page.goto(f"/print/jobs/{job.pk}")
    with page.context.expect_page() as opened:
        page.keyboard.press("p")
    assert opened.value.url.endswith(f"/print/jobs/{job.pk}/labels")
    expect(page.locator("tr.is-sent")).to_have_count(3)
    assert Wave.objects.get().state == "open"
    page.fill("#range-first", "1")
    page.fill("#range-last", "2")
    page.click("#print-confirm")
    expect(page.locator("tr.is-printed")).to_have_count(2)
    page.fill("#range-first", "3")
    page.fill("#range-last", "3")
    page.click("#print-again")
    with page.context.expect_page():
        page.keyboard.press("Enter")
    expect(page.locator("tr.is-sent")).to_have_count(1)
    page.fill("#range-first", "")
    page.fill("#range-last", "")
    page.click("#print-confirm")
    all_out(page, 3)
    assert list(Parcel.objects.order_by("cell").values_list("prints", flat=True)) == [1, 1, 2]


def test_clodop_draws_our_own_labels(room):
    TablePrinter.objects.create(table="table-of-anna", paper="label", way="clodop", printer="快麦 KM118")
    job = room.job(2, "")
    page = room.page()
    page.goto(f"/print/jobs/{job.pk}")
    page.keyboard.press("p")
    all_out(page, 2)
    tasks = list(room.programs["clodop"].paper.tasks.values())
    waybills = list(job.documents.order_by("sequence").values_list("waybill", flat=True))
    for task, waybill in zip(tasks, waybills, strict=True):
        bars = [command for command in task.contents if command[0] == "ADD_PRINT_BARCODE"]
        assert {(command[5], command[6]) for command in bars} == {("128Auto", waybill), ("QRCode", waybill)}
        assert task.printer == "快麦 KM118"


DRAWN = (
    "<html><body><h1>{number}</h1><img src='x:' onerror='parent.document.title = 1'>"
    "<script>document.body.textContent = 'ran'</script></body></html>"
)


def test_a_label_that_the_provider_has_drawn_is_printed_in_its_place_and_nothing_in_it_runs(room):
    job = room.job(3, "", html=DRAWN)
    page = room.page()
    page.goto(f"/print/jobs/{job.pk}")
    with page.expect_popup() as opened:
        page.keyboard.press("p")
    labels = opened.value
    expect(labels.locator("section.page")).to_have_count(3)
    assert "given-label" not in labels.locator("section.page").first.get_attribute("class")
    waybills = list(job.documents.order_by("sequence").values_list("waybill", flat=True))
    for place, waybill in enumerate(waybills[1:]):
        frame = labels.frame_locator("iframe").nth(place)
        expect(frame.locator("h1")).to_have_text(waybill)
    assert labels.title() != "1"
    expect(page.locator("#print-confirm")).to_be_enabled()
    page.keyboard.press("a")
    all_out(page, 3)
    assert Wave.objects.get().state == "printed"


def test_clodop_prints_what_the_provider_has_drawn_as_it_came_without_scripts(room):
    TablePrinter.objects.create(table="table-of-anna", paper="label", way="clodop", printer="快麦 KM118")
    job = room.job(3, "", html=DRAWN)
    page = room.page()
    page.goto(f"/print/jobs/{job.pk}")
    page.keyboard.press("p")
    all_out(page, 3)
    own, *drawn = room.programs["clodop"].paper.tasks.values()
    assert not [command for command in own.contents if command[0] == "ADD_PRINT_HTM"]
    waybills = list(job.documents.order_by("sequence").values_list("waybill", flat=True))
    for task, waybill in zip(drawn, waybills[1:], strict=True):
        (command,) = [command for command in task.contents if command[0] == "ADD_PRINT_HTM"]
        assert f"<h1>{waybill}</h1>" in command[5]
        assert "<script" not in command[5]
        assert "onerror" not in command[5]


@pytest.mark.parametrize("is_there", [True, False])
def test_a_list_goes_to_the_printer_of_its_table_or_the_page_says_which_to_choose(room, is_there):
    TablePrinter.objects.create(table="table-of-anna", paper="list", way="clodop", printer="快麦 KM118", offset_x=2)
    room.job(2, "")
    if not is_there:
        room.programs["clodop"].stop()
    page = room.page()
    page.goto(f"/papers/pick-list?wave={Wave.objects.get().pk}")
    words = "It is out of 快麦 KM118" if is_there else "choose 快麦 KM118 in the print dialog"
    expect(page.locator("#print-notice")).to_contain_text(words)
    tasks = list(room.programs["clodop"].paper.tasks.values())
    assert len(tasks) == int(is_there)
    for task in tasks:
        (command,) = [command for command in task.contents if command[0] == "ADD_PRINT_PDF"]
        assert command[1:3] == ["0.00mm", "2.00mm"]
        assert command[5].startswith("data:application/pdf;base64,JVBERi")


def test_the_printers_of_a_table_are_remembered(room):
    page = room.page()
    page.goto("/print/printers")
    row = page.locator("[data-component=cainiao]")
    expect(row.locator("[data-state]")).to_have_class(re.compile("tone-good"))
    row.locator("[data-printer]").select_option("快麦 KM118")
    row.locator("[data-x]").fill("1.5")
    page.fill("#table-name", "包装台 3")
    page.click("#save-printers")
    expect(page.locator("#print-notice")).to_contain_text("Saved")
    page.reload()
    expect(page.locator("#table-name")).to_have_value("包装台 3")
    expect(row.locator("[data-printer]")).to_have_value("快麦 KM118")
    row.locator("[data-test]").click()
    expect(page.locator("#print-notice")).to_contain_text("test label is out")
    printer = room.programs["cainiao"].paper.printer("快麦 KM118")
    assert printer.config["horizontalOffset"] == 1.5


def test_a_page_reaches_only_the_programs_of_this_computer(room):
    job = room.job(1)
    page = room.page()
    answer = page.goto(f"/print/jobs/{job.pk}")
    policy = answer.headers["content-security-policy"]
    sources = policy.split("connect-src ")[1].split(";")[0].split()
    assert all(one == "'self'" or one.split("://")[1].startswith("localhost:") for one in sources)
    blocked = page.evaluate(
        """() => new Promise((resolve) => {
          document.addEventListener("securitypolicyviolation", (event) => resolve(event.blockedURI));
          new WebSocket("ws://127.0.0.1:9/");
        })"""
    )
    assert blocked.startswith("ws://127.0.0.1:9")
    assert PrintDocument.objects.get().state == "waiting"
    other = page.goto("/desk/print-jobs/")
    assert "localhost" not in other.headers["content-security-policy"]
