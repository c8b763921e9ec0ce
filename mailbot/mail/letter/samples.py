"""Sample content for every mail: what templates are checked with at start and golden files are made from.

Everybody in it is invented. Each mail stands here at its fullest; where a template has another way, that too.
"""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from mailbot.core.model.article import Article, Removed
from mailbot.core.model.help import HelpGroup, HelpMail
from mailbot.core.model.listing import FoundArticle, ListedTicket, ListMail
from mailbot.core.model.mails.outgoing import MailContent
from mailbot.core.model.mails.requester import (
    AnswerMail,
    ArticleSentMail,
    ChaserMail,
    MergedMail,
    OfferMail,
    SplitMail,
    TicketOpenedMail,
    UnknownSenderMail,
)
from mailbot.core.model.mails.technician import (
    ArticleHelpedMail,
    ArticleMail,
    DeliveryFailedMail,
    DirectiveFault,
    DoneMail,
    MailboxMail,
    NotificationMail,
    OverlapMail,
    RefusedMail,
    SuggestedArticle,
    TooLargeMail,
    WasItYouMail,
)
from mailbot.core.model.request import Entry, OfferedArticle, RequestBrief, SolvedRequest
from mailbot.mail.letter import samples_of_care, samples_of_leave
from mailbot.mail.letter.desk import Desk

SCHOOL = "Kestrel Park Primary"
SUBJECT = "Cant get the smartboard to show my laptop"
TOKEN = "a" + "r" + "k3m7q2x5wz" + "p4n6t2ys" + "aac" + "abk" + "hq5v2m7d4s6j3n2x7b5c"
_SINCE = "Thursday 26 November, 10:40"

SAMPLE_DESK = Desk(
    name=f"{SCHOOL} IT helpdesk",
    school=SCHOOL,
    address=f"itsupport+{TOKEN}@kestrelpark.example",
    subject=SUBJECT,
    number=1042,
    tag="[#1042-k7f3q]",
    token=TOKEN,
    marker="-- marker --",
    zone=ZoneInfo("Europe/London"),
)

BOARD = Article(
    id="KB-1038",
    trust="tvlt",
    title="Classroom board shows no picture from the laptop",
    body="""# Classroom board shows no picture from the laptop

## Symptom

The board is on but says *No signal*, or stays black, while your laptop works as usual.

## Steps

1. Press **Input** on the remote until the board says *HDMI 1*.
2. On the laptop hold the Windows key and press **P**, then choose **Duplicate**.
3. Unplug the HDMI lead at both ends, count to ten, and plug it back in.
4. Still black? Try the lead from the room next door.

| Light on the board | What it means |
|---|---|
| Blue | On and looking for a picture |
| Red | Asleep: press the power button once |

More pictures in the [board guide](https://help.tamselvalley.example/boards).
""",
)
DOCK = Article(
    id="KB-1041",
    trust="tvlt",
    title="Laptop does not see the screen through the docking station",
    body="Symptom: the dock charges the laptop, but the second screen stays dark.\n\n"
    "Hold the dock's power button for fifteen seconds, then plug the laptop in again.\n",
)
REMOTE = Article(
    id="KB-1055",
    trust="tvlt",
    title="Board pen or touch is out of place",
    body="Touch lands beside your finger? The board needs calibrating, which takes a minute.\n",
)
_MONDAY = datetime(2026, 11, 2, 7, 10, tzinfo=UTC)
_STORY = (
    Entry(1, "message", _MONDAY, "Jane Ashdown", "Cant get the smartboard to show my laptop. Room 12.\n\nJane"),
    Entry(2, "event", _MONDAY.replace(minute=11), "Helpdesk", "Sent three articles.", internal=True),
    Entry(3, "message", _MONDAY.replace(hour=8), "Jane Ashdown", "tried that, still black, Y5 in at 9"),
)
_OFFERED = (
    OfferedArticle("KB-1038", 3, BOARD.title, 1, 0.86, "not_solved"),
    OfferedArticle("KB-1041", 1, DOCK.title, 2, 0.41, "waiting"),
)
_PREVIOUS = (
    RequestBrief(987, 4, "kestrel-park", "solved", "Board remote lost", datetime(2026, 9, 14, 9, tzinfo=UTC), "tomasz"),
    RequestBrief(1003, 2, "kestrel-park", "closed", "Password for SIMS", datetime(2026, 10, 1, 9, tzinfo=UTC)),
)
_SUGGESTED = (
    SuggestedArticle(
        "KB-2007", "Boards on the 2021 mount: HDMI lead fails", "technician", "Swap the lead first.", 0.74
    ),
    SuggestedArticle("KB-1041", DOCK.title, "staff", "The dock charges the laptop, the screen stays dark.", 0.41),
)
_NOTIFIED = NotificationMail(
    event="assigned",
    name="Tomasz Wilk",
    number=1042,
    subject=SUBJECT,
    school=SCHOOL,
    priority="P2",
    state="open",
    requester="Jane Ashdown",
    requester_address="jane.ashdown@kestrelpark.example",
    requester_role="Year 5 teacher",
    requester_phone="01632 960 142",
    verified=True,
    new_text="tried that, still black, Y5 in at 9",
    due="first answer by 10:40 today",
    story=_STORY,
    offered=_OFFERED,
    previous=_PREVIOUS,
    suggestions=_SUGGESTED,
    attachments=("board.jpg (1.2 MB)", "lesson.mp4 (81.0 MB, too large to send on)"),
    similar=(
        SolvedRequest(
            977,
            "Oakfold Academy",
            "No picture on the board in room 4",
            "The lead behind the board had come loose: pushed in until it clicked, then Source, HDMI 1.",
            "Ruth Lindqvist",
            datetime(2026, 9, 8, 9, tzinfo=UTC),
        ),
    ),
    people=("Olu Adeyemi",),
    tags=("projector",),
    spent="Tomasz Wilk 25 min",
)
_BARE = NotificationMail(
    event="message_added",
    name="Tomasz Wilk",
    number=1042,
    subject=SUBJECT,
    school=SCHOOL,
    priority="P3",
    state="pending",
    requester="Jane Ashdown",
    requester_address="jane.ashdown@kestrelpark.example",
    requester_role="",
    requester_phone="",
    verified=False,
    new_text="It works when I hold the lead.",
    notice="This came without proof of who sent it. Ring before you act on it.",
    sensitive=True,
)
_HELD = WasItYouMail(
    name="Tomasz Wilk",
    number=1042,
    would=(
        "Your words below would go to Jane Ashdown.",
        "#solved: Your answer goes out and the ticket is solved; a reply opens it again.",
    ),
    text="Hi Jane, swap the HDMI lead with the one in room 11.\n\n#solved",
    newest="tried that, still black, Y5 in at 9",
)

_ROWS = (
    ListedTicket(
        1,
        1042,
        SUBJECT,
        "Jane Ashdown",
        SCHOOL,
        "P2",
        "open",
        "Tomasz Wilk",
        "first answer was due at 10:40 today",
        late=True,
    ),
    ListedTicket(2, 1047, "Trombone", "Olu Adeyemi", SCHOOL, "P3", "on_hold", "Tomasz Wilk"),
    ListedTicket(3, 1051, "", "", "Tamsel High School", "P3", "open", due="solution by 15:30 tomorrow", sensitive=True),
)
_NEWS = (
    replace(
        _ROWS[0],
        due="",
        news=("First answer was due at 10:40 today.", "They wrote: tried that, still black, Y5 in at 9"),
    ),
    replace(_ROWS[1], news=("First answer by 15:40 today. 50 % of the time is used.",)),
)

_OVERLAP = OverlapMail(
    "Tomasz Wilk",
    1042,
    "Priya Nambiar",
    _MONDAY.replace(hour=8, minute=20),
    ("Hi Jane, I am in room 11 until nine and bring you a new lead.\n\nPriya",),
    "Hi Jane, swap the HDMI lead with the one in room 11.\n\n#solved",
)

LARGE = (
    "A file that you sent is too large for us to pass on. "
    "Put large files into OneDrive or Google Drive, share them with us, and reply with the link."
)

SAMPLES: tuple[MailContent, ...] = (
    OfferMail("Jane Ashdown", SCHOOL, BOARD, (DOCK, REMOTE), wait="two working hours"),
    OfferMail("", SCHOOL, REMOTE, on_silence="close", too_large=LARGE),
    TooLargeMail("Jane Ashdown", SCHOOL, 1042, LARGE),
    ArticleSentMail("Jane Ashdown", SCHOOL, DOCK),
    TicketOpenedMail("Jane Ashdown", SCHOOL, 1042, "by 10:40 today", too_large=LARGE),
    TicketOpenedMail("Jane Ashdown", SCHOOL, 1042, "", closed_now=True, reopened=True),
    TicketOpenedMail(
        "Jane Ashdown",
        SCHOOL,
        1042,
        "on Monday 4 January by 09:30",
        closed_now=True,
        opens="Monday 4 January, 08:00",
        again=REMOTE,
    ),
    TicketOpenedMail("Jane Ashdown", SCHOOL, 1042, "by 03:30 today", closed_now=True, on_call=True),
    TicketOpenedMail("Jane Ashdown", SCHOOL, 1042, "on Monday 4 January by 09:30", closed_now=True, sensitive=True),
    AnswerMail(
        "Jane Ashdown",
        SCHOOL,
        1042,
        "Tomasz Wilk",
        "Hi Jane,\n\nswap the HDMI lead with the one in room 11:\n"
        "- grey plug to the board\n- black plug to you\n\nTomasz",
        solved=True,
    ),
    AnswerMail(
        "Jane Ashdown",
        SCHOOL,
        1042,
        "Tomasz Wilk",
        "Which room are you in this morning?",
        others=("Olu Adeyemi", "Head of Year 5"),
    ),
    AnswerMail("Jane Ashdown", SCHOOL, 1042, "Tomasz Wilk", "Hi Jane,\n\nthis should do it.\n\nTomasz", article=DOCK),
    ChaserMail(
        "Jane Ashdown",
        SCHOOL,
        1042,
        "Tomasz Wilk",
        "Hi Jane,\n\nwhich room are you in this morning?\n\nTomasz",
        then="Monday 16 November",
    ),
    ChaserMail("Jane Ashdown", SCHOOL, 1042, "Tomasz Wilk", "", solved=True),
    MergedMail("Jane Ashdown", SCHOOL, 1040, 1042, SUBJECT),
    SplitMail("Jane Ashdown", SCHOOL, 1050, 1042, "The printer in the staff room", _MONDAY.replace(hour=8)),
    UnknownSenderMail(f"{SCHOOL} IT helpdesk"),
    _NOTIFIED,
    _BARE,
    replace(
        _NOTIFIED,
        event="sla_warning",
        due="first answer by 10:40 today",
        notice="First answer by 10:40 today. 75 % of the time is used.",
    ),
    replace(
        _NOTIFIED,
        event="sla_breach",
        due="first answer was due at 10:40 today",
        notice="First answer was due at 10:40 today. It is Tomasz Wilk's, who is not at work.",
    ),
    replace(_NOTIFIED, event="shown"),
    ListMail("list", "Tomasz Wilk", "3 tickets of yours, the most pressing first.", _ROWS),
    ListMail(
        "list",
        "Tomasz Wilk",
        "1 request and 2 articles with “smartboard”.",
        _ROWS[:1],
        articles=(
            FoundArticle("KB-1038", BOARD.title, "staff", "The board is on but says No signal."),
            FoundArticle("KB-2007", "Boards on the 2021 mount: HDMI lead fails", "technician"),
        ),
    ),
    ListMail("list", "Tomasz Wilk", "There are no open tickets of line 3."),
    ListMail("digest", "Tomasz Wilk", "News of 2 tickets.", _NEWS, more=17),
    _HELD,
    _OVERLAP,
    replace(_OVERLAP, kept=False),
    WasItYouMail("Tomasz Wilk", None, ("#away until Monday: You are away until then.",), "#away until Monday"),
    RefusedMail(
        "Tomasz Wilk",
        1042,
        (
            DirectiveFault("#sovled", "There is no such directive.", "#solved"),
            DirectiveFault("#assign", "Something is missing after it.", form="#assign NAME"),
        ),
        "Hi Jane, swap the HDMI lead.\n\n#sovled\n#assign",
        kept=True,
    ),
    RefusedMail("Tomasz Wilk", None, (DirectiveFault("#shw 1042", "There is no such directive."),), "#shw 1042"),
    DoneMail(
        "Tomasz Wilk", 1042, ("Jane Ashdown got your answer.", "The ticket is not solved: she wrote after you read.")
    ),
    DoneMail("Tomasz Wilk", None, ("You have no open tickets.",)),
    HelpMail(
        "Tomasz Wilk",
        ("A directive stands on a line of its own, above or below your words.",),
        (
            HelpGroup("Answer", (("#solved", "Your answer goes out and the ticket is solved."),)),
            HelpGroup("Look", (("#list [mine|open]", "A numbered list of tickets."), ("#help", "These lines."))),
        ),
    ),
    ArticleMail(
        "article_published",
        "Ruth Lindqvist",
        BOARD,
        (
            Removed("name", "Jane", "the requester"),
            Removed("phone number", "01632 960 142", "(number removed)"),
            Removed("password", "Autumn2026!", "(secret removed)", secret=True),
        ),
    ),
    ArticleMail(
        "article_draft",
        "Ruth Lindqvist",
        BOARD,
        why="First line's articles wait for a second pair of eyes.",
        author="Tomasz Wilk",
    ),
    ArticleMail(
        "article_draft", "Ruth Lindqvist", BOARD, (Removed("password", "Autumn2026!", "(secret removed)", secret=True),)
    ),
    ArticleMail("article_near", "Ruth Lindqvist", REMOTE, why="", author="Ruth Lindqvist", near=BOARD),
    ArticleHelpedMail("Ruth Lindqvist", BOARD, 10),
    *samples_of_leave.SAMPLES,
    *samples_of_care.SAMPLES,
    MailboxMail("mailbox_failing", "Ruth Lindqvist", "moorside", "it@moorside.example", _SINCE, "no answer in time"),
    MailboxMail("mailbox_back", "Ruth Lindqvist", "moorside", "it@moorside.example", _SINCE),
    DeliveryFailedMail("Tomasz Wilk", 1042, "jane.ashdown@kestrelpark.example", "550 mailbox full"),
)
