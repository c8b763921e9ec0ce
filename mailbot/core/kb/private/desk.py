"""Words that instructions of a helpdesk are made of: a word that is none of them may be somebody's password.

What lives here: the list (from a trust's articles, its staff's mails and technicians' answers; the commonest
words of all are in words.py) and the question whether a word is one of it. What does not: what else tells a password
(giving.py).
"""

from functools import lru_cache

from mailbot.core.kb.words import STOP, stem

_WORDS = """
    ableton above abroad absent academic accelerated acceleration accept acceptable access accessibility accident
    account acetate achieve acorn across act action activate activation activity adapter adapters add additional
    addr address adjust admin administrator admission adobe adopt adoption adult advert aeroplane affect afraid aft
    afterwards against age agency ago agree agreement ahead aid air alarm alert alike allergy allow allowance almost
    alone along aloud alt alter although altogether amount amplifier amps analogue android annex anonymous answer
    answerphone anybody anywhere apart apology app appear apple appointments approval approve archive area aren arm
    arrangements arrival arrive arrow art article asleep aspect assembly assessment asset assign assignment
    assistant assume astray ate attach attachment attachments attempt attend attendance attention audience audit aut
    authentication authenticator author authorise authorised auto automatic automatically autopilot autosave autumn
    available avoid awake babe backdoor background backup backward badge bag balance ball bank banner bar base
    battery bear beat become bed beep began begin behalf behaviour believe bell belly belong below bench bent beside
    beyond bezel bigger bill bin bind biometric birth birthday bisque bitlocker black blade blame blameless blank
    bless blind blink blip blob block blocker blue bluetooth blur blurry board boiler bold book booklet bookmark
    boost boot borrow borrowers bother bottom bounce box boy bracket brand brass brea breach break breakages breaker
    breakfast bream brew bridge bring broadband broadcast brother brought browse browser btw budget buffer build
    builder built bulb bulge bullet burger busiest business busy button buy buzz buzzer bypass cabinet cable cache
    caf calendar calibrate calibration caller camera campaign cancel cancelling candidate canteen canvas cap capital
    caption captions car card careful caretaker carry cartridge case cash cashless casing castle catalogue catch
    category cater cause cctv ceiling cell census cent central centre cert certificate chain chair chance change
    changeover channel characters charge charger chargers chargin chart chat chec check checkbox checklist cheerful
    chevron child chip choice choir choke choose chose chromebook circle clash class classroo classroom clean clear
    clerk click clicker client cling clip clock clockwise close cloth cloud club clue cmd coach coat cocktail code
    cog cold collect collection colour column combination combine command comment commit common comms communication
    company compare complain complete compliant compress compromised compute computer con concern conference
    confidential config configure confirm conflict confuse connect connection consent consider console constraints
    contact contain content contract contractor control controller conversation convert converter cookie cool
    coolair copier copy corner correct corridor corrupt cost cottage couldn council count counter county couple
    courier course coursework cover crack cradle crate create credential credit cross ctrl cue culprit cupboard cure
    current curve customer cut cutter cycle dad daily dairy damage damp dark dash dashboard data database date dawn
    dazzle dead deadline dealer deauthorise debtor decide decision declare deep default defib definite degree del
    delay delegate delete deletion deliberate deliver delivery demo deny department depend deployment depot deputy
    description design designated desk desktop destination detach detail detention dev device dhcp dial dialled
    diary didn die differ different difficult digit digital dim dimmer ding dinner direct direction directory dirty
    disable disc disclose disconnect discussion dislike display distribute disturb divert divorce dock docking
    document doesn dog dojo domain dongle door dot dots double doubt download dozen dpi draft drag drama draw drawer
    dried drift drill drive driver drone drop dropbox drum dry duck due duplicate during dust dwell dyslexia ear
    earlier easy echo eclipse edge edit editor education effective egg eigh eight electronic ellipsis elsewhere
    email emergency emi employee empty enable encrypted end engine engineer english enough enrolled enrolment enter
    enterprise entra entry envelop environment epos error esc escalate escrowed evacuation event everybody
    everywhere evidence evolve exact exam examination example except exception exchange exclamation exempt exhaust
    exist exit expect expensive expire expiry export exportable express ext extend extender extension external extra
    extract eye face facility fact factor factory fade fader fai fail failover failure fair fake familiar family fan
    fat fault faulty fave favour favourites feed feeder feel field figure file filevault fill film filter fin final
    finance find finger fingerprint fingertip finish finisher fir firewall firm firmware fit fix fla flag flame flap
    flash flat fleet flick flight flip float flow fluff fly foam fob focus folder follow font footer force forever
    forget form format former formula forth fortnight forward fou found fourth foyer frame franc frank free fresh
    friend frighten front froze full fullscreen fully fun function fundraising furniture fuse fuser future fuzzy fyi
    gain gamble game gate gateway gave general gent genuine geographi gift girl given glass glow glue god google
    governor grade gradebook gran grandma grant graph graphic grateful great green greet grey grit group grow grubby
    gsm guard guardian guess guest guide gweithio gym hack hadn hale hall hand handle handset hang happy hardware
    harm hasattachment hash hasn hatch haven head header headphone headset headteacher hear heat held helpdesk
    helpline hence hiccup hid hidden hig high higher hinge hirer history hoist hold holder holiday home homework hop
    hopper horse host hot hotel hotspot hour house hrs http hub hug hundred hungry hunt hurry hydro icon icons ideal
    identification identify identity ignore illegal image immediate immutable impero import inbox incident include
    incorrect index individual info information infra initial inline input insert inside insist inspection
    inspectors install installer instructions insurance intend interactive intercom interest interface intermediate
    internal internet interrupt intune invalid inventry invigilator invitation invite invoice ipad iron irony
    irreversible isn isolate isolator italic item itself jam jiffy jigsaw job join joiners joy judge juice jump junk
    kept key keyboard keychain keyholder keypad keystone kiln kindle kiosk kit kitchen knew knob knock known label
    labelled lack lad lady lag laminated laminator lamp land landline lane language lanyard laptop large larger
    laser latch late later layout lead leader leak learn lease leave leaver lectern lef left legal lens less lesson
    letter level lever lexia liabiliti librarian library licence lid life lift light lightning lightswitch limit
    limiter line link lion lip list listen load loan loc local location lock locker lockout loft log logg login logo
    lol lone longer loo lookup loop loose lose loud love low lower lowest luck lunch lure mace machine machinery
    macro magnet mail mailbox main maintenance maker man management manager manual map margin mark marksheet marry
    master mat match maths matter meal meant meantime meanwhile mechanical media medical medium meet member
    memorable memory mend mention mentor menu merchant merge message met meter method metre mfa mic mice microphone
    microsoft microwave middle midnight mighty mind minecraft minibus mirror mislaid mismatch miss mistake mix mixer
    moan mob mobile mock mode model moderate mon money monitor month mother motorised mount mouse move mrs muddle
    multicast mums museum music mustn mute mysignins nags name narrow nasty nature nawr near nearby nearest
    necessari needn neighbour nessy netbook netflix network neverss new newer newsletter nib nice nickname night
    nine nobody none noon normal notebook notice notifications notify nowhere nudge number nursery nut oak odd
    oddity offer office officer offline often old older oldest online open operator option orange orchestra order
    ordinary organisation orientation otherwise ought outage outdated outlive outlook output outside overdue
    overflow overnight override overwritten owner pack package padlet padlock page paid pain painful pair pan panel
    panic paper papercut parameters parcel parent parental park part partner pass passcode passer passphrase
    passport passwor password past patch path patience patient pattern pause payment payroll payslip payslips pen
    pencil pend penny per percentage perfect period permanent permission person personal pet phish phone phonics
    photo photocopier photocopy photograph photographer photoshop phrase pick picture piece pin ping pink pippin
    pixel pixels place placeholder placement plain plan planner plate play playback playbook player playlist plug
    plugs plus point pointer poison poke police policy polite pool poor pop port portal pose position post postcode
    poster pound power powerwash practicals practice prefer prefix premise prepare present press pressure preview
    price primary prin print printer privacy private privileg processor product professional profile program project
    projector promote prompt proof proper property protect protection prove provide provider provision proxy public
    publish publisher pull pulsar punch pupi pupil purchase purge purpose push qlab quarantine quarter query
    question queue quicker quiet quieter quiz quote rack radiator radio rain ramp ran random rang ransomware rat raw
    rea reach react read reader ready ream rear reason reboot rebuild rebuilt recall receipt receive receiver recent
    reception recipients reckon recognise recognised recommendations reconnect record recording recover recovery
    rectangle recur recycle red reel ref reference refresh refund refuse register registration regular reinstall
    reject rejoin relationship relative relay release reload remainder remember remind remote removal remove rename
    renew renumber reopen rep repair repeat replace replacement replicate replied report reprint request require
    requirements reseat reservations reset resolution resolve resolver respond response responsibility rest restart
    restore restrict restrictions result retention retry return revoke ribbon rice righ ring risk river rlister roar
    robot rogue role roll roller rollers room root rose rota rotate round rout router row rubber rude rug rule run
    rush safari safe safeguarding safety sage sale salto samsung sat save saver scale scam scammers scan scanner
    scene schedule scheme scissor scope scrap scratch screen screenshot screw screws script seal search searchable
    seat seating second secrecy secret secs section secure security seen sel select self sell send sender sensitive
    sensor sensory separate sequence sequencer serial serve server service session set setup seven shadow shake
    shape share sharepoint sharp sheet shelf shield shift shop short shortcut shorten shorter shoulder shouldn shout
    show shown shred shredder shut shutter sibelius sick side sideways sig sight sign signal signature silence
    silent sill simple sincere sing single sip sit six sixth size skip slash sleep slid slide slider slip slot slow
    slower small smartboard smartphone smear smell smoke smudge snack snoop snowflake social socket soft software
    sole somewhere sound source space spam spanner spannin spar speak speaker specific speck speech speed spell
    spellzone spelt spend split splitter spoke sponsor spool spooler sport spot spray spreadsheet spring square
    stack staff staffroom stag stagger stair stale stall stand standalone standby staple stapler star starter state
    station statistics status stay steady steal steam step stick sticker sticky stock stomach stood storage store
    straight strange stranger stream street strict strike strip student studio stuff stun stylus subdomain subfolder
    subject submit subscribe subtitles successor suggest suit summer sun sunlight supervisor supplier supply support
    suppose surface surname surprised suspend suspicious swap swim swipe switc switch switchboard switchport symbol
    symptom sync syncing system tab table tablet tabs tag taken talk tap tapestry task taught tea teach teacher tear
    tech technician teh tel telecoms telephone temp template temporary ten term terminal test text thaw theme
    themselves therapist therapy thin thir third thirty thought threw thrown thru thumbnail tick ticket ticketnumber
    tied til tile tiles tilt timeline timer timesheet timetable tinkercad tint tiny tip title toggle token ton toner
    tool top torn touch trace track tracker trade train trainee transmitter travel tray treacle treat trend triage
    triangle tribunal trim trip triple trolley trust tub tune turn turnstile tutor twenty twin twist txt type typo
    unable unaffected unauthorised unavailable unblock unchanged unclear underneath undo unfamiliar unify unit
    unknown unless unlicensed unlit unlock unmute unplug unprotect unreachable unrelated unsaved unseen unset unsure
    unsynced untick untrusted unused unusual unzip update upgrade uplink upload upset upside upward urgent user
    username valid validate value vanish vault vendor verification verify version video view viewer virus visible
    visit visitor visualiser vlan voice voicemail void volume voucher wait wake walk walkways wall wallpaper warm
    warn warranty wash wasn waste watch wave wax weak web webcam webex webinar website weekend welcome welfare weren
    wet whale wheel whistle white whiteboard whoever whom widen wifi wiki win window wing wipe wish woken won wonde
    wood wooden word wordwall workbook worker workgroup worksheet workshop world worn worry worse worst worth wouldn
    writ written wrong wrote yellow younger yourself zero zip zoom
"""
# Days, months, subjects, commands, and the programs and makes that schools know.
_NAMED_THINGS = """
    ableton acer acrobat activelearn adaptor adaptors adobe airdrop airplay airprint airserver alexa alt amazon amd
    android anydesk apple applecare april aqa arbor arduino aruba asus audacity august authenticator autocad
    autopilot azure backspace bandlab bbc benq biostore bitlocker bitmoji blooket bluetooth british bromcom brother
    cambridge canon canva caps capslock casio charanga checkbox chkdsk christmas chrome chromecast cisco citrix
    classcharts classdojo classlink clever clevertouch clicker cmd control cpoms css ctrl cunninghams dahua debian
    december defender delete dell desktop desmos dfe discord disney displayport docker dojo dongle dongles dpd
    dragon draytek dropbox dropdown dt duolingo dvi dxdiag dymo eal easter edexcel edge edpuzzle edulink ee engage
    england english enter entra entrysign epraise epson equitrac esc escape eset ethernet eventvwr evernote evolve
    evri excel explorer facebook facetime february fedex fi firefox firestick flash followme forms fortigate
    fortinet french friday fsm garageband gcsepod gdpr geogebra german giffgaff gimkit gimp github gitlab glow gmail
    google gpresult gpupdate groupcall gsuite halterm hdmi hegarty hermes hikvision hitachi hostname hotspot
    hotspots html hwb hyperv icloud ict iiyama imessage imovie infopath inkscape insert inset instagram integris
    intel intune inventry ipad ipconfig iphone ireland isams itunes itv jamf janet january java javascript jcq jisc
    july june juniper kahoot kaspersky kerboodle kindle konica kyocera laminators latin lego lenovo lexia lexmark
    lightning linux london loom lsa mac macbook mail makecode malwarebytes mandarin march mash mathletics maths
    mcafee memrise mentimeter meraki mfl microbit microsoft minolta miracast mis modem monday moodle mosyle msconfig
    msinfo mstsc musescore myconcern mymaths mysql nearpod nearpods nec nessy netflix netgear netsweeper norton
    notepad november nrich nslookup numbots numpad nvidia ocr october ofcom office ofsted olivetti onedrive onenote
    openreach optoma oracle outlook padlet padlets panasonic papercut parentmail parentpay paxton paypal pdf pe
    pearson philips photocopier photomath photoshop php ping plickers popup powerpoint powershell prezi promethean
    publisher pupilasset purple python qualcomm quicktime quizizz quizlet re realplayer regedit ricoh roku router
    routers royal ruckus safari sage salamander samsung sanyo satchel saturday sccm scholarpack schoolcomms
    schoology science scotland scottish scratch scratchjr screencastify screenshot screenshots securly seesaw senco
    send seneca senso september services settings sfc sharepoint shift shockwave shopify showbie sibelius sidebar
    silverlight sims siri sketchup sky skype slack slt smartboard smoothwall snapchat socrative solidworks sonicwall
    sony sophos soundtrap spacebar spanish sparx splashtop spotify sql squarespace st stream studybugs sunday sway
    systeminfo ta tab tapestry taskbar taskmgr tassomai teams teamviewer tesco thonny thunderbolt thursday tiktok
    tinkercad toolbar toshiba touchpad touchscreen tracert trackpad trello ttrs tuesday twinkl twitter ubiquiti
    ubuntu unifi uniflow ups url usb usbc veeam vga viewsonic vimeo virgin visio visualiser visualisers vlc vmware
    vodafone vscode wales wallpaper watchguard webex wednesday weduc welsh whatsapp whoami wi wifi windows winver
    wisepay wix wolfram wonde word wordpad wordpress wordwall wsreset wsus xerox xporter youtube zebra zoom
    logitech jabra poly polycom plantronics avaya yealink mitel gigaset motorola kenwood garmin sandisk kingston
    seagate
    crucial corsair gigabyte msi infocus vernier labquest pasco autodesk fusion cura prusa bambu ultimaker creality
    silhouette cricut roland avery dymo focusrite behringer yamaha korg akai nektar shure sennheiser rode blackmagic
    atem davinci premiere audition illustrator indesign lightroom animate logic cubase reaper dorico tobii grid
    claroread dragon dictate blender unity roblox minecraft raspberry probook elitebook elitedesk prodesk latitude
    optiplex inspiron thinkpad thinkcentre ideapad aspire travelmate imac imagerunner bizhub taskalfa ecosys laserjet
    officejet designjet deskjet workforce ecotank ryzen celeron pentium geforce quadro synology qnap wasabi
    proxmox hyper vsphere ventura sonoma sequoia monterey catalina bitdefender avast defender datto acronis recuva
    rufus balena etcher putty
    filezilla winscp wireshark kodi hue nest sonos bose epos evac davis garnet mbit gbit kwh
    mon tue tues wed weds thu thurs fri jan feb mar apr jun jul aug sept oct nov dec qty max min gen spec mono approx
    tas slt sen compatible unsupported financials runtime subnet endpoint logger datum
"""
_THINGS = frozenset(_NAMED_THINGS.split())
_WHOLE = frozenset((*STOP, *_WORDS.split(), *_NAMED_THINGS.split()))
DESK = frozenset(map(stem, _WHOLE))


def is_named_thing(word: str) -> bool:
    """Whether a lower-case word is a day, a subject, a key or a program that schools know."""
    return word in _THINGS


@lru_cache(maxsize=4096)
def is_of_the_desk(word: str) -> bool:
    """Whether a lower-case word, or each part of one with hyphens, is one that instructions are made of."""
    return all(_is_of_it(part) for part in word.replace("'", "-").split("-") if len(part) > 1)


def _is_of_it(word: str) -> bool:
    """Whether a word is one of the list or a form of one; what is a mere stem ("fil" of "file") is no word."""
    cut = stem(word)
    return word in _WHOLE or (cut in DESK and cut != word)
