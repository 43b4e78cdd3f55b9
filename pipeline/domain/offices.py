"""Official papers' own vocabulary: bodies, titles of signers, the signs of papers.

Source: Decree 30/2020/NĐ-CP, Appendix I (layout) and III (abbreviations of types).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.domain import phrases, texts
from pipeline.domain.parsed import Parsed, as_digits

#: How the name of a body begins. A line of the head that begins otherwise goes on with the line above it.
_BODY_STARTS: Final = tuple(
    """
uy ban nhan dan; ubnd; hoi dong nhan dan; hdnd; hoi dong; bo; so; cuc; chi cuc; tong cuc; vu; truong; dai hoc;
hoc vien; vien; trung tam; phong; ban; van phong; cong an; cong ty; tong cong ty; tap doan; toa an; quoc hoi; uy
ban thuong vu quoc hoi; chinh phu; thu tuong; bao hiem xa hoi; kho bac; thue; hai quan; dang uy; tinh uy; huyen
uy; thanh uy; lien doan; mat tran; benh vien; ngan hang; thanh tra; chi nhanh; dien luc; bo phan; to; doi; hat
kiem lam; buu dien; doan; hoi; uy ban; don vi; xi nghiep; nha may; bo chi huy; bo tu lenh; chi doi; quan khu;
tram; quy; vnpt; viettel; evn; bidv; agribank; vietcombank; vietinbank; bhxh; ttyt; vpdkdd; cnvpdk; bchqs; nhnn
""".replace("\n", " ")
    .strip()
    .split("; ")
)


#: No body has such a name alone: it is the end of one, as in ``SỞ TÀI NGUYÊN VÀ MÔI / TRƯỜNG``.
_NEVER_ALONE: Final = frozenset(
    ("ban", "bo", "cuc", "doan", "doi", "hoi", "phong", "quy", "so", "to", "tram", "truong", "vien", "vu")
)


def issuer_of(lines: Sequence[str]) -> str:
    """The issuing body from the printed lines of the head: the last body, without its parent, its lines joined.

    ``ỦY BAN NHÂN DÂN / TỈNH CÀ MAU`` is one body in two lines; in ``BỘ CÔNG THƯƠNG / TRƯỜNG ĐẠI HỌC`` the second is it.
    """
    start = 0
    for number, line in enumerate(lines):
        if number and _begins_body(line) and not _is_open(lines[number - 1]):
            start = number
    return " ".join(lines[start:])


def last_of(body: str) -> str:
    """The body itself where its parent of the same sort stands before it: ``CÔNG AN HUYỆN …, CÔNG AN XÃ …``."""
    words = body.split()
    again = next((at for at in range(2, len(words) - 2) if words[at : at + 2] == words[:2]), 0)
    return " ".join(words[again:])


def _begins_body(line: str) -> bool:
    folded = re.sub(r"[^a-z ]", " ", texts.fold(texts.tidy(line)))
    words = " ".join(folded.split())
    if words in _NEVER_ALONE:
        return False
    return any(words == start or words.startswith(f"{start} ") for start in _BODY_STARTS)


def is_body(line: str) -> bool:
    """Whether a printed line names a body rather than a person's capacity."""
    return _begins_body(line)


#: What is followed by a name: a body whose name ends so has lost the rest.
_NAMELESS: Final = (
    " xa", " phuong", " thi tran", " huyen", " quan", " thi xa", " thanh pho", " tinh",
    " nhan dan", " dang ky dat dai", " chi nhanh",
    " mam non", " tieu hoc", " trung hoc co so", " trung hoc pho thong", " da khoa",
)  # fmt: skip


def is_nameless(body: str) -> bool:
    """Whether the name of a body ends before its own: ``TRƯỜNG TIỂU HỌC``, ``ỦY BAN NHÂN DÂN``, or is but its end."""
    folded = texts.fold(texts.tidy(body))
    short = len(folded.split()) < 3 and folded not in ("chinh phu", "quoc hoi")
    return short or folded.endswith((*_NAMELESS, " phuc vu chinh cong"))  # … HÀNH CHÍNH CÔNG


def _is_open(line: str) -> bool:
    """Whether a line asks to be gone on with: ``SỞ GIÁO DỤC VÀ``, ``BAN QUẢN LÝ``, ``THƯƠNG BINH -``."""
    folded = texts.fold(texts.tidy(line)).rstrip()
    return folded.endswith(("-", ",", " va", " cua", " quan ly", " ho tro", " dieu hanh"))


# --- types and signs ------------------------------------------------------------------------------------------------

#: Types of papers as they are printed over the subject. The longest that fits wins.
TYPES: Final = tuple(
    """
QUYẾT ĐỊNH; THÔNG BÁO; NGHỊ QUYẾT; CHỈ THỊ; QUY CHẾ; QUY ĐỊNH; THÔNG CÁO; HƯỚNG DẪN; CHƯƠNG TRÌNH; KẾ HOẠCH;
PHƯƠNG ÁN; ĐỀ ÁN; DỰ ÁN; BÁO CÁO; BIÊN BẢN; TỜ TRÌNH; HỢP ĐỒNG; CÔNG ĐIỆN; BẢN GHI NHỚ; BẢN THỎA THUẬN; GIẤY ỦY
QUYỀN; GIẤY MỜI; GIẤY GIỚI THIỆU; GIẤY NGHỈ PHÉP; PHIẾU GỬI; PHIẾU CHUYỂN; PHIẾU BÁO; PHIẾU YÊU CẦU; PHIẾU TỪ
CHỐI; PHIẾU XIN LỖI; PHIẾU KIỂM SOÁT; PHIẾU HƯỚNG DẪN; PHIẾU XÁC NHẬN; PHIẾU TRÌNH; THƯ MỜI; THƯ XIN LỖI; TRÍCH
LỤC; GIẤY XÁC NHẬN; LUẬT; BỘ LUẬT; PHÁP LỆNH; NGHỊ ĐỊNH; THÔNG TƯ; THÔNG TƯ LIÊN TỊCH; LỆNH; GIẤY PHÉP; GIẤY
CHỨNG NHẬN; PHỤ LỤC; CÔNG BỐ; GIẤY CHỨNG SINH; GIẤY BÁO TỬ; SƠ YẾU LÝ LỊCH; GIẤY KHÁM SỨC KHỎE;
DANH SÁCH
""".replace("\n", " ").strip().split("; ")
)  # fmt: skip

_BARE_TYPES: Final = tuple(re.sub(r"[^a-z]", "", texts.fold(kind)) for kind in TYPES)


def type_of(text: str) -> str:
    """The type of paper whose name a printed line begins with, or nothing; strokes around it do not matter."""
    words = [word for word in texts.fold(texts.tidy(text)).split() if sum(sign.isalpha() for sign in word) > 1]
    bare = re.sub(r"[^a-z]", "", "".join(words))
    if bare.startswith(("thongtin", "phong")):
        return ""  # THÔNG TIN CỦA …, a part of a form, and PHÒNG TƯ PHÁP are one letter from THÔNG TƯ
    fitting = [
        kind
        for kind, wanted in zip(TYPES, _BARE_TYPES, strict=True)
        if texts.distance(bare[: len(wanted)], wanted) <= len(wanted) // 6
        and (len(bare) == len(wanted) or len(wanted) > 5)
    ]
    return max(fitting, key=len, default="")


def goes_on(kind: str) -> bool:
    """Whether capitals under a type's name are more of the name: ``GIẤY XÁC NHẬN / TÌNH TRẠNG HÔN NHÂN``."""
    return kind.startswith(("GIẤY", "PHIẾU", "THƯ", "TRÍCH"))


_WRITTEN_PARTS = """
QĐ NQ CT QC QyĐ TC TB HD CTr KH PA ĐA BC BB TTr CĐ BGN BTT GUQ GM GGT GNP PG PC PB GP TT NĐ QH UBND HĐND VP
VPUBND BTP BCA BTC BYT BNV BXD BCT BGDĐT BGTVT BKHCN BTNMT BNNMT VPCP TTg CP LĐTBXH SGDĐT SLĐTBXH TTPVHCC SKHĐT
SGTVT STP SYT SNV STC SXD SCT STNMT SNNMT SKHCN SVHTTDL ĐKKD KSTTHC TNMT GDĐT TCKH KTHT VHTT NNMT CNVPĐK VPĐK
VPĐKĐĐ CNVPĐKĐĐ
"""
#: Parts of signs as they are written; an engine turns Đ into D, Ð or ĐÐ.
_PARTS: Final = {texts.fold(part): part for part in _WRITTEN_PARTS.split()}

#: Folded parts that two signs share; they stay as they were read: HD (hướng dẫn) and HĐ (hợp đồng), DA and ĐA.
_AMBIGUOUS: Final = frozenset(("hd", "da", "dt", "td"))

_NUMBER = r"(?P<number>[0-9OoIl|]{1,6}[a-zA-Z]?)[\s._]*"
_SIGN = re.compile(
    rf"^{_NUMBER}(?:\s*/\s*|(?=(?:QĐ|NQ|TB|CV|TTr|GP|UBND)-))(?:(?P<year>(?:19|20)[0-9]{{2}})\s*/\s*)?(?P<letters>[A-ZĐa-zư][\wĐđ&.]*(?:\s?[-–.]\s?[\wĐđ&.]+)*)$"
)


#: The stroke behind a number, read as a letter: ``77INHNo.ĐB-KHNV``.
_STRUCK: Final = re.compile(r"(?<=^\d\d)[Il|](?=[A-ZĐ]{2})|(?<=^\d\d\d)[Il|](?=[A-ZĐ]{2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """The number and sign of a paper, ``05/QĐ-UBND``."""

    number: str
    symbol: str
    #: Characters and parts put right.
    repaired: int


def sign(text: str) -> Sign | None:
    """Read what stands after ``Số:``. None unless all of it is a number and a sign: a pen's strokes are neither."""
    tidy = re.sub(r"\s*[/⁄∕]*[⁄∕][/⁄∕]*\s*|/{2,}", "/", texts.undoubled(text)).strip(" .,:;_-–")
    match = _SIGN.match(tidy if "/" in tidy else _STRUCK.sub("/", tidy))
    if match is None:
        return None
    number, repaired = as_digits(match["number"][:-1])
    # A letter may follow a number (12a), but one that looks like a digit is one.
    last, changed = as_digits(match["number"][-1])
    number, repaired = number + last, repaired + changed
    if not number[0].isdigit():
        return None
    letters, changed = _spelt(re.sub(r"\s", "", match["letters"]).replace("–", "-").rstrip("."))
    if letters.startswith("TTT-"):
        letters, changed = letters.replace("TTT", "TTr", 1), changed + 1  # a proposal; no other paper is signed so
    parts = [number, match["year"], letters]
    changed += "/" not in tidy  # 55NQ-HĐND: the stroke was lost
    return Sign(number=number, symbol="/".join(part for part in parts if part), repaired=repaired + changed)


def _spelt(letters: str) -> tuple[str, int]:
    spelt: list[str] = []
    changed = 0
    for part in re.split(r"([-.&])", letters):
        single = part if texts.fold(part) in _PARTS else re.sub(r"(?<=Q)ĐĐ|(?<!ĐK)(?<!^)ĐĐ$", "Đ", part)
        folded = texts.fold(single)
        right = _PARTS.get(folded, single) if folded not in _AMBIGUOUS else single
        # An engine doubles a letter that it is not sure of; that alone is no sign of a misreading.
        changed += texts.fold(right) != folded
        spelt.append(right)
    return "".join(spelt), changed


# --- signers --------------------------------------------------------------------------------------------------------

#: Authority prefixes: on behalf of, acting for, signing for, by delegation, acting.
PREFIXES: Final = ("TM.", "KT.", "TL.", "TUQ.", "Q.")

_TITLES: Final = tuple(
    """
CHỦ TỊCH; PHÓ CHỦ TỊCH; GIÁM ĐỐC; PHÓ GIÁM ĐỐC; BỘ TRƯỞNG; THỨ TRƯỞNG; TRƯỞNG PHÒNG; PHÓ TRƯỞNG PHÒNG; PHÓ PHÒNG;
HIỆU TRƯỞNG; PHÓ HIỆU TRƯỞNG; CỤC TRƯỞNG; PHÓ CỤC TRƯỞNG; TỔNG CỤC TRƯỞNG; PHÓ TỔNG CỤC TRƯỞNG; CHI CỤC TRƯỞNG;
PHÓ CHI CỤC TRƯỞNG; VỤ TRƯỞNG; PHÓ VỤ TRƯỞNG; CHÁNH VĂN PHÒNG; PHÓ CHÁNH VĂN PHÒNG; TRƯỞNG BAN; PHÓ TRƯỞNG BAN;
VIỆN TRƯỞNG; PHÓ VIỆN TRƯỞNG; CHÁNH THANH TRA; PHÓ CHÁNH THANH TRA; CHÁNH ÁN; PHÓ CHÁNH ÁN; TRƯỞNG CÔNG AN; PHÓ
TRƯỞNG CÔNG AN; TỔNG GIÁM ĐỐC; PHÓ TỔNG GIÁM ĐỐC; THỦ TƯỚNG; PHÓ THỦ TƯỚNG; BỘ TRƯỞNG, CHỦ NHIỆM; CHỦ NHIỆM; PHÓ
CHỦ NHIỆM; ỦY BAN NHÂN DÂN; HỘI ĐỒNG NHÂN DÂN; CHỦ TỊCH QUỐC HỘI; CHÍNH PHỦ; TRƯỞNG ĐOÀN; TRƯỞNG BỘ PHẬN; TỔ
TRƯỞNG; ĐỘI TRƯỞNG; PHÓ ĐỘI TRƯỞNG; BÍ THƯ; PHÓ BÍ THƯ; TRƯỞNG KHOA; PHÓ TRƯỞNG KHOA; CÔNG CHỨC TƯ PHÁP - HỘ TỊCH;
BAN GIÁM ĐỐC; CHỦ TỊCH HỘI ĐỒNG; TRƯỞNG ĐẠI DIỆN; GIÁM ĐỐC SỞ; GIÁM ĐỐC TRUNG TÂM; NGƯỜI HƯỚNG DẪN; NGƯỜI LẬP
PHIẾU; HỘI ĐỒNG QUẢN TRỊ; THỦ TRƯỞNG ĐƠN VỊ; THỦ TRƯỞNG; THỦ TRƯỞNG CƠ QUAN; THỦ TRƯỞNG CƠ SỞ Y TẾ;
THỦ TRƯỞNG CƠ SỞ KHÁM BỆNH, CHỮA BỆNH; TRƯỞNG THÔN; CHỦ TỊCH HỘI ĐỒNG QUẢN TRỊ; HỘI ĐỒNG THÀNH VIÊN; CHỦ
DOANH NGHIỆP; THẨM PHÁN; THẨM PHÁN - CHỦ TỌA PHIÊN TÒA; THẨM PHÁN - CHỦ TỌA PHIÊN HỌP; HỘI ĐỒNG XÉT XỬ; CHÁNH TÒA;
PHÓ CHÁNH TÒA; KIỂM SÁT VIÊN; CHẤP HÀNH VIÊN; THẨM TRA VIÊN; THANH TRA VIÊN; CÔNG CHỨNG VIÊN; ĐẤU GIÁ VIÊN; THỪA
PHÁT LẠI; KIỂM TOÁN VIÊN; KIỂM TOÁN TRƯỞNG; TỔNG KIỂM TOÁN; CHỈ HUY TRƯỞNG; PHÓ CHỈ HUY TRƯỞNG; TƯ LỆNH; CHÍNH ỦY;
CHÍNH TRỊ VIÊN; ĐỒN TRƯỞNG; PHÓ ĐỒN TRƯỞNG; TRẠM TRƯỞNG; PHÓ TRẠM TRƯỞNG; HẠT TRƯỞNG; PHÓ HẠT TRƯỞNG; TRƯỞNG HẠT;
VIỆN PHÓ; HIỆU PHÓ; TỔ PHÓ; ĐỘI PHÓ; TRƯỞNG TRẠM; KẾ TOÁN TRƯỞNG; TRƯỞNG CHI NHÁNH; PHÓ TRƯỞNG CHI NHÁNH; GIÁM ĐỐC
CHI NHÁNH; PHÓ GIÁM ĐỐC CHI NHÁNH; THƯỜNG TRỰC; TỔNG BIÊN TẬP; ĐẠI DIỆN CƠ QUAN; ỦY VIÊN; TRƯỞNG THUẾ; PHÓ TRƯỞNG
THUẾ; CHỦ HỘ KINH DOANH; BAN CHẤP HÀNH; TRƯỞNG BẢN; TỔ TRƯỞNG TỔ DÂN PHỐ; CHI CỤC PHÓ; CỤC PHÓ
""".replace("\n", " ").strip().split("; ")
)  # fmt: skip
_BARE_TITLES: Final = {re.sub(r"[^a-z]", "", texts.fold(title)): title for title in _TITLES}

#: Who signs where somebody signs for (KT.) another: the deputy.
_DEPUTIES: Final = {"BỘ TRƯỞNG": "THỨ TRƯỞNG"}

_RANKS = re.compile(
    r"^(?:(?:đại|thượng|trung|thiếu)\s+(?:tướng|tá|úy|uý)|gs\.?|pgs\.?|ts\.?|ths\.?|bs\.?|ck\s?[i1]+\.?|cn\.?|ks\.?|ls\.?)[\s.,]+",
    re.IGNORECASE,
)
#: On folded text, which is as long as the text itself.
_PREFIX = re.compile(r"^\W*(tm|kt|tl|t\.?u\.?[qo]|q|im|te|ti|ki)\s*[.,:;][\s\-]*")
_READ_AS: Final = {"IM": "TM", "TE": "TL", "TI": "TL", "KI": "KT", "TUO": "TUQ"}


def deputy_of(title: str) -> str:
    """Who signs ``KT.`` for a title."""
    return _DEPUTIES.get(title, f"PHÓ {title}")


def mended(lines: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """A signer's capacity with its second line mended from its first, and whether both prove each other.

    Whoever signs ``KT. CHỦ TỊCH`` is the deputy: a read ``CHỦ TỊCH`` below has lost its ``PHÓ`` under seal or pen.
    A line that says the same as the one above is what an engine made of that one twice.
    """
    lines = [line for at, line in enumerate(lines) if at == 0 or line != lines[at - 1]]
    if len(lines) > 1 and lines[1] == deputy_of(lines[0]):
        # Nobody signs above the deputy: only the prefix was lost.
        return (f"KT. {lines[0]}", *lines[1:]), True
    if not lines[0].startswith("KT. "):
        return tuple(lines), False
    title = lines[0].removeprefix("KT. ")
    deputy = deputy_of(title)
    if len(lines) == 1:
        return (lines[0], deputy), False
    if lines[1] in (title, deputy) or deputy.endswith(lines[1]):
        return (lines[0], deputy, *lines[2:]), True
    return tuple(lines), False


def signer_line(text: str) -> Parsed | None:
    """A line of a signer's capacity, ``KT. CHỦ TỊCH`` or ``TRƯỞNG PHÒNG CTSV``, spelt right. None if it is none.

    ``repaired`` counts the letters that had to be changed, not the marks.
    """
    tidy = texts.tidy(text)
    prefix = ""
    if match := _PREFIX.match(texts.fold(tidy)):
        read = match[1].upper().replace(".", "")
        prefix = f"{_READ_AS.get(read, read)}. "
        tidy = tidy[match.end() :]
    title = _title(tidy)
    if title is None:
        return None
    # Both spellings are right, so the printed one stays.
    spelt = str(title.value).replace("ỦY", "UỶ") if "UỶ" in tidy.upper() else str(title.value)
    return Parsed(value=prefix + spelt, repaired=title.repaired)


def torn_title(text: str) -> str:
    """The shortest title that ends in these capitals: what a seal leaves to be read of ``TRƯỞNG PHÒNG``."""
    bare = re.sub(r"[^a-z]", "", texts.fold(text))
    if len(bare) < 5 or any(sign.islower() for sign in text):
        return ""
    fitting = [title for wanted, title in _BARE_TITLES.items() if wanted.endswith(bare)]
    return min(fitting, key=len, default="")


def _title(text: str) -> Parsed | None:
    bare = re.sub(r"[^a-z]", "", texts.fold(text))
    best: tuple[float, int, str] | None = None
    for wanted, title in _BARE_TITLES.items():
        rest = _rest_after(text, wanted) if len(bare) > len(wanted) else ""
        read = bare if rest == "" else bare[: len(wanted)]
        if 4 * (len(wanted) - len(read)) > len(wanted):
            continue
        wrong = texts.distance(read, wanted)
        if wrong * 4 > len(wanted) or (rest and not _is_tail(rest)):
            continue
        score = len(wanted) - 3 * wrong
        if best is None or score > best[0]:
            best = (score, wrong, title + (f" {rest}" if rest else ""))
    return None if best is None else Parsed(value=phrases.restore(best[2]).text, repaired=best[1])


def is_bare_title(text: str) -> bool:
    """Whether a line is a title alone, without the unit that it belongs to."""
    return re.sub(r"[^a-z]", "", texts.fold(text)) in _BARE_TITLES


def _rest_after(text: str, wanted: str) -> str:
    """What follows the first letters of a line, as many as the title has."""
    seen = 0
    for at, character in enumerate(text):
        if seen == len(wanted):
            return text[at:].strip(" .,;:") if not text[at].isalpha() else ""
        seen += character.isalpha()
    return ""


def _is_tail(rest: str) -> bool:
    """Capitals after a title: the unit (CTSV) or body (ỦY BAN NHÂN DÂN XÃ …) that it belongs to."""
    letters = [c for c in rest if c.isalpha()]
    return len(letters) >= 2 and all(c.isupper() for c in letters)


def without_rank(name: str) -> str:
    """A signer's name without military rank or academic title, which the form does not count as part of it."""
    previous = ""
    while name != previous:
        previous, name = name, _RANKS.sub("", name).strip()
    return name
