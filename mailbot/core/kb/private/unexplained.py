"""Words that nothing explains: neither a helpdesk's, nor the trust's readers', nor the language's.

What lives here: which words of a text that is known to give something away are of no ordinary kind, so that they go
without any sign of a secret around them. What does not: words that have such signs (giving.py).
"""

from mailbot.core.kb.private.look import words_of
from mailbot.core.kb.private.reading import Reading

_SHORT = """
    ace act add ado ads age ago aid aim air ale all alt and ant any ape app apt arc are ark arm art ash ask ate awe
    axe aye bad bag ban bar bat bay bed bee beg bet bid big bin bit bob bow box boy bud bug bun bus but buy bye cab
    can cap car cat cog con cop cot cow cry cub cue cup cut dab dad dam day den dew did die dig dim din dip dog dot
    dry dub due dug duo dye ear eat ebb egg ego elf elm end era eve eye fan far fat fax fed fee few fib fig fin fir
    fit fix flu fly foe fog for fox fry fun fur gag gap gas gel gem get gig gin god got gum gun gut guy gym had ham
    has hat hay hen her hey hid him hip his hit hop hot how hub hue hug hum hut ice icy ill ink inn ion its ivy jab
    jam jar jaw jet job jog jot joy jug key kid kin kit lab lad lag lap law lay led leg let lid lie lip lit log lot
    low mad man map mat max may men met mid mix mob mop mud mug nap net new nib nil nod nor not now nut oak oar oat
    odd off oil old one opt orb ore our out owe owl own pad pal pan pay pea peg pen per pet pie pig pin pit ply pod
    pop pot pro pub pun pup put rag ram ran rap rat raw ray red rep rib rid rig rim rip rob rod rot row rub rug rum
    run rye sad sat saw say sea see set sew she shy sin sip sir sit six ski sky sly sob son sow spa spy sub sum sun
    tab tag tan tap tar tax tea ten the tie tin tip toe ton too top toy try tub tug two urn use van vat vet via vow
    wag war was wax way web wed wet who why wig win wit woe won wow yak yam yes yet you zip zoo ad ah am an as at be
    by do eh go ha he hi if in is it me mr my no of oh ok on or so to uh um up us we ye
"""
# How people write in a hurry.
_HURRIED = """
    thx thnx ta tho thru til till pls plz tmrw tmw tomoz bc cos cuz coz ur u r tbh fyi btw asap aswell alot abit
    wanna gonna gotta dunno yep yup yeah nope nah lol haha ok okay kk np ty w/ w/e b/c approx dept temp mins secs
    hrs pics info intro admin thurs weds tues mon fri sat sun jan feb mar apr jun jul aug sept sep oct nov dec eg ie
    etc inc vs ref re fave bday diff prob probs def defo obvs deffo cant wont dont didnt doesnt isnt wasnt havent
    hasnt couldnt wouldnt shouldnt ive youve weve theyve youll itll hes shes theyre youre thats whats theres lets em
    'em phew hmm oops ugh argh faff bodge dodgy quid wonky aircon aerial lappy comms telly photocopier reprographics
    finickity cuppa seperate seperately recieve recieved definately untill accross wich teh wierd occured
"""
_WORDS = frozenset((_SHORT + _HURRIED).split())
# Capitals that everybody who works with computers or in a school has met.
_INITIALS = """
    ac adsl ai api apk aup av bios bsod byod ca cat cctv cd cdrom cmos cpu crm csv dbs ddos dfe dhcp dlna dns dob
    docx dpi dpo dsl dvd dvi edid efi ehcp eof eol eps erp eset esim eta exe faq fat faqs fsm ftp gb gcse gdpr ghz
    gif gpo gps gpt gpu gsuite gui hd hdd hdmi hp hr html http https ibm icloud ict id imap imei inset ios ip ipad
    isp iso it jpeg jpg json kb kvm lan lcd ldap led lms ln lsa ltr mac mb mbr mdm mfa mfd mfl mfp mhz midi mis mp3
    mp4 mpr msi nas nat nfc nhs nic ntfs nts ofsted okay ocr oem os osx ou oust pa pat pbx pc pcs pdf pdfs pe pgce
    php ping pin pins pip plc png poe pop post ppa ppt pptx ps psu psk pta pxe qr ram raid rdp rgb rip rj45 rom rss
    rtf sats sbm scitt sd sdhc sen senco send sfp sim sims sip slt sms smtp snmp sql ssd sso ssid ssl ste tb tcp tft
    tls tpm tv tvs ui uk ukvi ups uri url urls usa usb utc utp uv vga vlan vm vnc voip vpn wan wap wep wifi wlan wmv
    wpa wps www xls xlsx xml zip ta tas ks1 ks2 ks3 ks4 eyfs eal pshe re dt ga gp a4 a3 a5 aa aaa ctrl alt del esc
    tab fn pgup pgdn ins prtsc cmd am pm bst gmt fao fyi tbc tbd nb pps rsvp diy asap ok no yes on off not do don't
    all only never please must new old first stop now
"""
_CAPITALS = frozenset(_INITIALS.split())
# What is put before or behind any word with a hyphen.
_JOINED_TO = """
    re pre non un co ex anti multi semi mini micro self half all one two three four five six seven eight nine ten
    first second third single double triple full part up down in out on off over under left right top bottom front
    back side hand end free by to of and the a an post mid sub inter e wi fi i x year term week day time long short
    high low well much ever so in-house drop pop plug log sign set start shut check turn print click follow add opt
    built step go stand hold make build clean warm cool start-up ready proof based wide only size sized shaped
    coloured like read write old new old-style style type friendly specific related level party person man user
    month hour minute metre inch pin page digit letter figure character word line way core port bit
"""
_JOINING = words_of(_JOINED_TO)


def unexplained(reading: Reading) -> set[int]:
    """The places of the words that nothing explains."""
    return {at for at in range(len(reading.words)) if _is_unexplained(reading, at)}


def _is_unexplained(reading: Reading, at: int) -> bool:
    word, look, rare = reading.words[at], reading.looks[at], reading.rarities[at]
    low = word.low.removesuffix("'s")
    if word.text.isupper() and 2 < len(low) < 6 and look != "common" and low.isalpha():
        return low not in _CAPITALS and low not in _WORDS and rare in ("strange", "long")
    if look in ("taken", "nothing", "common", "address", "known", "form") or low in _WORDS:
        return False
    if look == "joined":
        parts = low.split("-")
        return not any(part in _JOINING for part in parts)
    if look == "odd":
        return low not in _CAPITALS and rare in ("strange", "long")
    if look == "camel":
        return rare == "strange"
    return look == "new" and rare == "strange" and len(low) > 2
