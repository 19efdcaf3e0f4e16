"""The first page of a paper as a picture, drawn by the same hand as the paper itself."""

from zhanggui.papers.delivery_note import NoteSize, draw_note_batch, notes_by_template_pdf
from zhanggui.papers.hand_over import hand_over_pdf, hand_over_sheets
from zhanggui.papers.labels import LabelDesign, LabelSize, designed_labels_pdf, draw_label
from zhanggui.papers.pen import Pen
from zhanggui.papers.picklist import pick_list_pdf, pick_list_sheet
from zhanggui.papers.picture_pen import PicturePen
from zhanggui.papers.sheets import HEIGHT, WIDTH, Sheet, draw_sheets
from zhanggui.papers.sort_sheet import sort_sheet, sort_sheet_pdf
from zhanggui.papers.templates import PaperTemplate, in_language
from zhanggui.papers.values import DeliveryNotePaper, HandOverPaper, LabelPaper, PickListPaper, SortSheetPaper

AnyPaper = DeliveryNotePaper | PickListPaper | SortSheetPaper | HandOverPaper | LabelPaper


def first_page_png(paper: AnyPaper, template: PaperTemplate) -> bytes:
    """What the printer would make of the first page, a pixel for each of its dots."""
    pen = _pen(paper, template)
    with in_language(template):
        if isinstance(paper, DeliveryNotePaper):
            draw_note_batch(pen, template, [paper])
        elif isinstance(paper, LabelPaper):
            draw_label(pen, paper, LabelDesign(LabelSize[template.size], template))
        else:
            draw_sheets(pen, [_sheet(paper, template)])
    return pen.bytes()


def paper_pdf(paper: AnyPaper, template: PaperTemplate) -> bytes:
    """The whole paper as it goes to the printer."""
    with in_language(template):
        match paper:
            case DeliveryNotePaper():
                return notes_by_template_pdf([(template, [paper])])
            case LabelPaper():
                return designed_labels_pdf([(paper, LabelDesign(LabelSize[template.size], template))])
            case PickListPaper():
                return pick_list_pdf(paper, template)
            case SortSheetPaper():
                return sort_sheet_pdf(paper, template)
            case HandOverPaper():
                return hand_over_pdf([paper], template)


def _pen(paper: AnyPaper, template: PaperTemplate) -> Pen:
    if isinstance(paper, DeliveryNotePaper):
        layout = NoteSize[template.size].value
        return PicturePen(width=layout.width, height=layout.height)
    if isinstance(paper, LabelPaper):
        stock = LabelSize[template.size].value
        return PicturePen(width=stock.width, height=stock.height)
    return PicturePen(width=WIDTH, height=HEIGHT)


def _sheet(paper: PickListPaper | SortSheetPaper | HandOverPaper, template: PaperTemplate) -> Sheet:
    match paper:
        case PickListPaper():
            return pick_list_sheet(paper, template)
        case SortSheetPaper():
            return sort_sheet(paper, template)
        case HandOverPaper():
            return hand_over_sheets([(paper, template)])[0]
