"""Find what looks like an address, a map link or a landmark in free text, and mask it.

Used only where strangers may not come (location_disclosure other than public_address), so a
pattern may err towards masking: a lost street name costs a sentence, a published one a life.
No list of patterns finds every address; the fields for one are refused apart from this.
"""

from __future__ import annotations

import re
import unicodedata

MASK = "▮▮▮"

# Words that are also ordinary ones ("30 minutes before court") count only with a capital.
_ENGLISH_STREET = (
    r"street|st|road|rd\.?|avenue|ave\.?|lane|boulevard|blvd\.?|highway|hwy\.?|alley|"
    r"(?-i:Court|Ct\.|Drive|Terrace|Place|Plaza|Square|Close|Quay|Way|Row|Crescent)"
)
_STREET_BEFORE = r"jalan|jl\.|jln\.?|gang|gg\.|lorong|phố|đường|ngõ|hẻm|soi|thanon|calle"
_COLOURS = r"blue|red|green|white|yellow|black|brown|grey|gray|pink|orange"

_PATTERNS = (
    # Map links, coordinates, plus codes, three words.
    r"(?:https?://)?\S{0,80}(?:goo\.gl|maps\.app\.goo|google\.[a-z.]+/maps|maps\.google|"
    r"openstreetmap\.org|osm\.org|maps\.apple|waze\.com|w3w\.co|what3words|bing\.com/maps|"
    r"plus\.codes|yandex\.[a-z]+/maps)\S*",
    r"-?\d{1,2}\.\d{3,12}\s?°?\s?[NS]?\s?[,;/& ]\s?(?:lon=)?-?\d{1,3}\.\d{3,12}",
    r"\b[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}\b",
    r"///\w+\.\w+\.\w+",
    # Streets: 19 Mill Street · Mill Street 19 · Jalan Melati No. 5
    rf"\b\d+[A-Za-z]?(?:[-/]\d+)?,?\s+(?:[\w'’.]+\s+){{0,4}}(?:{_ENGLISH_STREET})\b\.?",
    r"\b(?-i:(?:[A-Z][\w'’]+\s+){1,3})(?:street|road|avenue|lane|boulevard|quay|terrace)\b"
    r"(?:,?\s*(?:no\.?\s*)?\d+\w?)?",
    r"\b[\w'’]+\s+(?:street|road|avenue|lane|boulevard)\s*,?\s*(?:no\.?\s*)?\d+\w?",
    r"\b(?:jl|jln|gg)\.\s*\S+(?:\s+\S+){0,3}",
    rf"\b(?:{_STREET_BEFORE})\s+\S+(?:\s+\S+){{0,3}}?\s*(?:no\.?|nomor|số|km\.?)?\s*\d+\S*",
    rf"\b(?:{_STREET_BEFORE})\s+(?-i:[A-Z]\w+(?:\s+[A-Z]\w+)*)",
    r"\bRT\.?\s*\d+\s*/?\s*RW\.?\s*\d+",
    r"(?:ផ្ទះលេខ|ផ្លូវ(?:លេខ)?|ផ្ទះ\s*លេខ)\s*[0-9០-៩]+\w*",
    r"(?:ถนน|ซอย|บ้านเลขที่)\s*\S+(?:\s+[0-9๐-๙/]+)?",
    r"(?:ຖະໜົນ|ຖະຫນົນ|ຮ່ອມ|ເຮືອນເລກທີ)\s*\S+",
    r"(?:အမှတ်|လမ်းအမှတ်)\s*[(]?[0-9၀-၉]+[)]?\S*",
    r"(?:شارع|زقاق|بناية رقم|منزل رقم)\s+\S+(?:\s+[0-9٠-٩]+)?",
    # Landmarks: next to the pharmacy, the blue gate.
    r"\b(?:next to|behind|opposite|across from|in front of|around the corner from)\s+"
    r"(?:the\s+|a\s+)?(?!you\b|me\b|them\b|us\b)\w+(?:\s+\w+){0,3}",
    rf"\b(?:{_COLOURS})\s+(?:gate|door|house|building|fence|roof|sign)\b",
    r"\b(?:di\s+)?(?:samping|belakang|seberang|sebelah)\s+\w+(?:\s+\w+){0,2}",
    r"(?:ទល់មុខ|ជាប់នឹង|នៅក្រោយ)\S+",
    r"(?:بجانب|بجوار|خلف مبنى|مقابل مبنى)\s+\S+(?:\s+\S+)?",
    r"\b(?:near|close to|beside|adjacent to|a few steps from|minutes? from)\s+(?:the\s+|a\s+)?"
    r"(?!you\b|your\b|me\b|us\b|them\b|here\b|home\b)[\w'’.-]+(?:\s+[\w'’.-]+){0,3}",
    r"\b(?:dekat|depan)\s+(?!anda\b|kamu\b|saya\b|situ\b|sini\b|sana\b)\w+(?:\s+\w+){0,2}",
    r"\b(?:gần|đối diện|bên cạnh|cạnh|phía sau|sau lưng)\s+(?!bạn\b|anh\b|chị\b|em\b)\w+"
    r"(?:\s+\w+){0,2}",
    r"(?:ជិត|ក្រោយ|ក្បែរ)(?:ផ្សារ|វត្ត|សាលា|មន្ទីរ|ស្ពាន|ធនាគារ)\S{0,20}",
    r"(?:ใกล้|ตรงข้าม|ติดกับ|หลัง|ข้าง)(?:กับ)?(?:วัด|ตลาด|โรง|ธนาคาร|สถานี|สะพาน|ปั๊ม|ร้าน)\S{0,20}",
    r"(?:ໃກ້|ກົງກັນຂ້າມ|ຫຼັງ|ຕິດກັບ)(?:ກັບ)?(?:ວັດ|ຕະຫຼາດ|ໂຮງ|ທະນາຄານ|ຂົວ|ຮ້ານ)\S{0,20}",
    r"\S{1,30}(?:အနီး|နဘေး|မျက်နှာချင်းဆိုင်)",
    r"(?:بالقرب من|قرب|قبالة|وراء|خلف|مقابل)\s+\S{3,}(?:\s+\S+)?",
    # Short links and other ways to say coordinates: they lead to a map as well.
    r"\bgeo:\S+|\b(?:https?://)?(?:bit\.ly|t\.ly|tinyurl\.com|cutt\.ly|is\.gd|rb\.gy|s\.id|t\.co|"
    r"g\.co|ow\.ly|shorturl\.\w+|linktr\.ee)/\S+",
    r"\d{1,3}\s?°\s?\d{1,2}\s?['’′]\s?(?:\d{1,2}(?:[.,]\d+)?\s?[\"”″])?\s?[NSEWOLBT]?",
    r"-?\d{1,2},\d{4,12}\s*[;/ ]\s*-?\d{1,3},\d{4,12}",
    # Streets, blocks and doors in the words of other countries.
    r"\b[\w-]{2,40}(?:straße|strasse|str\.|gasse|allee|platz|weg|laan|straat|gatan|vej)\s*\d+\w?",
    r"\b\d+\w?,?\s*(?:bis\s+)?(?:rue|impasse|chemin|allée|quai)\s+\S+(?:\s+\S+){0,3}",
    r"\b(?:(?:rua|travessa|avenida|carrera|sokak|cadde(?:si)?|mahallesi|purok|sitio|barangay)\s|"
    r"(?:av\.|cra\.|brgy\.?|c/))\s*\S+(?:\s+\S+){0,2}",
    r"(?:ул\.|улица|проспект|пр-т|переулок|пер\.|бульвар)\s*\S+(?:\s+\S+){0,2}?(?:,?\s*д?\.?\s*\d+\w?)",
    r"[\u4e00-\u9fff]{1,10}(?:路|街|道|巷|弄)\s*[0-9０-９一二三四五六七八九十百]+\s*(?:号|號|弄|室|楼)?",
    r"\b(?:komplek(?:s)?|perumahan|perum|blok|kavling|kav\.?|dusun|lingkungan)\s+\S+(?:\s+\S+){0,2}",
    r"\b\d{1,5}[A-Za-z]?(?:/\d{1,4}){0,3}\s+(?-i:(?=\S{0,20}[À-ɏḀ-ỿ]|\S{1,20}\s+\S{0,20}[À-ɏḀ-ỿ])[A-ZÀ-ɏḀ-ỿ]\S+\s+[A-ZÀ-ɏḀ-ỿ]\S+)",
    r"(?:หมู่(?:ที่)?|ตรอก)\s*[0-9๐-๙]+|เลขที่\s*[0-9๐-๙/]+",
    r"ភូមិ\s?(?:លេខ\s?)?[0-9០-៩]+|ក្រុមទី\s?[0-9០-៩]+",
    r"\b(?:flat|apartment|apt\.?|unit|suite|villa|block|tower)\s+(?:no\.?\s*|#\s*)?(?-i:[A-Z]?\d+\w?)\b",
    r"\b(?:house|room|door)\s+(?:no\.?|number|#)\s*\d+\w?",
    # Post codes.
    r"(?-i:\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b)",
    r"(?-i:\b[A-Z]{2}\s+\d{5}(?:-\d{4})?\b)",
    r"\bkode\s+pos\s*:?\s*\d{5}\b",
)
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_ADDRESS = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE)

# Words by which a record says that those it serves may be hunted. Plain substrings of casefolded
# text: a regular expression over 4,000 long descriptions took most of the time of a check.
_DANGER = (
    "traffick", "domestic violence", "intimate partner", "battered", "safe house", "safe-house",
    "safehouse", "shelter", "women's refuge", "women’s refuge", "transition house",
    "domestic abuse", "casa de acogida", "rumah singgah", "บ้านพักฉุกเฉิน", "nhà tạm lánh", "دار إيواء",
    "ផ្ទះសុវត្ថិភាព", "rape crisis", "sexual assault", "honour-based", "honor-based", "forced marriage",
    "trata de personas", "violencia doméstica", "violencia domestica", "perdagangan orang",
    "perdagangan manusia", "kekerasan dalam rumah tangga", "kdrt", "tppo", "rumah aman", "ជួញដូរ",
    "អំពើហិង្សាក្នុងគ្រួសារ", "الاتجار بالبشر", "الاتجار بالأشخاص", "العنف الأسري", "العنف المنزلي",
    "ค้ามนุษย์", "mua bán người", "buôn người", "bạo lực gia đình", "ຄ້າມະນຸດ", "လူကုန်ကူး",
)  # fmt: skip


def mask(text: str) -> tuple[str, int]:
    """The text with every suspected address replaced by MASK, and how many were found."""
    # Invisible signs inside a word must not hide it; text without a find is given back untouched.
    plain = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    masked, found = _ADDRESS.subn(MASK, plain)
    return (masked, found) if found else (text, 0)


def speaks_of_danger(text: str) -> bool:
    """True when the text names trafficking, domestic or sexual violence, or a safe house."""
    folded = text.casefold()
    return any(words in folded for words in _DANGER)
