"""Languages the product speaks, and how each is written."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its BCP 47 code, its name in its own script, and its writing direction."""

    code: str
    own_name: str
    english_name: str
    right_to_left: bool = False

    @property
    def direction(self) -> str:
        return "rtl" if self.right_to_left else "ltr"


_LANGUAGES = (
    Language("en", "English", "English"),
    Language("id", "Bahasa Indonesia", "Indonesian"),
    Language("km", "ខ្មែរ", "Khmer"),
    Language("th", "ไทย", "Thai"),
    Language("vi", "Tiếng Việt", "Vietnamese"),
    Language("lo", "ລາວ", "Lao"),
    Language("my", "မြန်မာ", "Burmese"),
    Language("ms", "Bahasa Melayu", "Malay"),
    Language("ar", "العربية", "Arabic", right_to_left=True),
)

LANGUAGES: dict[str, Language] = {language.code: language for language in _LANGUAGES}


def pick(texts: dict[str, str], language: str, fallback: str = "en") -> str:
    """The text in `language`, else in `fallback`, else in any language, else an empty string."""
    for code in (language, fallback):
        if texts.get(code):
            return texts[code]
    return next((text for text in texts.values() if text), "")
