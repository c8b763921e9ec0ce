"""What staff ask in the benchmark: (subject, question, one more remark), with places to fill. Words only."""

SCHOOLS = (
    ("brackenridge.example", "Brackenridge Middle School"),
    ("kestrelpark.example", "Kestrel Park Middle School"),
    ("millrace.example", "Millrace First School"),
    ("oakfold.example", "Oakfold First School"),
    ("pippinlane.example", "Pippin Lane First School"),
    ("stwinifreds.example", "St Winifred's C of E First School"),
    ("tamselhigh.example", "Tamsel High School and Sixth Form"),
    ("willowmere.example", "Willowmere School"),
)
FIRST_NAMES = (
    *("Alice", "Bashir", "Carys", "Dermot", "Esme", "Farah", "Gareth", "Holly", "Imran", "Joanne"),
    *("Kofi", "Lorna", "Marek", "Nadia", "Owen", "Pearl", "Rhian", "Samir", "Tessa", "Wendy"),
)
LAST_NAMES = (
    *("Abbott", "Bexley", "Coyle", "Dunmore", "Eccles", "Fairley", "Gorse", "Hallam", "Ingram", "Jessop"),
    *("Kirkby", "Lowther", "Marsden", "Nettle", "Orton", "Penhale", "Rudge", "Sallow", "Thorne", "Wragg"),
)
ROLES = ("class teacher", "teaching assistant", "office administrator", "SENCO", "head of year", "site manager")
GREETINGS = ("Hi,", "Hi IT,", "Hello,", "Morning all,", "Good morning,", "Hiya,", "Dear helpdesk,")
CLOSINGS = ("Thanks,", "Many thanks", "Kind regards,", "Ta", "Thank you so much", "Best wishes,", "Cheers")
ROOMS = ("room 4", "the hall", "the library", "Y5", "the IT suite", "the staffroom", "room 12", "the lab", "reception")
WHEN = ("this morning", "since yesterday", "after the update", "since half term", "all week", "first thing today")

QUESTIONS = (
    (
        "board problem",
        "I cant get the smartboard in {room} to show my laptop, it just says no signal.",
        "I have tried a different cable and turned it off and on again.",
    ),
    (
        "printer",
        "The copier in {room} has jammed again and says open door B, but there is no paper to be seen.",
        "We have a pile of worksheets waiting for Year {year}.",
    ),
    (
        "Toner",
        "The printer near {room} says the toner is low, how do I order a new one please?",
        "It has been like that {when}.",
    ),
    (
        "wifi",
        "My school laptop will not join the wifi in {room} {when}, it keeps asking for a password.",
        "My phone is fine in the same place.",
    ),
    (
        "password",
        "I have forgotten my password and cannot log in to the computer or my email.",
        "I am sure I typed it right the first few times.",
    ),
    (
        "locked out",
        "My account is locked after too many attempts {when}. How long do I have to wait?",
        "The register is due soon.",
    ),
    (
        "new phone",
        "I have got a new phone and the authenticator app is asking for approvals on the old one.",
        "The old phone has been traded in already.",
    ),
    (
        "pupil login",
        "One of my Year {year} pupils has forgotten their password, can I reset it myself?",
        "They sit in {room} with the rest of the class.",
    ),
    (
        "ipads",
        "The iPads in {room} will not connect to the wifi {when}, they say unable to join.",
        "There are about fifteen of them in the trolley.",
    ),
    (
        "Chromebooks",
        "A chromebook will not sign a pupil in, it goes round and comes back to the same page.",
        "Year {year} need them again tomorrow.",
    ),
    (
        "no sound",
        "There is a picture on the board in {room} but no sound at all from the speakers.",
        "The volume is right up on the laptop.",
    ),
    (
        "board touch",
        "When I touch the board in {room} the pen writes in the wrong place, about a hand to the left.",
        "It started {when}.",
    ),
    (
        "shared mailbox",
        "Please could I have access to the office mailbox, I am covering {when}.",
        "The business manager has said yes.",
    ),
    (
        "Deleted file!",
        "I have deleted a file from OneDrive by mistake, is there a way to get it back?",
        "It was the planning for the whole of Year {year}.",
    ),
    (
        "out of office",
        "How do I set an out of office reply while I am on the residential?",
        "I go away with Year {year}.",
    ),
    (
        "scan to email",
        "The scanner on the copier in {room} does not send scans to my email {when}.",
        "It says sent, and nothing arrives, not even in junk.",
    ),
    (
        "printing from ipad",
        "Is it possible to print from an iPad to the copier in {room}?",
        "The children want their pictures on the wall.",
    ),
    (
        "mailbox full",
        "It says that my mailbox is full and I cannot send anything.",
        "I have emptied the deleted items already.",
    ),
    (
        "admin password",
        "My laptop asks for an administrator password when I try to install a program.",
        "It is the reading one that Year {year} use at home as well.",
    ),
    (
        "SIMS",
        "The SIMS report fails and the export will not open in Excel {when}.",
        "I need it for governors.",
    ),
    (
        "visitor",
        "We have a guest speaker in {room} next week, how do they get on the wifi?",
        "They are bringing their own laptop.",
    ),
    (
        "supply",
        "A supply teacher is starting in Year {year} and needs a login for the day.",
        "They will be in {room}.",
    ),
    (
        "screen",
        "My screen has gone upside down, I think a child pressed something.",
        "It is quite funny but I cannot work like this.",
    ),
    (
        "teams assignment",
        "My pupils cannot see the assignment that I set for Year {year} in Teams.",
        "I can see it myself on the computer in {room}.",
    ),
    (
        "projector",
        "The projector in {room} will not turn on, there is a red light on the front.",
        "The bulb was changed {when}, I believe.",
    ),
    (
        "headphones",
        "The headphones in {room} have no sound on four of the computers.",
        "We tried them on another machine and they work there.",
    ),
    (
        "laptop dead",
        "My laptop will not turn on {when}, nothing happens when I press the button.",
        "It was charged overnight.",
    ),
    (
        "kettle",
        "Who do we ask about the kettle in {room}? It trips the electrics.",
        "I know this is probably not you.",
    ),
    (
        "clock",
        "The clock in {room} has been wrong since the clocks went back, could somebody put it right?",
        "Year {year} think it is home time at two.",
    ),
    (
        "Lesson at 9",
        "The board in {room} is dead and I have Year {year} in at 9, please could someone come straight away?",
        "I have tried everything I know.",
    ),
    (
        "photos",
        "Can you please move the photographs from the old camera onto the website for Year {year}?",
        "They were taken in {room}.",
    ),
    (
        "phone",
        "The telephone in {room} rings and when I pick it up there is nobody there.",
        "It has happened {when} and is a bit unsettling.",
    ),
)
