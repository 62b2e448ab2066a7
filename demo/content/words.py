"""Words every catalogue needs, in both languages."""

from .seeded import table

COLOURS = table("""
লাল|red
নীল|blue
আকাশি|sky blue
সবুজ|green
কালো|black
সাদা|white
হলুদ|yellow
বেগুনি|purple
গোলাপি|pink
মেরুন|maroon
কমলা|orange
ছাই|grey
বাদামি|brown
ফিরোজা|turquoise
ঘিয়ে|cream
""")
DEEP_COLOURS = COLOURS[:1] + COLOURS[1:2] + COLOURS[3:5] + COLOURS[7:10] + COLOURS[13:]

# Each is right in some shop: the second spelling is how many people write it.
SPELLINGS = table("""
জামদানি|জামদানী
শাড়ি|শাড়ী
পাঞ্জাবি|পাঞ্জাবী
লুঙ্গি|লুঙ্গী
নকশিকাঁথা|নকশী কাঁথা
মসলা|মশলা
ঔষধ|ওষুধ
চিঁড়া|চিড়া
রঙিন|রঙ্গিন
শতরঞ্জি|সতরঞ্জি
ইসলামি|ইসলামী
তাঁত|তাত
ঘড়ি|ঘড়ী
""")
