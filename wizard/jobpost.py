# ruff: noqa: E501 - a phrase that is broken over lines is no longer found by a search
"""The job-post check: which signs of trouble a post names, and what it leaves out. Signs are data; no wording.

Ids of signs are those of the question `job_signs` and its neighbours where they mean the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from wizard.core.english import seems_english
from wizard.core.marks import Mark, merged
from wizard.core.matching import Hit, Sentence, hits, phrases, sentences
from wizard.core.rates import Rate, rates

FEWEST_WORDS = 8
"""A shorter text is not judged."""
LOW = {"hour": Decimal(5), "word": Decimal("0.01"), "piece": Decimal(3)}
"""USD up to which a rate in a post counts as very low, whoever reads it: our own line."""

_CHAT = "whatsapp|watsapp|whatsap|whatapp|what's|whats|telegram|tele|telegramm|tg|skype|viber|wechat|signal|discord|messenger|hangout|hangouts|imo"
_SOCIAL = "instagram|insta|facebook|fb|linkedin|twitter"
_MAIL = "email|mail|gmail|hotmail|yahoo|<mail>"
_PAYER = "paypal|payoneer|wise|zelle|venmo|cashapp|skrill|crypto|bitcoin|btc|usdt|western|revolut|moneygram"
_BUILT = "integrat*|button|gateway|checkout|plugin|api|connect*|bot|shop|customer*|feature*|app"
"""Words that show that an app or a way to pay is a part of the thing to build."""
_TERMS = "contract|offer|milestone|escrow|deposit|funding|fund|funds"
_RESULT = "result*|like|happy|satisfied|works|sold|sale*|sell*|lead*|client*|customer*|convert*|profit|deal*|approve*"
_PIECE = "article|page|pages|logo|draft|design|mockup|mock|chapter|sample|banner|video|row|rows|concept|audit"

_BID = "proposal|application|bid"
_TO_SHOW = "translate|edit|proofread|design|transcribe|retouch|rewrite|record"
"""What is done with a piece of the real job, to be sent with the proposal."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign: how heavy it is, and the phrases that show it."""

    id: str
    weight: Literal["stop", "strong", "ask"]
    """"stop": say no, or be sure that it is meant otherwise; "strong": settle it first; "ask": ask about it."""
    phrases: str
    """In the short form of `core.matching`, and read when they are first needed."""


_PAY_FIRST = """
    registration|activation|security|joining|signup|application|processing|training|onboarding fee*|charge*|deposit* - app|shows|form|system|page
    pay .. registration|deposit|background|certificate|kit|membership - client*|us|we / pay .. for .. training|background|check|certificate|kit / refundable fee|deposit|amount|charge*
    need|must|have|required to? deposit # / deposit # .. wallet|first / buy|purchase .. our|the starter|training|course|kit|license|software|membership|equipment|subscription
    buy|purchase .. membership|starter / pay|send|transfer .. money|amount|usd|$|# .. first|before|upfront + start*|begin*|you|job - we|us / buy|purchase .. from .. vendor|us|company
    buy|purchase .. before .. start|work|task* / check|cheque to buy|purchase|deposit / caution money / pay .. id|badge|card / cover .. cost .. kit|training|equipment
    invest .. first|little + earn* / buy .. gift card|cards|voucher* / yourself|themselves .. pay|buy + kit|training|equipment / buy .. materials|tools|equipment with your
    have|must|need to deposit .. amount|money|sum / pay for .. verification|activation + account|earn*|start / payment|fee .. unlocks|activates
    purchase|buy the|an exam|test|course .. become|certified / your id|badge .. back + pay*
"""
_PAPERS = """
    copy|scan|photo|picture|pictures|selfie .. passport|id|license|licence|selfie / send|provide|share|need|upload|attach|submit .. passport|ssn|selfie - app|feature
    send|provide|share|need|want|upload|attach|submit .. id|identity card*|document*|proof|for|copy - app|contractors|system / verification .. passport|license|id
    your .. id|driving|identity card*|license|licence / social security number|card / your|online|bank|banking .. login|username|password .. bank|banking|password
    your bank|banking|account login|password|details|credentials / rent|lease|borrow|share|lend .. your|an|upwork|facebook|freelancer account*
    give|share|need .. access|login .. to? your .. account* / access|login to your .. account* / you .. give .. login|account|password / use your .. identity|face
    sides .. id|passport|licen* / paypal|bank|upwork password|login / rent .. account* / use your .. profile|account - canva|own / passport .. bill|bank|selfie
    account|bank number .. password|pin / account from .. use + i|we / passport|id scan|copy|photo - users|visitor*|field / account .. i|we can use
"""
_OUTSIDE = f"""
    pay*|paid|salary .. {_PAYER} - {_BUILT} / by|via|through|in|with {_PAYER} - {_BUILT} / pay*|paid|salary .. outside|off .. upwork|platform / outside|off of|the? upwork|platform
    pay*|paid .. outside|directly|direct - delivery|support|milestone* / avoid|save|skip|without|no .. upwork|platform|service|the|freelancer .. fee|fees|cut / no upwork contract
    without|leave upwork / privately|private|direct .. deal|pay*|contract + pay*|upwork|fee*|money / do it privately|outside|directly
    upwork|platform|site take|takes|charge*|cuts .. much|to|fee*|percent*|cut|big - add / direct|directly to your bank? account
    bank check|cheque|transfer|wire - sandbox|integrat*|shop|reconcil*|customers|sort / zelle|cashapp|venmo|payoneer|skrill - integrat*|button|checkout / cash app
    pay* .. through|to|into|via .. your bank / half|part|rest .. in cash / in cash + pay*|half|salary / shift|move|go|continue .. out|off of? .. upwork|platform|site
    avoid .. commission .. site|platform|upwork / straight to your bank|account
"""
_BREAKS_RULES = """
    do|write|complete|finish|solve .. my|the .. assignment*|homework|thesis|dissertation|coursework / homework|dissertation|thesis help|writer|writing
    homework|essay*|assignment*|thesis .. due|class|college / essay*|assignment*|thesis .. turnitin|professor|university / university|college|school assignment*|essay*|homework / turnitin
    take|sit|pass .. my|the .. exam|quiz / # .. google|positive|5|star|play|amazon|app|trustpilot .. reviews - scrap*|analy*|translat*|honest|collect
    positive|fake|paid reviews - detect*|remov* / write|post|leave .. positive|fake|star reviews - detect*|faq|about
    fake|pva|bulk .. account*|profile*|review*|follower*|likes|id|document* - detect*|remov*|stop / create # .. gmail|facebook|verified .. account*|profile* / account* .. phone verified
    hack|crack .. account*|into|email|password|instagram|facebook|competitor*|website|phone - growth / bypass* .. captcha|verification|security|detection / captcha bypass|solver|solving
    undetected|undetectable / edit|change|modify .. bank statement*|passport|payslip* / rent|lease .. upwork|facebook|freelancer account* / take|do|attend|pass .. interview* .. for us
    share your .. account* .. us / use your .. identity|face / academic writer|writing / mba|school|college|university .. assignment*|homework|essay*
    fake id|ids|document*|passport*|accounts / upvote* / not|never detected|detectable / spin .. article*|text* / crack .. software|license|game
    private|personal data .. behind|without|steal / my assignment|homework|thesis|coursework / sit|take|do|pass .. my|the? online? test|exam|quiz .. for me / my online test|exam
    reviews from .. real|different|looking / research|term paper .. class|course|university|college / essay*|paper for my class|course|school / copyrighted .. notices|notice|detect*
    fake invoice*|receipt*|certificate*|diploma* / vote for us|me + account*|ip*|different / get|break into .. whatsapp|phone|account*|email
"""
_FREE_WORK = f"""
    free|unpaid .. test|trial|sample*|task|{_PIECE}|training|demo|work|week|weeks - landing|saas|sign|users|stock|tool|software|landing|module
    test|trial|sample*|task|{_PIECE}|training|demo|it|this .. unpaid - invoice* / {_PIECE}|test|trial|video*|task .. is|are free - landing|page|download
    test|trial|task|{_PIECE}|training|demo|this .. not|without|no .. paid|pay|payment|compensation - milestone*
    not|no|without paid|pay|payment|compensation .. test|trial|sample*|training|this / will|is|are not be? paid + test|trial|sample*|task|training|first|{_PIECE} / this is without payment
    first|one|{_PIECE} .. for free - tool*|plugin|account|plan / work .. for free / for free + then|first|prove|show
    only|just the? winner|winners|winning|best|chosen|selected .. paid|gets|get|hired|pay / best .. gets|wins .. $|#|paid|prize / contest + prize|best|winner*|paid|submit
    to apply .. write|translate|design|make|create .. {_PIECE} / make|submit|send|do|create|design .. {_PIECE} .. .. with .. bid|proposal|application - past|previous|old|portfolio
    custom sample*|{_PIECE} + proposal|application|bid|apply|applying / application .. make|draft|write|design|create
    everyone|everybody|applicant*|candidate* .. translate*|write*|design* .. {_PIECE} / can't|cannot pay .. moment|now|yet / can not pay .. moment|now|yet / get|for credit|exposure - card
    there|it is|are no pay|payment|compensation / every|each candidate|applicant|freelancer .. edits|writes|designs|makes|translates|does
    at|for no|zero cost|charge + {_PIECE}|piece|first|small / no charge + piece|first|small|prove|show|try / is|are|be unpaid / design competition / winner takes
    not compensated + task|test|trial|first / test|trial|sample|draft is|are for free / concept|mockup|design|draft .. .. in|with your bid|proposal|offer - old|past|previous|rate|price|contract / demo .. approved|like|hire*
    trial|training|week|test .. without|no salary|pay|payment
    {_TO_SHOW} .. attached|following|below|first .. .. .. in|into|to|with your|the? {_BID} - past|previous|portfolio|sentence|introduction|line|price|rate|samples|grant
    write the? first .. .. .. in|into|to|with your {_BID} - past|previous|portfolio|sentence|introduction|line|word|tell|letter / {_TO_SHOW} .. attached|following|below|first .. .. .. considered
    include|attach|send|add .. draft|translation .. .. with|in|to your {_BID} - past|previous|portfolio|old|rate|price|when|sample / in|with your {_BID} please? {_TO_SHOW}
"""
_START_NOW = f"""
    start*|begin*|work .. before .. {_TERMS} - not|never / {_TERMS} .. later|afterwards|afterward + start*|begin*|work|today|now|we|i
    start*|begin* .. {_TERMS} .. later|next|after*|soon|weekend|monday|friday
    fund|funded|create|make|send|set|do .. {_TERMS} .. later|when|once|after|friday + start*|begin*|progress|finish*|now / no|without .. contract .. needed|necessary|required|now|yet
    no upwork contract / then|afterwards i|we make|create|send|fund|do .. {_TERMS} / start*|begin* .. now|today|immediately .. and i|we .. {_TERMS}
    can't|cannot|not .. fund|deposit|escrow .. before|until|till - we|start* / see|show .. progress|something|result* + {_TERMS} - weekly|report
    begin|start*|working|going .. while .. contract|paperwork|offer / paperwork .. follow*|later|after / hire .. you .. when .. done|finished
    deliver|finish .. first .. then + {_TERMS}|pay / contract|offer|milestone|escrow will follow|come + begin*|start*|now|today / sign|contract .. after you finish|start|deliver*
    funds|money .. coming|soon + start*|begin* / milestone .. once|when|after half|something|part|work .. done|finished|ready / start*|begin* .. without .. offer|contract|milestone
"""
_CONTACT = f"""
    contact|message|msg|text|write|add|ping|reach|dm|call|hit|talk .. me|us|manager|hr .. {_CHAT} - {_BUILT}
    contact|message|msg|text|write|add|ping|reach|dm|talk|mail .. me|us .. on|at|via|in|to|my .. {_CHAT}|{_SOCIAL}|{_MAIL} - {_BUILT}|visitor*
    contact .. manager|hr|team|us .. on|at|via|by|through .. {_CHAT}|{_MAIL}|text|phone|sms - {_BUILT}|visitor*|form
    dm|pm|whatsapp|telegram|skype|call|email me|us - when|app|customers|visitors|users|newsletter*|says|page|button|widget
    drop|send|write .. an|a? email|mail|sms|whatsapp + me|us|cv|resume|apply|your - campaign|customer*|newsletter|template*
    reach out|us|me|him .. via|on|by|through .. {_CHAT}|{_MAIL}|phone / knock|ping|hit .. {_CHAT} / text|call .. manager|hr|boss|number / add me|us on
    my|our {_CHAT}|number|gmail id|is|user*|number|<handle>|# / {_CHAT} id|number|<handle>|username - mark|list|find
    send|leave|share|drop|give|provide .. your|you .. {_CHAT}|phone|number|email|contact|mobile|gmail - tool|account / your phone|mobile|whatsapp|telegram number - field|form
    talk|chat|discuss|communicat*|interview|speak .. on|in|via|over|through|by .. {_CHAT} - {_BUILT} / contact|apply|cv|resume|email|mail|write|send|to .. <mail>|<handle>
    interested .. {_MAIL}|{_CHAT}|<mail> / join our|my|the? discord|telegram|whatsapp / apply .. google|this|our form / fill .. google form*
    don't|dont|not|never check|read|look .. messages|chat here / on|via wa / find me|us there|on + telegram|whatsapp|skype|discord / more active on / at example dot
    move .. to .. slack|whatsapp|telegram|email / details|info|contact|apply whatsapp|telegram|skype / to|on my whatsapp|telegram|skype|gmail|number|phone
    come|go to our? discord|telegram|slack / inbox me|us / click|open .. link .. apply / apply .. <link> / find|reach me|us on|in|via
"""
_STARS = """
    5|five|1|one star|stars .. feedback|review|rating|guaranteed|if|promise* - hotel*|restaurant*|rated
    give|leave|get|promise|guarantee .. 5|five|1|one star|stars - hotel*|restaurant*|rated
    give|leave|get|promise|guarantee .. good|great|excellent|positive|top|nice|best|bad|negative review|feedback|rating - draft*|clear
    feedback|review|rating .. instead|return|exchange|guaranteed / bad|negative review|rating .. if|when / glowing|5star review|feedback / bad|poor work|job .. rating|review
    your feedback|rating|jss .. profit*|better|grow* - reader* / help|boost|build|improve .. your|ur profile|rating|score .. review|feedback|rating|stars
    nice|good review .. for you|profile
"""
_PAY_LATER = f"""
    commission|commissions only|based|basis / only|pure|just|purely commission* / no base|basic|fixed salary / revenue|profit|equity share|split|stake|only|based|basis
    share of .. revenue|profit|sales / for|on|with|in equity / royalt* .. sales|#|% - free / payment on|by|in|as royalt* / deferred pay*|salary
    pay|paid|payment|salary .. after .. result*|see*|sale*|sold|launch|funding|profit|investment|convert* / percentage|cut of .. revenue|sales|profit|income
    if .. happy|satisfied|like|good|works .. .. pay|paid|release / payment|pay|salary depend*|depending .. result*|sale*|performance
    pay*|paid|release* .. money|you|it? when|once|after .. client*|site|app|project .. pays|paid|makes|earns|money / pay|paid|payment|salary .. only|when|once|if .. {_RESULT} - milestone*
    paid|pay only when|if|after / only if|when .. {_RESULT} + pay*|paid|money / after .. get|raise|close|receive .. funding|investment|profit
    performance|result|results|success based|only basis? / bonus .. if|when|at .. satisfied|happy|end|good|like / # percent? .. of .. sales|sell|revenue|profit / percent .. you sell
    once|when|after .. investors|funded|funding .. paid|pay / money|paid .. when .. customer|client .. paid|pays / success fee / shares of|in .. company
    in .. shares|stock|tokens + pay*|compensation|paid / paid|pay per sale|deal|lead|signup|conversion / pay .. from .. first profit|sale*|income
    when we get|have .. users|customers|sales + pay|share / payment|pay after approval / paid .. month|months|days after .. delivery|finish*|completion
    if .. viral|success*|sells .. share|percent|paid / get a share
"""
_UNLIMITED = """
    unlimited|endless|infinite|limitless .. revision*|change*|edit*|correction*|round*|support|modification* / revision*|change*|edit*|correction* .. unlimited|endless
    until|till|untill .. happy|satisfied|perfect|approve*|love|like|likes - cover|milestone* / as many .. as|until .. need*|take*|want*|like*|necessary|required
    24 7 - open|server|runs|run|hotline|clinic / day and night / always online|available|reachable / around|round the clock - bot|server|site|hotline|app
    lifetime|forever .. support|changes|update*|maintenance|bug / free .. changes|edits|revisions|support .. life|forever|always|after / at any time .. night|call|message|weekend*
    later|further|future|additional changes|edits|revisions .. included|free|no|without / no|without extra|additional charge*|cost*|pay|fee* + redo|revision*|change*|edit*|until
    whenever .. need*|happen*|want*|call* / at any hour|time + answer|reply|message*|call*|available|reachable / revision*|change* without limit / no limit .. revision*|change*|edit*
    forever + fix|support|change*|update* / available .. always|anytime / any day .. any time / free until|till .. end|approval|final + change*|edit*|revision* / day or night
    no limits|limit on|to|of .. revision*|change*|edit* / standby|on call + 7|days|hours|always
"""
_LOW_PAY = """
    low|small|tight|tiny|limited|minimal|shoestring|no budget* - about|travel|holiday*|guide / budget .. low|tight|small|limited|tiny / cheap*|inexpensive - flight*|hotel*
    lowest|low price|bid|rate|offer|quote|cost / in|for return|exchange .. discount / give|need|want .. discount + freelancer|price|you|review - coupon*|customer*
    cost|price|costs|rate down / bid accordingly|low|lower / not|don't|no .. bid|apply .. higher|more|over|above|enough
    later|future|next project*|job*|work|task* .. better|more paid|money|pay / lot|lots|tons|plenty of .. future|upcoming work|project*|job* / promise .. future|more work|project*|job*
    discount .. more|first|later|future - coupon*|customer*|code / can't|cannot|not|unable .. pay .. much|more|high|big|lot / don't|dont|not|no have? .. much|enough|big money|cash
    only|just pay|have|spend|offer|afford .. $|#|usd - week*|month*|milestone* / great|good|get exposure / instead of .. money|payment|pay / almost|very no|little|less money|budget|pay
    as low as / spend much|less|little / pay .. symbolic / symbolic pay*|fee|amount / take it or leave / can't|cannot .. pay .. full|market|normal / keep .. rate|price .. low
    # $|usd|dollar* per|an|a article|page|post|image + one|$|1|2|3 / one|two dollar|dollars per|an|a / best|lowest price + looking|want|need|give|offer
    rupees|inr|pkr|taka|naira|pesos per|an|a hour|article|page|word|hr / low bids|rates|offers|prices / not|shouldn't cost much|a lot
    only .. $ # .. for this|it|all / have only $|#|usd
"""
_HIGH_PAY = """
    easy|quick|fast money|cash|income|earning* / earn|earning .. # .. day|hour|week|month|daily|weekly|monthly|hourly|easily
    make|making|get .. $|usd|dollar* # .. day|hour|week|daily|weekly|hourly / make|making|get .. # $|usd|dollar* .. day|hour|week|daily|weekly|hourly
    guaranteed|passive income|salary|earning*|money|# / no|without experience|skill|skills .. needed|required|necessary|# + $|usd|dollar*|earn|income|money
    anyone|everybody|everyone|anybody can .. do|earn|make / get rich / take home .. # / weekly|daily|monthly income|salary|pay .. of? # + copy*|typing|simple|easy|data|usd|$
    big|huge|great money|income - bring*|for|instead / earn|make money online|home / $ # .. week|day|month .. # hours|hour .. work / huge|big|high earnings|pay|income + simple|easy|small
"""
_HURRY = """
    asap|urgent|urgently|emergency|rush - hospital|room|clinic*|care|called|named|hour / immediate|immediately|immediatly|imediately|imediate|instantly - family|not
    start|begin|hire|hiring|need|available|apply .. right now|away / right away / need .. tonight|yesterday|now / in # hours from? now
    next|within|last few|# hours|minutes|mins - reply|delay|total / decide|apply|interview|join|joining|hire|reply|answer .. today|now|quick|quickly|fast - delivery / be quick|fast
    straight away / hurry / only # places|spots|seats|slots / as soon as possible / in|within an|one hour / was due yesterday / no|don't time to lose|waste
    yesterday + due|done|need*|finish*|ready / time is running / in|within .. few hours / this very minute / by tonight / first come / rush + am|are|real|big|we - no|not / very minute
    quick|fast start / tonight + ready|done|finish*|need*|today
"""
_VAGUE = """
    detail*|info|information|spec|specs|explain|rest .. later|follow|private - milestone*|attached
    detail*|info|information|spec|specs|brief|explain more? .. in chat|interview|message*|private|call
    detail*|info|more .. after .. hire*|hiring|selected|contract|accept|award - access|milestone*|login / will|i'll|we'll|can explain|discuss|tell more|later|you|in .. - call|notes
    discuss .. later|private|chat / message|inbox|contact|dm|ask|text|write .. me|us for|and .. detail*|info|more|explain / all the? info .. there
    help .. with my|our|the|a website|site|app|business|project|shop|store|company|page|software|work - # / various|misc|miscellaneous|random|different task*|things|stuff|job|jobs|work|bits
    all|any|many|different kind*|sort*|type* of .. work|task*|things|stuff|job* / other|some|few things|stuff|bits / and so on / etc etc / task*|things|stuff|work .. etc
    whatever .. need*|necessary|comes|ask / figure .. out / as we go / see what comes / as and when / don't|dont|not|no know|sure|idea .. exactly|what|how .. need|want|i
    info|information|detail* .. will|to|be .. provided|given|shared|sent|told - attached / have|got a|some project|job|work|task for you|someone|freelancer
    need|looking .. for|to a? project / know what i mean / be creative / surprise me / make .. better|famous|awesome|nicer|fresher|cool|great / grow my|our
    simple|easy|quick .. task|job|work .. expert|details|pro|somebody|knows / for my|our project - # / sometimes this / rest .. call|chat|talk / long? list of .. things|stuff
    scope .. open|flexible / something like / should know .. what / more tasks|work .. added|come* / have an? .. idea + need|someone|somebody|build|make
    requirements|details|task* .. shared|given|explained .. later|after / not sure .. what|which / more|further info*|detail* .. on|in|via|by .. chat|call|message*|zoom
    details upon|after|on hire*|contract|selection / several|some|few .. small? jobs|tasks|work + as|small|site|shop|my / hard|difficult|complicated to explain
    freelancer|someone|person .. for .. small|simple|quick job|task|work / details .. confidential|secret / want .. something cool|nice|special|unique / clear up|clarify .. in .. call|chat
"""
SIGNS: tuple[Sign, ...] = (
    Sign("pay_first", "stop", _PAY_FIRST),
    Sign("papers", "stop", _PAPERS),
    Sign("outside", "stop", _OUTSIDE),
    Sign("breaks_rules", "stop", _BREAKS_RULES),
    Sign("free_work", "strong", _FREE_WORK),
    Sign("start_now", "strong", _START_NOW),
    Sign("contact", "ask", _CONTACT),
    Sign("stars", "ask", _STARS),
    Sign("pay_later", "ask", _PAY_LATER),
    Sign("unlimited", "ask", _UNLIMITED),
    Sign("low_pay", "ask", _LOW_PAY),
    Sign("high_pay", "ask", _HIGH_PAY),
    Sign("hurry", "ask", _HURRY),
    Sign("vague", "ask", _VAGUE),
)
"""The heaviest first."""

_UNITS = (
    "^year*|yr*|month*|week*|day*|hour*|hr*|h|usd|$|dollar*|bucks|eur*|€|£|percent*|pm|am|star*|place*|spot*|k|jan*|feb*|march|apr*|may|june|july|aug*|sep*"
    "|oct*|nov*|dec*|in|for|a|per|to|and|or|max|at|by|on|from|total|each|the|as|of|is|with|will|but|only|daily|weekly|monthly|easily|plus|if|i|we|you"
    "|minute*|min|applicant*|#|times|rd|th|st"
)
_DO = (
    "add|answer|answering|arrange|book|build|bring|call|change|chat|collect|connect|convert|copy|cut|develop|edit|export|filling|find|finish|fix|handle"
    "|implement|import|install|integrate|keep|listing|manage|map|measure|migrate|moderate|move|organise|organize|paste|post|process|promote|publish|push"
    "|record|release|remove|reply|report|research|rewrite|schedule|search|sell|set|shows|sort|tag|test|track|translate|tune|type|update|upload|watch|write"
    "|create|make|draw|proofread|redesign|design|calendar|triage|review"
)
NAMED: dict[str, str] = {
    "no_list": f"""
        # {_UNITS} / # minute*|min video*|film|interview|vlog|movie|footage|call*
        logo|poster|flyer|brochure|leaflet|cv|resume|certificate|newsletter|banner|menu|bot|plugin|script|slogan|ebook
        landing|login|checkout|about|product|cart|white|service page* / book|business|birthday cover|card*|letter / letter of|from|to - cover
        presentation|spreadsheet|thesis|dissertation|explainer|trailer|intro|podcast|macro|scraper|scraping|crm|mvp|exam
        icons|thumbnails|subtitles|captions|illustration*|payroll|bookkeeping|translate|translation|translating|proofread*|interpret*|transcri*
        tasks|features|duties|scope|task .. are|include*|is / deliverable*|deliver|delivered|attached|attachment / contact|order|google form / press release
        bank statement / homework|essays|assignment|reviews|clone
    """,
    "no_deadline": """
        january|february|march|april|june|july|august|september|october|november|december|christmas|easter
        jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec|autumn|summer|spring|winter / in|of|until|by|mid|before|#|end may
        monday*|tuesday*|wednesday*|thursday*|friday*|saturday*|sunday*|mon|tue|wed|thu|fri|sat|sun|weekday*|weekend*
        #|one|few|a working|business|calendar? day*|week*|month*|sprint* - experience* / hours|hrs|hr|h .. week*|month*|day*|daily|total
        #|few hours|hrs|hr|h - footage|material|film|music / per|a|each|every|this|next|first week*|month*|day*|quarter
        weekly|monthly|daily|ongoing|tomorrow|tonight|deadline / due ^to|for / full|part time / long term / same day / today - decide|apply|interview*|joining|hiring
        by|before|until|till the? # / end of .. month|week|year|quarter|day / 24 7 / couple|number of days|weeks|months|hours / no rush|hurry
    """,
}
"""Gaps by id, with the phrases that close them."""
_TASKS = f"""
    {_DO} ^work|job|jobs|project*|task*|skill*|expert*|specialist*|needed|wanted|and|or|for|in|with|is|are|you|i|we|experience|person|at|as|your|me|us|$|#|money|it|this|that|better|sure|good
"""


@dataclass(frozen=True, slots=True)
class Check:
    """What was found in a post, or why it was not judged."""

    found: tuple[Mark, ...] = ()
    gaps: tuple[str, ...] = ()
    rates: tuple[Rate, ...] = ()
    unread: Literal["", "short", "language"] = ""

    @property
    def signs(self) -> tuple[str, ...]:
        """Ids of the signs that were found, the heaviest first."""
        there = {one.id for one in self.found}
        return tuple(sign.id for sign in SIGNS if sign.id in there)


def check(text: str, own: Decimal | None = None) -> Check:
    """Return the signs and gaps of a post. A text that is short or not English is not judged.

    A rate an hour in the post counts as low pay below `own`, the reader's USD an hour, or below our own line.
    """
    read = sentences(text)
    words = [word.says for sentence in read for word in sentence]
    if len(words) < FEWEST_WORDS:
        return Check(unread="short")
    if not seems_english(words):
        return Check(unread="language")
    named = tuple(rates(read))
    found = [Mark(sign.id, hit.start, hit.end) for sign in SIGNS for hit in _hits(sign.phrases, read)]
    found += [Mark("low_pay", rate.start, rate.end) for rate in named if _low(rate, own)]
    gaps = [gap for gap, closing in NAMED.items() if next(_hits(closing, read), None) is None]
    there = {one.id for one in found}
    # A forbidden task is named all the same; and words for tasks name nothing where the post leaves the rest open.
    if "breaks_rules" in there or ("vague" not in there and next(_hits(_TASKS, read), None)):
        gaps = [gap for gap in gaps if gap != "no_list"]
    return Check(merged(found), tuple(gaps), named)


def _hits(wanted: str, read: tuple[Sentence, ...]) -> Iterator[Hit]:
    return (hit for sentence in read for hit in hits(phrases(wanted), sentence))


def _low(rate: Rate, own: Decimal | None) -> bool:
    return rate.amount <= LOW[rate.unit] or (rate.unit == "hour" and own is not None and rate.amount < own)
