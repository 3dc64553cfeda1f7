"""What would lead someone to a door is found in free text; ordinary sentences are left alone."""

from __future__ import annotations

import pytest

from suluh.directory.domain.addresses import MASK, mask, speaks_of_danger


@pytest.mark.parametrize(
    "text",
    [
        "Come to 19 Mill Street",
        "Come to Mill Street 19",
        "We are on Harbour Road",
        "Ring at the blue gate",
        "The house is next to the pharmacy",
        "The house is behind the market hall",
        "Jalan Melati No. 5, RT 03/RW 07",
        "Jl. Kenanga Raya",
        "ផ្ទះលេខ ១២ ផ្លូវ ២៧១",
        "ถนนสุขใจ 12",
        "၁၂ လမ်းအမှတ် ၅",
        "شارع الميناء 12",
        "số nhà 12 phố Huế 34",
        "https://maps.app.goo.gl/abc",
        "See google.com/maps/place/x",
        "-6.20012, 106.81666",
        "Our plus code is 6P58+Q3",
        "Post code SW1A 1AA",
        "Kode pos 16110",
        "We are near the fish market",
        "The office is close to Harbour Bridge",
        "Five minutes from the old station",
        "Rumah kami dekat pasar ikan",
        "Tepat di depan masjid raya",
        "Nhà ở gần chợ Bến Thành",
        "Đối diện bệnh viện",
        "នៅជិតផ្សារថ្មី",
        "ใกล้วัดเก่า",
        "ໃກ້ຕະຫຼາດ",
        "ဈေးကြီးအနီး",
        "المنزل قرب السوق القديم",
        "مقابل المدرسة الكبيرة",
        "bit.ly/3xyzAB",
        "geo:11.5564,104.9282",
        "11°33'23\"N 104°55'41\"E",
        "11,55643; 104,92821",
        "Hauptstraße 12",
        "12 rue des Lilas",
        "Rua das Flores 30",
        "Barangay San Isidro, Purok 4",
        "ул. Садовая, д. 5",
        "中山路88号",
        "Komplek Griya Asri Blok C",
        "Kavling 12 Dusun Sukamaju",
        "12 Lê Lợi",
        "45/7 Nguyễn Huệ",
        "หมู่ที่ 4",
        "ភូមិ ៣",
        "Apartment 4B",
        "House no. 17",
    ],
)
def test_an_address_is_masked(text: str) -> None:
    masked, found = mask(text)
    assert found >= 1
    assert MASK in masked


@pytest.mark.parametrize(
    "text",
    [
        "A bed, meals and a locked room of your own for up to 30 days.",
        "Call first. They tell you where when you call.",
        "Someone can sit next to you in court.",
        "Bring 2 photos and your card, if you have them.",
        "They answer in 10 minutes. It costs 5 dollars.",
        "Help with legal questions ជំនួយផ្លូវច្បាប់",
        "ជំនួយផ្លូវចិត្តសម្រាប់អ្នក",
        "Anda bisa berhenti kapan saja.",
        "يمكنك التوقف متى شئت. المكالمة مجانية.",
        "Open 08:00-17:00, Monday to Friday",
        "Someone near you can call.",
        "24 Hour Help Line",
        "Ada orang dekat Anda yang bisa menelepon.",
        "Bạn có thể gọi 24 giờ. Miễn phí.",
        "They keep no minutes of the talk.",
        "Room for 12 women and their children",
        "ชั่วโมง 24 ชั่วโมง ทุกวัน",
        "អ្នកអាចឈប់ពេលណាក៏បាន",
        "နေ့တိုင်း ဖွင့်သည်",
        "ທ່ານສາມາດໂທຫາໄດ້ທຸກມື້",
    ],
)
def test_an_ordinary_sentence_is_left_alone(text: str) -> None:
    assert mask(text) == (text, 0)


@pytest.mark.parametrize(
    "text", ["Help for trafficked people", "a safe house", "rumah aman", "الاتجار بالبشر", "KDRT"]
)
def test_words_of_danger_are_noticed(text: str) -> None:
    assert speaks_of_danger(text)


def test_other_words_are_not() -> None:
    assert not speaks_of_danger("Free lunch for school children")
