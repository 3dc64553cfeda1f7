"""A small edition for tests: Port Tamsin in Oselia, which does not exist. Numbers ring nowhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from suluh.content.vocabularies import Term, Vocabulary
from suluh.directory.edition.allow_list import VOCABULARIES
from suluh.directory.edition.contents import EditionMeta, PublicService, public_code
from suluh.directory.edition.writer import write_edition
from suluh.directory.vocabularies import SHIPPED
from suluh.content.vocabularies import Shelf

CHECKED = "2026-11-12"


def _area(code: str, parent: str, **labels: str) -> Term:
    return Term(code, labels, {"parent": parent} if parent else {})


AREAS = (
    _area("oselia", "", en="Oselia", id="Oselia", km="អូសេលៀ", ar="أوسيليا"),
    _area("tamsin", "oselia", en="Tamsin Province", id="Provinsi Tamsin"),
    _area(
        "port-tamsin", "tamsin", en="Port Tamsin", id="Port Tamsin", km="ផតតាំស៊ីន", ar="بورت تامسين"
    ),
    _area("lake-harrow", "tamsin", en="Lake Harrow", id="Lake Harrow"),
)


def vocabularies() -> tuple[Vocabulary, ...]:
    """Those that ship, with the areas of Oselia."""
    shelf = Shelf(SHIPPED)
    shipped = tuple(shelf[name] for name in sorted(VOCABULARIES - {"areas"}))
    areas = {area.code: area for area in AREAS}
    return (*shipped, Vocabulary("areas", 1, "invented", "CC BY 4.0", {}, areas))


def meta(**changes: Any) -> EditionMeta:
    """Edition "demo" in four languages, a draft."""
    whole = EditionMeta(
        name="demo",
        languages=("en", "id", "km", "ar"),
        made_at="2026-11-20T08:00:00Z",
        draft=True,
        vocabularies=vocabularies(),
        place={"en": "Port Tamsin", "id": "Port Tamsin", "km": "ផតតាំស៊ីន", "ar": "بورت تامسين"},
        timezone="Europe/London",
    )
    return replace(whole, **changes)


def phone(number: str, channel: str = "phone", **more: str) -> dict[str, str]:
    return {"channel": channel, "value": number, **more}


def service(
    key: str, /, contacts: Any = (), places: Any = (), organization: Any = None, **values: Any
) -> PublicService:
    """A service that says only what it must, and `values`."""
    least = {
        "name": {"en": key},
        "serves": ["women", "men"],
        "areas": ["port-tamsin"],
        "verified_on": CHECKED,
    }
    return PublicService(
        code=public_code(key),
        values=least | values,
        organization=organization or {},
        contacts=tuple(contacts),
        places=tuple(places),
    )


HOTLINE = service(
    "help-line",
    name={
        "en": "Oselia Help Line",
        "id": "Saluran Bantuan Oselia",
        "km": "ខ្សែទូរស័ព្ទជំនួយអូសេលៀ",
        "ar": "خط المساعدة في أوسيليا",
    },
    types=["hotline"],
    areas=["oselia"],
    what_you_get={
        "en": "Someone listens and tells you what you can do.",
        "id": "Ada yang mendengarkan dan menjelaskan pilihan Anda.",
    },
    serves=["women", "men", "other_gender", "girls", "boys", "families"],
    hours="24/7",
    cost="free",
    tells_police="never_without_consent",
    tells_immigration="never_without_consent",
    anonymous_contact="yes",
    languages_staff=["en", "id", "km"],
    location_disclosure="remote_only",
    contacts=[
        phone(
            "+442079460100",
            "free_phone",
            free_to_call="yes",
            appears_on_bill="no",
            works_from_abroad="yes",
            safe_to_leave_message="no",
        )
    ],
)

LAMP_HOUSE = service(
    "lamp-house",
    name={
        "en": "Harbour Lamp House",
        "id": "Rumah Lampu Pelabuhan",
        "km": "ផ្ទះចង្កៀងកំពង់ផែ",
        "ar": "بيت مصباح الميناء",
    },
    types=["shelter_emergency"],
    what_you_get={
        "en": "A bed, meals and a locked room of your own for up to 30 days. A worker who helps you plan.",
        "id": "Tempat tidur, makanan dan kamar berkunci sendiri sampai 30 hari. Petugas membantu menyusun rencana.",
        "km": "កន្លែងដេក អាហារ និងបន្ទប់ផ្ទាល់ខ្លួនដែលចាក់សោបាន រហូតដល់ ៣០ ថ្ងៃ។ បុគ្គលិកម្នាក់ជួយអ្នករៀបផែនការ។",
        "ar": "سرير ووجبات وغرفة خاصة تُقفل لمدة تصل إلى 30 يوماً. يساعدك موظف على التخطيط.",
    },
    steps={
        "en": "Call or send a message. They answer: “Good day, Lamp House.”\nSay you need a bed. You do not have to give your name.\nMeet a worker at a public place. They can pay the bus.\nGo together. The first talk takes 30 minutes.",
        "id": "Telepon atau kirim pesan. Mereka menjawab: “Selamat siang, Rumah Lampu.”\nKatakan Anda perlu tempat tidur. Anda tidak harus menyebut nama.\nTemui petugas di tempat umum. Mereka bisa membayar bus.\nPergi bersama. Pembicaraan pertama 30 menit.",
        "km": "ទូរស័ព្ទ ឬផ្ញើសារ។ គេឆ្លើយថា «ជម្រាបសួរ ផ្ទះចង្កៀង»។\nប្រាប់ថាអ្នកត្រូវការកន្លែងដេក។ អ្នកមិនចាំបាច់ប្រាប់ឈ្មោះទេ។\nជួបបុគ្គលិកនៅទីសាធារណៈ។ គេអាចចេញថ្លៃឡានក្រុង។",
        "ar": "اتصل أو أرسل رسالة.\nقل إنك تحتاج إلى سرير. لا يلزم أن تذكر اسمك.\nقابل موظفاً في مكان عام. يمكنهم دفع أجرة الحافلة.",
    },
    first_words={
        "en": "I need a safe bed tonight. I want to speak to a man.",
        "km": "ខ្ញុំត្រូវការកន្លែងដេកមានសុវត្ថិភាពយប់នេះ។",
        "ar": "أحتاج إلى سرير آمن الليلة. أريد التحدث إلى رجل.",
    },
    serves=["men"],
    minimum_age=18,
    identification_needed="self_report_enough",
    still_in_situation="yes",
    nationality_status=["anyone"],
    cooperation_condition="none",
    cost="free",
    tells_police="never_without_consent",
    phone_kept="yes",
    going_out_limited="sometimes",
    stopping_limited="no",
    your_choice={"en": "You can leave on any day. You get your things back."},
    waiting_time="two_days",
    excludes_groups=["drug_use"],
    languages_staff=["en", "km"],
    languages_interpreted=["id", "ar", "my"],
    hours="Mo-Su 06:00-22:00",
    location_disclosure="contact_first",
    verified_how="call",
    contacts=[
        phone(
            "+442079460142",
            works_from_abroad="yes",
            free_to_call="yes",
            appears_on_bill="yes",
            safe_to_leave_message="no",
        ),
        phone("+442079460143", "whatsapp"),
    ],
    places=[{"locality": "Port Tamsin", "country": "GB"}],
    organization={
        "name": {"en": "Harbour Lamp", "id": "Lampu Pelabuhan"},
        "organization_type": "ngo",
    },
)

NIGHT_ROOM = service(
    "night-room",
    name={"en": "Saint Orla Night Room", "id": "Kamar Malam Saint Orla"},
    types=["shelter_emergency", "children"],
    serves=["women", "girls", "boys"],
    tells_police="always",
    cooperation_condition="required",
    cost="paid",
    cost_note={"en": "5 a night, if you can."},
    hours="Mo-Fr 20:00-08:00",
    location_disclosure="contact_first",
    contacts=[phone("+442079460150")],
)

WORKERS_HALL = service(
    "workers-hall",
    name={"en": "Tamsin Workers’ Hall", "id": "Balai Pekerja Tamsin"},
    types=["migrant_labour", "compensation"],
    areas=["tamsin"],
    what_you_get={"en": "Help with unpaid wages and papers kept by a boss."},
    documents=["none"],
    come_without_documents="yes",
    cost="free_if",
    tells_police="by_law",
    mandatory_reporting=["under_18"],
    hours="Mo-Fr 08:00-17:00; Sa 09:00-12:00",
    location_disclosure="public_address",
    contacts=[
        phone("+442079460160"),
        {"channel": "email", "value": "hall@example.org"},
        {"channel": "website", "value": "https://example.org/hall"},
    ],
    places=[
        {
            "place_name": "Workers’ Hall",
            "street": "4 Ropewalk",
            "postcode": "PT1 2AB",
            "locality": "Port Tamsin",
            "landmark": "Beside the fish market",
            "latitude": 51.5,
            "longitude": 0.1,
        }
    ],
)

LAWYERS = service(
    "lawyers",
    name={"en": "Free Law Desk", "id": "Meja Hukum Gratis", "vi": "Trung tâm tư vấn pháp luật"},
    types=["legal_advice", "immigration"],
    what_you_get={"en": "A lawyer answers your questions."},
    identification_needed="formal_required",
    hours="by appointment only",
    contacts=[phone("+12025550123")],
)

ONLY_KHMER = service(
    "only-khmer",
    name={"km": "គ្លីនិកកំពង់ផែ"},
    types=["medical"],
    what_you_get={"km": "វេជ្ជបណ្ឌិតពិនិត្យអ្នកដោយមិនសួរឯកសារ"},
    contacts=[phone("+442079460170")],
)

BARE = service(
    "bare",
    name={"en": "Lake Harrow Clinic"},
    types=["medical"],
    areas=["lake-harrow"],
    contacts=[phone("112")],
)

STALE = service(
    "stale",
    name={"en": "Old Quay Classes", "id": "Kelas Dermaga Lama"},
    types=["training", "education"],
    verified_on="2024-05-03",
    status="temporarily_closed",
    contacts=[{"channel": "email", "value": "quay@example.org"}],
)

NOTED = service(
    "noted",
    name={"en": "Papers Office", "id": "Kantor Dokumen"},
    types=["documents"],
    public_note={"en": "Moves in spring."},
    public_note_expires="2026-12-31",
    tells_immigration="is_authority",
    location_disclosure="district_only",
    contacts=[phone("+442079460180", extension="12")],
)

CHINESE = service(
    "chinese",
    name={"en": "Harbour Interpreters", "zh": "法律援助中心"},
    types=["interpretation"],
    contacts=[phone("+442079460190", "sms")],
)
ARABIC = service(
    "arabic",
    name={"en": "Talk Group", "ar": "مجموعة المُساعَدة"},
    types=["psychological", "peer"],
    contacts=[phone("+442079460191")],
)
HOSTILE = service(
    "hostile",
    name={"en": "<b>Bold</b> & 'quoted'"},
    types=["return"],
    contacts=[{"channel": "website", "value": "javascript:alert(1)"}],
)

SERVICES = (
    HOTLINE, LAMP_HOUSE, NIGHT_ROOM, WORKERS_HALL, LAWYERS, ONLY_KHMER, BARE, STALE, NOTED, CHINESE, ARABIC, HOSTILE,
)  # fmt: skip


def write_sample(path: Path, **changes: Any) -> Path:
    """Write the sample edition at `path`; `changes` go to its meta."""
    write_edition(path, meta(**changes), SERVICES)
    return path
