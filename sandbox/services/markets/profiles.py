"""The six marketplaces: what each wants in a feed, and how it writes what it sends back.

How these marketplaces truly speak is not public. What stands here is made up after habits of the
countries they sell in: their money, their clocks and calendars, their addresses, their languages.
"""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from sandbox.core.service import Text

BUDDHIST, MINGUO = 543, -1911
"""What Thailand adds to the year, and what Taiwan takes away."""


@dataclass(frozen=True)
class Listings:
    """A feed's rows. `columns`: our word → theirs; `needs`: our words that must be filled.

    `whole`: every file has all there is, and what it lacks has ended; otherwise a row changes one
    listing, and `action` says by `gone` that it ends. `coin`: prices carry their currency.
    """

    kind: str
    columns: dict[str, str]
    needs: tuple[str, ...]
    whole: bool = True
    gone: str = ""
    coin: bool = False
    most_title: int = 150


@dataclass(frozen=True)
class Orders:
    """Order files. `words`: new and cancelled as they say it. JSON and XML nest `lines` in a
    record; tables repeat the order's columns in every line. `page`: asked for at `/orders`."""

    kind: str
    order: dict[str, str]
    line: dict[str, str]
    words: dict[str, str]
    root: str = "orders"
    record: str = "order"
    lines: str = "items"
    trailer: str = ""
    page: bool = False


@dataclass(frozen=True)
class Flat:
    """A file of rows without anything within: answers, settlements, notes about orders."""

    kind: str
    columns: dict[str, str]
    words: dict[str, str] = field(default_factory=dict)
    trailer: str = ""


@dataclass(frozen=True)
class Profile:
    key: str
    title: Text
    about: Text
    country: str
    currency: str
    zone: str
    when: str
    listings: Listings
    answers: Flat
    orders: Orders
    settlements: Flat
    notes: Flat
    door: str
    """How it is signed in over HTTP: key, bearer or basic. Its SFTP takes user and password."""
    era: int = 0
    decimals: int = 2
    postcode: str = r"\d{5}"
    forbidden: dict[str, str] = field(default_factory=dict)
    """Beginnings of HS codes it does not sell, with why."""
    fee_percent: float = 10.0
    fees_positive: bool = False

    def stamp(self, at: datetime) -> str:
        """A moment as this marketplace writes it: its zone, its years."""
        local = at.astimezone(ZoneInfo(self.zone))
        return local.strftime(self.when.replace("%Y", str(local.year + self.era)))

    def amount(self, value: Decimal) -> str:
        return str(value.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP))


ANSWER = {
    "file": "file", "line": "line", "sku": "sku", "result": "result", "code": "code",
    "field": "field", "text": "message", "ref": "listing",
}  # fmt: skip

QOOVE = Profile(
    "qoove",
    ("কুভ", "Qoove"),
    ("Google Merchant XML নেয়, শুল্কের ঘরসহ; ডলারে বেচে।", "Takes Google Merchant XML with customs fields; sells in dollars."),
    "LK", "USD", "UTC", "%Y-%m-%dT%H:%M:%SZ",
    Listings(
        "xml",
        {
            "sku": "g:id", "title": "g:title", "text": "g:description", "url": "g:link", "picture": "g:image_link",
            "price": "g:price", "availability": "g:availability", "quantity": "g:quantity", "category": "g:product_type",
            "material": "g:material", "weight": "g:shipping_weight", "hs": "c:hs_code", "origin": "c:country_of_origin",
            "value": "c:customs_value", "net": "c:net_weight",
        },
        ("sku", "title", "text", "price", "quantity", "picture", "hs", "origin", "value", "weight"),
        coin=True,
    ),
    Flat("json", {**ANSWER, "sku": "id", "result": "status", "field": "attribute"}, {"accepted": "accepted", "warned": "accepted", "refused": "disapproved"}),
    Orders(
        "xml",
        {
            "ref": "number", "at": "placed", "currency": "currency", "state": "status", "shipping": "shipping", "name": "buyer.name",
            "line1": "buyer.street", "city": "buyer.city", "region": "buyer.region", "postcode": "buyer.postcode",
            "country": "buyer.country", "phone": "buyer.phone",
        },
        {"line": "id", "sku": "offer", "quantity": "quantity", "unit": "price"},
        {"new": "paid", "cancelled": "cancelled"},
        lines="item",
    ),
    Flat(
        "csv",
        {"ref": "Order", "kind": "Type", "amount": "Amount", "currency": "Currency", "at": "Date", "reference": "Statement"},
        {"sale": "Payment", "fee": "Commission", "refund": "Refund", "transfer": "Payout"},
    ),
    Flat("json", {"ref": "order", "what": "event", "carrier": "carrier", "number": "tracking", "at": "at", "why": "reason"}),
    "key",
    postcode=r"[A-Z0-9 -]{3,10}",
    forbidden={"24": "tobacco is not sold here", "93": "arms are not sold here"},
    fee_percent=12.0,
)  # fmt: skip

FMT = Profile(
    "fmt",
    ("এফএমটি", "FMT"),
    ("শ্রীলঙ্কা: SFTP-তে CSV, শুধু যা বদলেছে; রুপিতে।", "Sri Lanka: CSV over SFTP, only what changed; in rupees."),
    "LK", "LKR", "Asia/Colombo", "%d/%m/%Y %H:%M",
    Listings(
        "csv",
        {
            "action": "action", "sku": "item_code", "title": "item_name", "text": "details", "picture": "photo", "price": "price_lkr",
            "quantity": "stock", "category": "department", "hs": "hs", "origin": "origin", "weight": "weight_kg",
        },
        ("sku", "title", "price", "quantity", "hs", "origin", "weight"),
        whole=False,
        gone="DELETE",
        most_title=80,
    ),
    Flat(
        "csv",
        {**ANSWER, "sku": "item_code", "result": "outcome", "code": "reason_code", "text": "reason"},
        {"accepted": "OK", "warned": "OK", "refused": "REJECTED"},
    ),
    Orders(
        "csv",
        {
            "ref": "OrderNo", "at": "OrderDate", "currency": "Cur", "state": "Status", "shipping": "Delivery", "name": "Customer",
            "line1": "Address1", "line2": "Address2", "city": "Town", "region": "Province", "postcode": "PostCode",
            "country": "Country", "phone": "Mobile",
        },
        {"line": "LineNo", "sku": "ItemCode", "quantity": "Qty", "unit": "UnitPrice"},
        {"new": "CONFIRMED", "cancelled": "CANCELLED"},
        trailer="END",
    ),
    Flat(
        "csv",
        {"ref": "OrderNo", "kind": "Entry", "amount": "LKR", "currency": "Cur", "at": "ValueDate", "reference": "Advice"},
        {"sale": "SALE", "fee": "COMMISSION", "refund": "RETURN", "transfer": "REMITTANCE"},
        trailer="END",
    ),
    Flat("csv", {"ref": "OrderNo", "what": "Event", "carrier": "Carrier", "number": "AirwayBill", "at": "EventTime", "why": "Reason"}),
    "basic",
    forbidden={"0306": "crustaceans need a licence of the Sri Lankan importer", "22": "drinks are not sold here"},
    fee_percent=9.5,
    fees_positive=True,
)  # fmt: skip

JUMEI = Profile(
    "jumei",
    ("জুমেই", "Jumei"),
    ("দক্ষিণ কোরিয়া: HTTPS-এ JSON লাইন, শুধু যা বদলেছে; উওনে।", "South Korea: JSON lines over HTTPS, only what changed; in won."),
    "KR", "KRW", "Asia/Seoul", "%Y%m%d%H%M%S",
    Listings(
        "jsonl",
        {
            "action": "useYn", "sku": "goodsNo", "title": "goodsNm", "text": "goodsDesc", "picture": "imgUrl", "price": "salePrice",
            "quantity": "stockQty", "hs": "hsCd", "origin": "orgCd", "weight": "wgtG", "material": "matlNm", "category": "ctgrCd",
        },
        ("sku", "title", "price", "quantity", "picture", "hs", "origin", "material"),
        whole=False,
        gone="N",
        most_title=100,
    ),
    Flat(
        "jsonl",
        {**ANSWER, "line": "lineNo", "sku": "goodsNo", "result": "rsltCd", "code": "errCd", "field": "errField", "text": "errMsg", "ref": "listNo"},
        {"accepted": "0000", "warned": "0001", "refused": "9999"},
    ),
    Orders(
        "json",
        {
            "ref": "ordNo", "at": "ordDtm", "currency": "curCd", "state": "ordStatCd", "shipping": "dlvAmt", "name": "rcvr.nm",
            "line1": "rcvr.addr1", "line2": "rcvr.addr2", "city": "rcvr.sigungu", "region": "rcvr.sido", "postcode": "rcvr.zip",
            "country": "rcvr.ntn", "phone": "rcvr.telNo",
        },
        {"line": "ordSeq", "sku": "goodsNo", "quantity": "ordQty", "unit": "saleAmt"},
        {"new": "10", "cancelled": "90"},
        lines="ordList",
        page=True,
    ),
    Flat(
        "json",
        {"ref": "ordNo", "kind": "setlDvCd", "amount": "setlAmt", "currency": "curCd", "at": "setlDtm", "reference": "setlNo"},
        {"sale": "S", "fee": "F", "refund": "R", "transfer": "T"},
    ),
    Flat("json", {"ref": "ordNo", "what": "procCd", "carrier": "dlvCo", "number": "invoiceNo", "at": "procDtm", "why": "rsn"}),
    "bearer",
    decimals=0,
    forbidden={"0409": "honey needs a Korean import declaration", "0804": "fresh fruit is not admitted"},
    fee_percent=15.0,
)  # fmt: skip

SAHOLIC = Profile(
    "saholic",
    ("সাহোলিক", "Saholic"),
    ("ভারত: HTTPS-এ TSV, প্রতিবার সব; রুপিতে।", "India: TSV over HTTPS, everything each time; in rupees."),
    "IN", "INR", "Asia/Kolkata", "%d-%b-%Y %I:%M %p",
    Listings(
        "tsv",
        {
            "sku": "sku", "title": "name", "text": "description", "mrp": "mrp", "price": "selling_price", "quantity": "inventory",
            "hs": "hsn", "origin": "country_of_origin", "weight": "weight_grams", "picture": "image1", "brand": "brand", "maker": "manufacturer",
        },
        ("sku", "title", "text", "mrp", "price", "quantity", "hs", "origin", "maker"),
        most_title=120,
    ),
    Flat("tsv", {**ANSWER, "result": "status", "text": "remarks"}, {"accepted": "ACTIVE", "warned": "ACTIVE", "refused": "REJECTED"}),
    Orders(
        "xml",
        {
            "ref": "OrderId", "at": "OrderedOn", "currency": "Currency", "state": "State", "shipping": "ShippingCharge", "name": "ShipTo.Name",
            "line1": "ShipTo.Line1", "line2": "ShipTo.Line2", "city": "ShipTo.City", "region": "ShipTo.State",
            "postcode": "ShipTo.Pincode", "country": "ShipTo.Country", "phone": "ShipTo.Mobile",
        },
        {"line": "LineId", "sku": "Sku", "quantity": "Quantity", "unit": "Price"},
        {"new": "APPROVED", "cancelled": "CANCELLED"},
        root="Orders", record="Order", lines="OrderLine",
    ),
    Flat(
        "xml",
        {"ref": "OrderId", "kind": "Head", "amount": "Amount", "currency": "Currency", "at": "On", "reference": "Utr"},
        {"sale": "Sale", "fee": "MarketplaceFee", "refund": "Return", "transfer": "NeftPayment"},
    ),
    Flat("tsv", {"ref": "order_id", "what": "event", "carrier": "courier", "number": "awb", "at": "event_time", "why": "reason"}),
    "basic",
    postcode=r"[1-9]\d{5}",
    forbidden={"5303": "raw jute is kept out by a safeguard", "0406": "cheese is not admitted"},
    fee_percent=11.0,
)  # fmt: skip

THAILAND = Profile(
    "thailand",
    ("থাই আঞ্চলিক বাজার", "Thai regional market"),
    ("থাইল্যান্ড: SFTP-তে XLSX, প্রতিবার সব; বাতে, বৌদ্ধ সালে।", "Thailand: XLSX over SFTP, everything each time; in baht, years of the Buddha."),
    "TH", "THB", "Asia/Bangkok", "%d/%m/%Y %H:%M:%S",
    Listings(
        "xlsx",
        {
            "sku": "รหัสสินค้า", "title": "ชื่อสินค้า", "text": "รายละเอียด", "price": "ราคา (บาท)", "quantity": "จำนวน", "hs": "พิกัดศุลกากร",
            "origin": "ประเทศต้นกำเนิด", "weight": "น้ำหนัก (กรัม)", "size": "ขนาด (ซม.)", "picture": "รูปภาพ",
        },
        ("sku", "title", "price", "quantity", "hs", "origin", "weight", "size"),
    ),
    Flat(
        "xlsx",
        {**ANSWER, "line": "แถว", "sku": "รหัสสินค้า", "result": "ผล", "code": "รหัสข้อผิดพลาด", "field": "คอลัมน์", "text": "หมายเหตุ", "ref": "เลขที่ประกาศ"},
        {"accepted": "ผ่าน", "warned": "ผ่าน", "refused": "ไม่ผ่าน"},
    ),
    Orders(
        "xlsx",
        {
            "ref": "เลขที่สั่งซื้อ", "at": "วันที่", "currency": "สกุลเงิน", "state": "สถานะ", "shipping": "ค่าส่ง", "name": "ผู้รับ", "line1": "ที่อยู่",
            "city": "อำเภอ", "region": "จังหวัด", "postcode": "รหัสไปรษณีย์", "country": "ประเทศ", "phone": "โทรศัพท์",
        },
        {"line": "ลำดับ", "sku": "รหัสสินค้า", "quantity": "จำนวน", "unit": "ราคาต่อหน่วย"},
        {"new": "ชำระแล้ว", "cancelled": "ยกเลิก"},
    ),
    Flat(
        "xlsx",
        {"ref": "เลขที่สั่งซื้อ", "kind": "รายการ", "amount": "จำนวนเงิน", "currency": "สกุลเงิน", "at": "วันที่", "reference": "เลขอ้างอิง"},
        {"sale": "ยอดขาย", "fee": "ค่าธรรมเนียม", "refund": "คืนเงิน", "transfer": "โอนเงิน"},
    ),
    Flat("xlsx", {"ref": "เลขที่สั่งซื้อ", "what": "เหตุการณ์", "carrier": "ขนส่ง", "number": "เลขพัสดุ", "at": "เวลา", "why": "เหตุผล"}),
    "basic",
    era=BUDDHIST,
    forbidden={"9706": "antiques may not be sold", "2402": "cigarettes may not be sold"},
    fee_percent=8.0,
    fees_positive=True,
)  # fmt: skip

TAIWAN = Profile(
    "taiwan",
    ("তাইওয়ান আঞ্চলিক বাজার", "Taiwanese regional market"),
    ("তাইওয়ান: নিজে এসে CSV নিয়ে যায়; নতুন তাইওয়ান ডলারে, মিঙ্গুও সালে।", "Taiwan: comes and fetches a CSV; in new Taiwan dollars, years of the Republic."),
    "TW", "TWD", "Asia/Taipei", "%Y/%m/%d %H:%M",
    Listings(
        "csv",
        {
            "sku": "商品編號", "title": "商品名稱", "text": "商品說明", "price": "售價", "quantity": "庫存", "hs": "稅則號別", "origin": "產地",
            "weight": "毛重(公克)", "material": "材質", "picture": "主圖",
        },
        ("sku", "title", "price", "quantity", "hs", "origin", "material", "picture"),
        most_title=60,
    ),
    Flat(
        "csv",
        {**ANSWER, "line": "行號", "sku": "商品編號", "result": "結果", "code": "代碼", "field": "欄位", "text": "說明", "ref": "刊登編號"},
        {"accepted": "通過", "warned": "通過", "refused": "退件"},
    ),
    Orders(
        "csv",
        {
            "ref": "訂單編號", "at": "訂購時間", "currency": "幣別", "state": "狀態", "shipping": "運費", "name": "收件人", "line1": "地址", "city": "鄉鎮市區",
            "region": "縣市", "postcode": "郵遞區號", "country": "國別", "phone": "電話",
        },
        {"line": "項次", "sku": "商品編號", "quantity": "數量", "unit": "單價"},
        {"new": "已付款", "cancelled": "已取消"},
    ),
    Flat(
        "csv",
        {"ref": "訂單編號", "kind": "類別", "amount": "金額", "currency": "幣別", "at": "日期", "reference": "帳單編號"},
        {"sale": "貨款", "fee": "手續費", "refund": "退款", "transfer": "匯款"},
    ),
    Flat("csv", {"ref": "訂單編號", "what": "事件", "carrier": "物流", "number": "運單號", "at": "時間", "why": "原因"}),
    "key",
    era=MINGUO,
    decimals=0,
    postcode=r"\d{3}(\d{2,3})?",
    forbidden={"0302": "fresh fish is not admitted", "9303": "arms may not be sold"},
    fee_percent=10.0,
)  # fmt: skip

PROFILES = [QOOVE, FMT, JUMEI, SAHOLIC, THAILAND, TAIWAN]
