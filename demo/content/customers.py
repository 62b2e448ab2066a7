"""The villagers the centres serve: about two thousand names and mobile numbers, by centre.

`customers()` yields the same people each time. Karim, whom the tests and the tour know, comes first
at Asha's centre. Names follow the place: hill names in the hills, garo and Manipuri names where
Garo and Manipuri people live, Hindu and Muslim names everywhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from .seeded import SEED, nfc, stream, table
from .tables import read

PER_CENTRE = (24, 38)

MUSLIM_MEN = table("""
আব্দুল করিম|Abdul Karim
রফিকুল ইসলাম|Rafiqul Islam
জসিম উদ্দিন|Jasim Uddin
মোফাজ্জল হোসেন|Mofazzal Hossain
শহিদুল হক|Shahidul Haque
আবুল কাশেম|Abul Kashem
মজিবুর শেখ|Mojibur Sheikh
নূর মোহাম্মদ|Nur Mohammad
হাফিজুর মোল্লা|Hafizur Molla
সিরাজুল মিয়া|Sirajul Mia
তোফাজ্জল সরকার|Tofazzal Sarkar
বেলাল প্রামাণিক|Belal Pramanik
খলিল হাওলাদার|Khalil Howlader
ইউনুস আলী|Yunus Ali
দেলোয়ার ব্যাপারী|Delwar Bepari
আলতাফ মণ্ডল|Altaf Mondal
সোলেমান গাজী|Soleman Gazi
ফজলুল করিম|Fazlul Karim
মনির হোসেন|Monir Hossain
রুবেল মিয়া|Rubel Mia
সাইফুল ইসলাম|Saiful Islam
আনোয়ার শিকদার|Anwar Shikder
লিটন খাঁ|Liton Khan
শফিকুল আলম|Shafiqul Alam
""")
MUSLIM_WOMEN = table("""
আমেনা বেগম|Amena Begum
রহিমা খাতুন|Rahima Khatun
সুফিয়া বেগম|Sufia Begum
নাজমা আক্তার|Nazma Akter
মর্জিনা বেগম|Marjina Begum
শেফালী খাতুন|Shefali Khatun
হাসিনা পারভীন|Hasina Parvin
কুলসুম বেগম|Kulsum Begum
রাবেয়া সুলতানা|Rabeya Sultana
জাহানারা বেগম|Jahanara Begum
ফিরোজা খাতুন|Firoza Khatun
তাহমিনা আক্তার|Tahmina Akter
মনোয়ারা বেগম|Monowara Begum
সাজেদা খাতুন|Sajeda Khatun
পারুল আক্তার|Parul Akter
রোজিনা বেগম|Rojina Begum
শিরিনা খাতুন|Shirina Khatun
লাভলী আক্তার|Lovely Akter
নুরজাহান বেগম|Nurjahan Begum
মাহফুজা খাতুন|Mahfuza Khatun
সালেহা বেগম|Saleha Begum
বিলকিস আক্তার|Bilkis Akter
""")
HINDU = table("""
নিখিল চন্দ্র দাস|Nikhil Chandra Das
সুবল কর্মকার|Subal Karmakar
গৌতম রায়|Goutam Roy
বাসুদেব সাহা|Basudeb Saha
রতন শীল|Ratan Shil
অঞ্জলি রানী দাস|Anjali Rani Das
মালতী রায়|Malati Roy
শিখা রানী পাল|Shikha Rani Pal
সন্ধ্যা মণ্ডল|Sandhya Mondal
দুলাল সূত্রধর|Dulal Sutradhar
পরিমল হালদার|Parimal Halder
লক্ষ্মী রানী সরকার|Lakshmi Rani Sarkar
""")
HILL = table("""
কবিতা চাকমা|Kabita Chakma
শান্তিময় চাকমা|Shantimoy Chakma
মিনাক্ষী তঞ্চঙ্গ্যা|Minakshi Tanchangya
উথোয়াই মারমা|Uthowai Marma
ক্রাঞো মারমা|Kranyo Marma
হিরালাল ত্রিপুরা|Hiralal Tripura
সুরেশ চাকমা|Suresh Chakma
জিং নুন বম|Zing Nun Bawm
রেংচং ম্রো|Rengchong Mro
নিরূপা দেওয়ান|Nirupa Dewan
থোয়াইঅং মারমা|Thowaiong Marma
খুমজার ত্রিপুরা|Khumjar Tripura
""")
GARO = table("""
অঞ্জন ম্রং|Anjan Mrong
বীণা চিসিম|Bina Chisim
সুবর্ণা নকরেক|Subarna Nokrek
প্রদীপ সাংমা|Pradip Sangma
""")
MANIPURI = table("""
ইবুংহাল সিংহ|Ibunghal Singha
রাধাবতী দেবী|Radhabati Devi
কুঞ্জবাবু সিংহ|Kunjababu Singha
""")
HILL_DISTRICTS = {"district-4", "district-10", "district-11"}
GARO_DISTRICTS = {"district-61", "district-64", "district-62"}
MANIPURI_DISTRICTS = {"district-36", "district-37"}


@dataclass(frozen=True)
class Customer:
    """`centre` is the slug; `mobile` is +8801…; `language` is how SMS should speak."""

    centre: str
    name_bn: str
    name_en: str
    mobile: str
    language: str = "bn"


def customers(seed: str = SEED) -> Iterator[Customer]:
    karim = next(row for row in read("people") if row["key"] == "karim")
    serial = 10_000
    for centre in read("centres"):
        rng = stream(f"customers:{centre['code']}", seed)
        names = _names(centre["district"])
        if centre["slug"] == karim["organisation"]:
            yield Customer(centre["slug"], karim["name_bn"], karim["name_en"], karim["mobile"])
        for name_bn, name_en in rng.sample(names, rng.randint(*PER_CENTRE)):
            serial += rng.randint(1, 9)
            language = "en" if rng.random() < 0.03 else "bn"
            yield Customer(
                centre["slug"], nfc(name_bn), name_en, f"+88017000{serial:05d}", language
            )


def _names(district: str) -> list[list[str]]:
    people = MUSLIM_MEN + MUSLIM_WOMEN
    if district in HILL_DISTRICTS:
        return HILL + HINDU + people[::2]
    if district in GARO_DISTRICTS:
        return GARO + HINDU + people
    if district in MANIPURI_DISTRICTS:
        return MANIPURI + HINDU + people
    return HINDU + people
