"""Given names of children and staff in British schools: a name nobody on the thread has is known by them.

What lives here: the list and the searches for a given name with or without a surname. What does not: the people on the
thread (names.py) and names that the words around give away (pupils.py). Names that are words as well (Will, Grace,
Jack) count with a surname or an initial behind them only.
"""

import re
from collections.abc import Collection

from mailbot.core.kb.private.desk import is_of_the_desk
from mailbot.core.kb.private.look import PLAIN, Look, Span, whole
from mailbot.core.kb.words import STOP

_GIVEN = """
    aaaqil aaban aabid aachal aadam aadhya aadi aadil aafiya aahana aahil aalam aalee aalim aaliyah aamil aamir
    aamirah aaqil aarav aarif aarini aariz aarna aarnav aaron aarush aaryan aashi aashif aashir aasif aasim aatif
    aatiq aaus aayan aayush aazim abaan abbie abby abdul abdullah abeer abha abhimanyu abhiram abigail abu adaeze
    adam ade adil aditya adnan adrian advaith advay advik advika adweta adya agastya agnieszka ahmad ahmed ahmet
    aidan aiden aimee aisha aishani aisling aiza akshay alan alana albert albie alejandro aleksandra alessia alex
    alexander alexandra alfie alfred ali alice alicia alina alisha alison aliyah alka allan amaira amanda amara
    amber amelia amelie amina aminah amir amira amna amol amrit amrita amruta amy ana anais anamika anand
    anastasia anastasiia anay anders andre andrea andrei andrew andrzej angela angharad angus anika anila anirudh
    anisa anita anjali anmol anna annabel annabelle anne annette annie ansh anthony antoni antonia antonio antony
    anusha anvi anwar anya aoife aqsa arabella aradhana archer archie arham aria arin arjun arlo armaan arthur
    arunima arvind arwel arya aryan asad ash asha ashleigh ashley asim asma astrid atfat atharv atheel athena atif
    attaf aubrey audrey auraq austin ava avery avni awadil awamil awamiri awan awani awlya awmar awrad ayaan
    ayamin ayesha ayla ayo aysar ayse ayush ayushman ayyubi azaan azad azban azeeb azra baahir baaizeed baaqee
    baaqir baaree baashir baasim baasit babar baber bachittar badawi badr baghyawati baha bahaa bahadurjit bailey
    bairbel bakhshi baleegh balendra balhaar baljit baljiwan balvan balveer bambad banjeet baqar baqir barbara
    barkha barnabas barnaby barr barraq barry bartholomew bartosz basaam baseer basel basem bashaar bashaarat
    bashar basharat basheer basheerah basim basir bassam batal batool bazam beata beatrice beatrix beatriz becky
    belinda bella ben benjamin berat berezat bernard bertie beth bethan bethany beverley bhanumati bhavani bhavika
    bhavini bhavna bhavya bilaal bilal billie billy bimala bina birousk bishakha bizhan blake blessing bobby
    bogdan bohdan bola bonnie bradley brandon brenda brett brian bridget brijesh brinda brodie brogan bronwen
    brooke bruce bruno bryan bryn buraid cadi caitlin caleb callum calum cameron carl carla carol carole caroline
    carolyn carter carwyn carys casey caspian catarina cathal catherine cathy catrin celia celine cem cerys chaaya
    chaitaly chaitanya chakradev chakradhar chakrika chamali chaman chameli champak chanakya chanchal chandani
    chandran chandresh changaz charan charita charlene charles charlesh charlie charlotte charvi chashida chasmum
    chatresh chatura chavvi chawish chelsea cheragh cheryl chiara chidi chioma chloe chris christian christina
    christine christopher cian ciara cillian claire clara clare claudia clementine clifford clive cody cohen
    colette colin colm connor conor cora cordelia corey cormac cosmin courtney craig cressida daamin daanish
    daanyaal daawood dabbah dabir dafydd daghfal daisy daiyaan dakhil daksh daksha dakshesh dalaja dalbir dameer
    damian damien damini damurah damyanti dan daniel danielle danish danny daphne darain darcey darcy daria darika
    darius darpan darragh darren darsh dastageer david davide dawid dawud dayamai dayita dayyaan debbie deborah
    debra declan deepa deepak defne deirdre delilah demi denis denise dennis derek dermot devansh devika dewi
    dexter dhriti dhruv diana diane diarmuid dilys dimitri dipta divya diya dmytro dominic dominik donald donna
    dora doreen dorota dorothy douglas duarte duncan durab dylan eamon edhitha edith edna edward edwin eesa eesaa
    eesha efa efan ehan ehsaas ehsan eijaz eileen eilidh eira eiravati ejaz ejlaal ekaja ekalinga ekani ekansh
    ekanta ekantika ekapad ekaraj ekavir ekbal ekiya ekta elaf elaine elan eleanor eleanora elena eleri elias elif
    elijah elin eliza elizabeth ella ellen ellie elliot elliott ellis elodie elsa elsie emeka emil emilia emilie
    emily emine emma emmanuel emran emre emrys emyr enya eoin eric erica erik erin esa esfandyar eshan eshana esme
    esmee esther ethan etizaaz etta eurig eva evan evangeline eve evelyn evie ewa ewan ezra fahad fahmi faisal
    faizan falak falan falguni faqid farah faraj faras farhan fariq faris farzana fatima fatimah fatma fazli
    felicity felix femi fergus ffion fidvi filip finlay finley finn finnian fiona fitan fitzroy fiyaz fletcher
    flora florence folake frado frances francesca francis frank frankie fraser fred freddie freddy frederick freja
    freya gabriel gabriela gabriella gagan gail ganga gareth garima garry gary gaurang gaurangi gaurav gauri
    gaurika gautam gautami gavin gayathri geeta geetika gemma genevieve geoffrey george georgia georgie georgina
    geraint gerald geraldine gerard gethin ghaalib ghaazi ghaffaar ghafoor ghaith ghalib ghanee ghanem ghannam
    ghasaan ghauth ghawth ghayoor ghazalan ghazanfar ghazanfer ghazawan ghazi ghazzal ghiyaath ghiyath ghufran
    ghulaam ghulam ghunayn ghusharib ghusun ghutayf gillian gina giovanni girik girindra girish giulia gladys glen
    glenn gloria gohar gopal gordon graeme graham grainne gregory greta griff gruff gruffydd grzegorz gulab
    gulfaam gulfam gulshan gulzar gunbir guneet guney gurpreet guy gwen gwenllian gwilym habib hadi hafiz hafsa
    haider hakan halina hallie hamish hamsini hamza hamzah hana hanna hannah hardik hari harinakshi harini haris
    harish harita harley harnail haroon harper harpreet harriet harriett harris harrison harry harshil harvey
    hashim hassan hatice hattie hayden hayley hazeem hazel heather hector heidi heledd helen helena hema hemal
    hemang hemangini hemani henrietta henrik henry hermione hetty hilary hira hiral hitesh hollie holly horatio
    howard hredhaan hritik hubert hugh hugo humaira huw huzaifa hywel iain ian ianto ibaad ibraaheem ibraheem
    ibrahim idika idrees idris iesa ieuan ifan ife iftikhaar iftikhar ignatius ihab ihsaan ihsan ihtesham ihtiram
    ihtishaam ihtsham ijaya ijli ikbal ikhlaas ikra ikraam ikramah ikrimah ikshita ilan ilyas imaan imaran imogen
    imran inaya indali indira indrajit ines ingrid ioan ioana iolo iona ionela iqra irene irya isaac isabel
    isabella isabelle isaiah isha ishaan ishani ishanvi ishita ishwar isla ismail isobel isra israr issa ivan ivo
    ivor izaak izaaz izabela izzy jaabir jaafar jaan jabbaar jabir jabr jackson jacob jacqueline jaden jadon
    jadwiga jafar jaffer jagat jagdeep jagdish jago jagrati jagvi jahangir jahanzeb jahdami jahdari jahiz jahm jai
    jairaj jake jakub jalaal jalal jalees jalil jalsa jamaal jamal jameel james jameson jamie jan jana janaki
    janani jane janet janice januja janya jasmin jasmine jasmit jason jasper jaspreet jatin javed javier jaxon
    jaxson jay jayden jaydon jayne jayson jean jed jeet jeevika jeffrey jemima jemma jenna jennifer jenny jenson
    jeremiah jeremy jess jessica jessie jhalak jill jim jimmy jo joan joanna joanne joao jodie joe joel john
    johnny jolanta jon jonah jonathan jordan joseph josephine josh joshua josie joyce juan jude judith judy julia
    julian julie juliet julius juno justin jyoti kaamil kaashif kaazim kabeer kabir kacey kachela kacper kafeel
    kai kaiden kaiser kaitlyn kajji kala kalbi kaleem kaleema kalpit kamal kamala kamil kamran kamya karaamat
    karam karan kareem karen karim karina karl karol kasam kashan kashif kashish kashvi kasia kasim katarzyna kate
    kateryna katherine kathleen kathryn katie katy kauthar kavita kavya kawkab kawthar kay kaya kayden kayla
    kayleigh kaysan kazi kazim keeley keira keith kelly kelsey ken kenneth kerem kerry kevin keya keyaan khaalid
    khaan khadija khadijah khalid kiaan kian kiera kieran kim kimberley kinga kira kiran kirsten kirsty klaudia
    kofi krish krisha krishna kristina kritika krystian krzysztof kwabena kwame kyla kyle kyra laban labeeb labib
    lacey lachlan ladli laeeq lahiah laila laiq laith lajita lajlaj laksh lakshit lakshmi laqeet lara lars lateef
    latif laura lauren laurence lavanya lawrence layla layth layton lea leah leanne leela leena leigh leila lekha
    lena leo leon leonard leonardo leonie leopold lesley leslie lewis lexi lexie liam liban libby libni lila lilah
    lilia lilian lillian lillie lilly lily limazah lina linda lindsey lipika lisa liyaaqat liyaqat liz lloyd
    llywelyn logan lohit lois lola lopa lorenzo lorna lorraine lottie lou louie louis louisa louise lowri luay
    luca lucas lucasz lucia lucian lucie lucinda lucy ludmila luis lukas lukasz luke luna luqmaan luqman lutf
    lutfi lydia lyla lynda lynn lynne lyra maahir maajid maalik maanas maanav maawiya maaz maazin mabad mabli
    maciej macsen madani madeleine madhav madhavi madison madiyan madyan mae maeve mafalda magda magdalena maggie
    maha mahad mahaz mahbeer mahboob mahbub mahdee mahdi mahdy maheen maher mahfooz mahfuj mahfuz mahika mahja
    mahmood mahmoud mahmud mahnoor maia mairead maisie maisy maja majd majdi majdy majeed makeen malachi malaika
    malcolm malgorzata mali malik mamun manan manbir mandy manon manpreet manthan manveer manya marc marcel marcin
    marcus mared margaret margot marguerite maria mariam marian marie marilyn marina marion marley marlon marnie
    maroof marta martha martin martyn martyna mary maryam mason mateo mateusz mathew mathilda matilda matteo
    matthew maureen maurice maximilian maxine maya mckenzie meena meera megan megha meghana mehmet mehreen meirion
    mekhala melanie melissa menna mia micah michael michal michelle miguel mihai mikkel mikolaj mila milan millie
    milly milo mina minnie mira miriam mitali mitchell mitesh mizhir mohamed mohammad mohammed mohini moira mollie
    molly monica monika montague morag morgan moses mourib mugdha muhallil muhammad muhammed muhazzim musa mustafa
    muzdahir muzhir mykola myla myroslava naadir naail naajy naasih naasir naathim naazhim nabeeh nabeel nabhan
    nabigh nabih nabil nachiket nadeem nadhir nadia nadim nadine nadir nadr naeem nafasat nafees nafesa nafis naib
    naim najair najam najeeb naksh nakul nandini naomi nasreen natalia natalie natasha nathan nathaniel naveed
    naveen nazar neave ned neel neelima neha neil nell nelly nerys nest netra ngozi nia niall niamh nicholas
    nicola nicole nidhi nidra nigel nihal niharika nikita nikola nikolas nilima nimrat nina nirja nisha nitara
    nitesh noah noel nojus noor nora norah noreen norman nuno nusrat nyah oakley obaid octavia odika oeshi oisin
    ojas ojasvi oksana olaf olena oliver olivia oliwia oliwier ollie omair omaja omar omari omeir omisha omkaar
    omran omya onkar onveer orinder orla orlaith osama oscar osha osian oskar ossama ottilie otto ottoline oviya
    owain owais owen ozan padraig pahal paige pallavi pamela panini parisa parminder parsa parth parveen parvez
    patricia patrick patryk paul paula pauline pavani pawel pedro penelope percy peregrine persephone pervaiz
    peter petra philip philippa phillip phillipa phoebe phyllis piotr pippa pooja poppy pranav praneel pranit
    pratyush precious preston prisha priya pushti qaadir qaasim qabeel qabil qadar qadeer qadi qadim qahtan qaim
    qais qamar qani qanit qareeb qarin qaseem qasid qasif qasim qatadah qawee qays quadir qudamah quddoos qudoos
    quentin quincy quinn qurban qusay qushi qutaybah qutb qutub raaghib raagini raahil raakin raamis raamiz
    raashid raatib rabah rabar rabb rabbaanee rabbani rabee rabiah rabit rachael rachana rachel rachit rachita
    radha radhee radhika radi radu raed raees rafael rafan rafay rafe rafee rafeek rafeeq rafferty rafi rafiq
    raghav ragheb raghib rahat raheel raheem rahul raja rajata rajesh rajeshri raksha ralph ramona ranbir ranveer
    ravi rayaan rayan raymond rebecca reece reggie reginald rehaan rehan reuben reva reyansh rhiannon rhodri rhona
    rhys riaz ricardo richard ricky ridhi riley rio rishi rita riya robert roberta roberto roger rohaan rohan
    roisin roland roma roman romeo romy ronald ronan ronith ronnie rory rosa rosalind rosanna rosemary rosie ross
    rowan roxanne rubie rubina rudra rudy rufus rui rupert rushil russell rusul ruth ruwaihim ryan saabir saad
    saadat saadiq saafir saahir saaiq saajid saal saalih saalim saanvi saaqib saariyah sabah sabahat sabbir sabeeh
    sabil sabiq sabir saboor sabrina sabur saburah sachi sadan sadaqat sadeed sadie safa saffron saif saim saima
    sair saira sairah saksham sally salma salman sam samaksh samama samantha samar samara samarth samesh sami
    samina samir samson samuel sana sanaya sandra sanjay sanya saoirse saood sara sarah sarthak saskia sathvik
    saumya scott sean sebastian selin selina seren serena serhii seth seun shabana shaheen shane shannon sharon
    shaun shauna shaurya shazia sheila shelley shirley shivani shivansh shravya shreya sian siddharth sidney
    sienna simon simran simranjit siobhan siya skyla sneha sofia sofija solomiia sonia sonny sophia sophie sorcha
    souma stacey stanislaw stanley stefan stefania stella stephanie stephen steven stewart stuart sudiksha sue
    suhani sukhdeep sukhi sulaiman suleman sumaiya sunil sunita susan suzanne svitlana syed sylvia szymon taahaa
    taahir taaj taalib taamir taanish taariq taban tabassum tabish tabitha tadeen tadeusz tadhg tafazal taha
    tahawwur taheem tahir tahlia tahmaseb tahmeed tahmid tahoor tahseen taial taimur taisir tajammal tajammul
    tajudinn talal talat talha talhah tali talia talib tallulah tamam tamanna tamara tamsin tanay tania tanish
    tanisha tanmayi tanveer tanvi tanya tara tarak taras tarfaan tariq tasha tasleem tawkeel teerth tegan tejas
    temi terence teresa tessa thaddeus thea thelma theo theodore theresa thomas tia tiago tiana tiffany tilly tim
    timothy tina tirdad tishk tobias toby todd tolu tom tomasz tommy tomos tony tracey tracy travis trevor tripti
    tristan triveni triya trystan tudor tunde turvi tyler tyrell tyrese tyrone ubaadah ubadah ubaid ubaidah ubay
    ubayd ubaydullah ubika ucchal udant udarsh udyati uhban ulfat umaarah umair umang umar una unnati unni
    upadhriti upasna upkaar upma urishilla urmi urrab ursula urvashi urvi usman utkarsh uzair vahar vaishnavi
    valentina valerie vamakshi vanessa vansha vanya varenya varsha vasana vasatika vasile vasudha veda vedant
    vedhika vedika vera verity veronica vicky victor victoria vidhi vihaan vijay viktor vinaya vincent viraj
    vivaan vivian vivienne vrinda vrishti vritti vyanjana waahid waail waajid wadee wadi wadood wafa wafeeq wafi
    wafiq wahab wahb wahban waheed wahhaab wahhaaj waida wakeeta wale wanda warda warhi warinder warjas watika
    wayne wazir wendy widisha wiktor wiktoria wilfred willem william wishi wojciech wojtek wriddhish wridesh wyatt
    xalak xander xavier xiti xobeen yaaseen yachana yadavi yadid yafi yafir yaghnam yagnesh yahvi yahya yahyaa
    yaman yamar yameen yamini yaqeen yaqoot yaqub yaroslav yasaar yaseen yash yashasvi yashawini yashem yashica
    yashoda yashodhara yashvi yasin yasir yasmin yasmine yasti yatan yathrib yatin yauvani yawar yawer yazan
    yazeed yeraz yergha yesoob ylva yochana yoshita yousef yunus yureed yuriy yusuf yutika yuvraj yvette yvonne
    zaafir zaahid zaahir zaakir zabir zac zach zachariah zachary zack zackariya zaeem zafar zafeer zafir zafrul
    zahaar zaheer zahi zahir zahra zahri zahrun zahur zaib zaid zain zaina zainab zaitra zakariya zakir zane zansi
    zara zarar zarna zashil zauqi zaweel zayan zayd zayn zayyan zayyir zbigniew zeeshan zehaan zehra zerdad zewad
    zeynep zilmil zimran zinal zlata zoe zoey zofia zoya zuwayhir zuzanna
"""
_ALSO_WORDS = """
    amber ash ashley art bailey bill bonnie brooke carol carter chase christian chris dale dawn dean dot drew faith
    flora frank gene grace guy harper harvey heather hazel henry holly hope ivy iris jack jade jan jasmine jay jean
    jordan joy
    jude june kay kit lance lee leo lily lou luna mae mark mason max may miles morgan ned nell noel olive page pat paris
    pearl penny pip precious preston ray reed rex rich river rob robin rose rowan roman ruby sage sam sandy sky sonny
    stanley sue summer sunny tim todd tom tony tudor victor victoria verity vera viola will willow woody ben jim joe kim
    lara ava ali alex adam terry eve otto rio java charlie alfred georgia virginia florence chelsea lloyd lincoln
    scratch ada ruth sydney sienna roma india asia tyler
"""
_SURNAMES = """
    abbott adams ahmed akhtar alexander ali allan allen anderson andrews archer armstrong arnold ashton atkins
    atkinson austin bailey baldwin barker barlow barnes barnett barrett barry bartlett barton bates baxter begum
    bennett benson bentley berry bevan bibi birch blackburn blake bolton bond booth bowen boyle bradley bradshaw
    brady bray brennan briggs brookes brown browne bruce bryan bryant buckley bull burgess burke burrows burton
    butler byrne cameron campbell carey carr carroll carter cartwright chadwick chamberlain chan chandler chapman
    charlton chen clark clarke clayton clements cole coleman coles collier collins connolly connor conway cooke
    cox craig crawford cunningham curtis dale daly daniels davey davidson davies davis davison dawson dean dennis
    dickinson dixon dobson dodd doherty donnelly douglas doyle duffy duncan dunn dyer edwards elliott ellis evans
    farrell faulkner ferguson finch fitzgerald fleming fletcher flynn forster foster fowler francis franklin
    fraser fuller gallagher gardiner garner gibbons gibbs gibson gilbert giles godfrey goodwin gordon gough gould
    graham greenwood gregory griffin griffiths hale hamilton hammond hancock hanson hardy hargreaves harper harris
    harrison hart hartley harvey hawkins hayes haynes hayward heath henderson herbert hewitt hicks higgins hilton
    hobbs hodgson holden holloway holt hooper hopkins horton houghton howard howarth howell howells hughes
    humphreys humphries hurst hussain hutchinson hyde ingram iqbal jackson jarvis jenkins jennings johnson
    johnston jones jordan kaur kay kelly kemp kennedy kent kerr khan kirby kirk knowles kowalski lamb lambert
    lawrence lawson leach lee lees leonard lewis lloyd lucas lynch lyons macdonald mahmood malik mann marsden
    marsh marshall martin mason matthews mcdonald mellor mensah metcalfe miah middleton miles miller mistry
    mitchell moore moran morgan morley morris morrison morton murphy murray myers nash naylor nelson newman nguyen
    nicholls nicholson nixon nolan norman norris norton nowak oconnor okafor oliver oneill osborne owen owens
    parker parkin parkinson parry parsons patel patterson payne peacock pearson perkins perry peters phillips
    pickering pollard poole potts powell pratt preston pritchard pugh quinn rahman randall rees reeves reid
    reynolds rhodes richards richardson riley roberts robertson robinson robson rogers ross rowley russell ryan
    sanders sanderson saunders schofield scott shah sharma shaw sheppard simmons simpson sims sinclair singh
    skinner smith spencer stanley steele stephens stephenson stevens stevenson stewart storey sullivan sykes
    taylor thomas thompson thomson thornton thorpe todd tomlinson townsend tucker turnbull turner tyler vaughan
    vincent wade walker wallace wallis walters walton wang warner warren watkins watson watts webb welch weston
    wheeler whitehead whitehouse whittaker wilkins wilkinson williams williamson willis wilson wong woodward
    wright wyatt yates
"""
_SOLID = frozenset(_GIVEN.split()) - frozenset(_ALSO_WORDS.split())
_ANY = frozenset(_GIVEN.split()) | frozenset(_ALSO_WORDS.split())
_FAMILY = frozenset(_SURNAMES.split())
MOST_PEOPLE = 60
_LETTERS = r"a-z\u00c0-\u017f"
_PART = rf"[A-Z][{_LETTERS}]{{1,20}}"
_BARREL = r"(?:Mae|Mai|May|Rae|Lee|Leigh|Rose|Grace|Louise|Jane|Ann|Anne|Marie|Jo|James|Jay|Leia|Beth|Lou|Joy|Faith)"
_SURNAME = rf"(?:(?:Mc|Mac|O['\u2019]|Al-|El-)?{_PART}(?:[-'\u2019]{_PART})?)"
_TAIL = rf"(?:[ ](?P<last>{_SURNAME})|(?P<initial>[ ][A-Z]\b(?!['\u2019]?\w)\.?))?(?![\w@/])"
_START = r"(?<![\w.@/'\u2019-])(?=[A-Z])"
_PERSON = re.compile(rf"{_START}(?P<first>{_PART})(?P<barrel>-{_BARREL}\b)?(?={_TAIL})")
_BARRELLED = re.compile(rf"{_START}{_PART}-{_BARREL}\b(?:[ ]{_SURNAME})?(?![\w@/])")
_OF_FAMILY = re.compile(rf"{_START}(?P<first>{_PART})(?=[ ](?P<family>{_PART})(?:-{_PART})?(?![\w@/]))")
# Words with a capital behind a given name that are no surname: what the person has or where it is.
_NO_SURNAMES = (
    "year class room school primary academy college laptop ipad chromebook account windows office teams outlook"
)
_THINGS = frozenset(_NO_SURNAMES.split())


def _person(found: re.Match[str]) -> Span | None:
    first, last = found.group("first").casefold(), (found.group("last") or "").casefold()
    if first not in _ANY and not found.group("barrel"):
        return None
    surname = bool(last) and last not in STOP and last not in _THINGS
    end = found.end("last") if surname else max(found.end(), found.end("initial"))
    if found.group("barrel") or first in _SOLID:
        return found.start(), end
    return (found.start(), end) if surname or found.group("initial") is not None else None


def _of_family(found: re.Match[str]) -> Span | None:
    known = found.group("family").casefold() in _FAMILY and found.group("first").casefold() not in STOP
    return (found.start(), found.end("family")) if known else None


def nickname_pattern(people: Collection[str]) -> re.Pattern[str] | None:
    """What is left of the names of `people` when they are cut short ("Geth" for Gethin, "Tunde" for Babatunde)."""
    cut: set[str] = set()
    for person in list(people)[:MOST_PEOPLE]:
        for part in re.findall(rf"[A-Z][{_LETTERS}]{{4,20}}", "" if "@" in person else person[:80]):
            folded = part.casefold()
            cut |= {folded[:end] for end in range(3, len(folded))} | {folded[-end:] for end in range(4, len(folded))}
    told = sorted(one for one in cut if one not in PLAIN and not is_of_the_desk(one))
    if not told:
        return None
    # with a capital anywhere, without one where a line is signed
    signed = rf"(?m:^)(?:{'|'.join(told)})(?=[ \t]{{0,3}}(?:$|[\[,|-]|[(+]?\d))"
    return re.compile(rf"{_START}(?:{'|'.join(map(str.capitalize, told))})(?!\w)|{signed}", re.MULTILINE)


GIVEN = (
    Look("name", _PERSON, _person),
    Look("name", _BARRELLED, whole),
    Look("name", _OF_FAMILY, _of_family),
)


def is_given(low: str) -> bool:
    """Whether a lower-case word is a given name."""
    return low in _ANY


def is_family(low: str) -> bool:
    """Whether a lower-case word is a common surname."""
    return low in _FAMILY
