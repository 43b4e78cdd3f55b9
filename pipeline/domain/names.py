"""People's names and sex as printed.

Lists of syllables and surnames throw doubts and decide nothing: Giàng A Páo and Lò Thị Yến are names like others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from pipeline.domain import spelling, texts
from pipeline.domain.parsed import Parsed

#: Leaders, quotes and punctuation that a form or an engine leaves around a value.
_AROUND: Final = " \t.,;:_-–—…·•*|/\\'\"“”‘’`~=<>()[]{}«»"
#: How much of the belief is left in a name of which some words are in capitals and some are not.
MIXED: Final = 0.5
_TITLE = re.compile(r"^(?:ông|bà|ông/bà|ong|ba)\s*[:.]?\s+(?=[A-ZĐÀ-Ỹ])", re.IGNORECASE)
#: ``Lỳ Chừ Sớ, 27 tuổi``.
_AGE = re.compile(r"\s*[,;(-]?\s*\d{1,3}\s*tu[ổoôốó]i\)?$", re.IGNORECASE)
#: A name's word: letters, with an apostrophe or a hyphen inside (H'Mông, K'Brêu, Y-Bion).
_WORD = re.compile(r"^[^\W\d_]+(?:['’‘`\-][^\W\d_]+)*\.?$")

#: Names have no figures: ``LÈ0``.
_NOUGHT = re.compile(r"(?<=[^\W\d_])0(?!\d)|(?<!\d)0(?=[^\W\d_])")


def parse(text: str) -> Parsed | None:
    """A name as printed, its case kept, without what stands around it. None if nothing with two letters is left."""
    name = _TITLE.sub("", texts.tidy(text).strip(_AROUND)).strip(_AROUND)
    name = _AGE.sub("", re.sub(r"[’‘`]", "'", name))
    name = _NOUGHT.sub("O" if name.isupper() else "o", name)
    return Parsed(value=name) if sum(c.isalpha() for c in name) >= 2 else None


#: Family names whose letters can carry these marks only; Lường may be Lương, Giàng Giang, and Quàng Quang.
_FAMILIES: Final = MappingProxyType({texts.fold(name): name for name in ("nguyễn", "trần", "phạm", "hoàng", "huỳnh")})


#: Syllables of names, as parents give them in the lowlands and in the mountains. One outside the list is no error, but
#: with other marks it might be one that is inside: Hãng for Hằng, Chỉ for Chi.
_KNOWN: Final = """
a an anh ba biên bà bá bách báo bình bích bính bùi băng bạc bạch bảo bắc bằng bế bửu ca canh cao chi chia chinh
chiến chu chua chung chá châu chí chía chính chú chúng chương chảo chấn chớ chừ cung cà các cát cúc cương cường cảnh
cầm cần cầu cẩm cụt cứ cử cự danh dao di diên diễm diễn diện diệp diệu doanh doãn dung duy duyên dân dình dí dĩ dũng
dương dưỡng dậu dế dở dợ ga gia giang giao giàng giá giáp giỏi gò gấm hai him hinh hiên hiêng hiếng hiếu hiền hiển
hiệp hiệu hoa hoan hoà hoài hoàn hoàng hoành hoá hoạt huy huyên huyền huyện huân huấn huế huệ huỳnh hà hài hàn hàng
hào hán hân hòa hóa hùng hưng hương hướng hường hạ hạng hạnh hải hảo hậu hằng hồ hồng hợi hợp hừ hữu inh ka kha khai
khang khanh khiêm khiết khoa khoàng khua khuyên khuê khánh khôi khương khải kim kiên kiều kiệt kía kỳ kỷ la lam lan
linh liên liễu liệu long lua lung luân luận luật ly lài lành lâm lân lãm lèng lèo lê lìa lò lù lý lĩnh lưu lương
lường lượng lạc lả lầu lập lềnh lệ lỏ lộc lợi lụa lục lử lữ lỳ mai man mi minh moong mua màng mào máy mây mã mé mì
mí mò mùa mơ mười mạc mạnh mẫn mận mến mừng mỵ mỷ mỹ na nam nga nghi nghiêm nghĩa nghị ngoan ngoãn nguyên nguyễn
nguyện nguyệt ngà ngân ngô ngải ngọc nhi nhiên nhu nhung nhàn nhân nhã như nhường nhạn nhất nhật nhị ninh nà nông nù
năm nương nụ nữ oanh pang pao phan phi phinh pho phong phà phàn phát phò phóng phùng phú phúc phương phước phượng
phạm phềnh phục phụng phử piếng pom pá páng páo pâng pín pó pờ quang quynh quyên quyến quyết quyền quàng quân quý
quản quảng quế quốc quỳnh rvai rạng san sang sanh sao say sen sinh sua sái sáng sáu sâm sì sình sính sông sùng súa
sơn sương sếnh sềnh sủng sừng sửu tam thanh thi thinh thiên thiết thiều thiện thoa thoại thu thuyết thuý thuần thuận
thuỳ thuỷ thà thành thào thái thân thìn thông thùy thúy thăng thơ thơi thơm thư thương thượng thạch thạo thảo thập
thắm thắng thế thể thị thịnh thọ thục thụy thủy thứ tiên tiến tiếp tiệp toàn toán toại trang trinh triết triều triệu
trung trà tráng trâm trân trình trí trúc trương trường trạch trấn trần trịnh trọng trụ trực tuyên tuyến tuyết tuyền
tuyển tuân tuấn tuất tuế tài tám tâm tân tây tình tín tính tòng tô tôn tùng tý tăng tơ tư tươi tường tưởng tạ tấn
tẩn tỉnh tố tống tới tụng tủa tứ từ tự tỵ uyên vang vi vinh viên viện việt vui vy vàng vá vân vì võ vù văn vĩ vĩnh
vũ vương vạn vảng vần vịnh vọng vụ vừ vỳ vỹ xa xanh xia xuyên xuyến xuân xá xân xã xíu xó xôm xương xứng yên yêu yến
ái ánh áo ân ón úc úy ý đa đan đang đinh điêu điền điệp đoan đoàn đua đài đàm đào đèo đình đón đô đôn đông đăng
đường đại đạo đạt đắc đằng đặng định đồng đỗ độ đức ơn ươi ảnh ẩn ỉnh ỏ ớt
"""
_SYLLABLES: Final = frozenset(_KNOWN.split())


#: First words of full names, of lowland and mountain people. A name that begins otherwise may have lost its first word
#: under a seal (Mỹ Trâm), or the marks of it (Thảo for Thào).
_FIRST: Final = """
a ai alăng an ao arất ayun ba bao bh bh'riu bhling bhnướch biện bling bnướch briu byă bàn bành bá bùi bạc bạch bế cam
cao chai chang chau chu chung chá cháng châu chúc chảo chẻo chử coor cung cà cát cù cơlâu cấn cầm cồ cổ cụt cứ danh
diệp doãn dùng dương dế giang giàng giá giáp h h' hiên ho hoa hoàng hoả hoảng huỳnh hà hàn hàng hán hùng hạ hạng hầu
hỏa hồ hờ hứa k k' kha khang khiếu khoang khoàng khuất kháng khúc khưu khương khổng kim kiên kiều kpa kpă kring kră
ksor la lai li liêu liễu ly lành lâm lã lèo lê lò lô lù lùng lý lăng lư lưu lương lường lạc lại lầu lẻng lềm lềnh lều
lốc lồ lỗ lộ lục lừu lữ lự lỳ ma mai mlô moong mua mào má mã mông mùa mùi mạc mạch mầu mẫn nay nghiêm nguyễn nguỵ ngô
ngạc ngụy nhan nhâm nhữ ninh niê nông phan phoòng phàn phàng phí phó phù phùng phú phương phạm pà pàng pơloong pờ quan
quang quyền quàng quách quản quế r rah rchăm rmah ro rơ rơchâm sa siu sì sình sín sính sùng sơn sầm sừng sử ta tao
thang thi thiều thàn thào thái thân thò thùng thạch thẩm thền thổ tiêu tiết to trang tri triệu trà tráng trình trương
trần trịnh tào tòng tô tôn tăng tường tưởng tạ tạo tải tần tẩn tếnh tống từ uông vang ven vi viên và vàng vì võ vù văn
vũ vương vạn vần vừ xa xen xeo xèo xín y y' yên zơ zơrâm ân âu êban ông úc đan đinh điêu điền điểu đoàn đàm đào đái
đèo đường đậu đặng đồng đổng đỗ đới ưng ứng
"""
_BEGINNINGS: Final = frozenset(_FIRST.split())


#: How the names of companies and other bodies begin, folded.
_ORGANISATION = re.compile(
    r"(?:tong )?cong ty\b|doanh nghiep\b|(?:lien hiep )?hop tac xa\b|ho kinh doanh\b|ngan hang\b|chi nhanh\b|cua hang\b"
    r"|nha thuoc\b|phong kham\b"
    r"|uy ban nhan dan\b|trung tam\b|ban quan ly\b|truong (?:mam non|tieu hoc|trung hoc|thcs|thpt)\b"
)


def is_organisation(name: str) -> bool:
    """Whether who is named is no person: a body's name is made of words, as other text is."""
    return _ORGANISATION.match(texts.fold(name)) is not None


def begins_strangely(name: str) -> bool:
    """Whether a full name begins with a word that is no known family name. A doubt, nothing more."""
    words = name.lower().replace("-", " ").split()
    return len(words) > 1 and re.split(r"(?<=')", words[0])[0] not in _BEGINNINGS


def guessed(name: str) -> str:
    """A name that begins strangely with the one family name that has these letters: ``Đỉnh`` is Đinh, if anything."""
    words = name.split()
    alike = _BY_LETTERS.get(texts.fold(words[0]), ()) if begins_strangely(name) else ()
    return " ".join((_cased(words[0], alike[0]), *words[1:])) if len(alike) == 1 else name


def _by_letters() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word in sorted(_BEGINNINGS):
        found[texts.fold(word)] = (*found.get(texts.fold(word), ()), word)
    return MappingProxyType(found)


_BY_LETTERS: Final = _by_letters()


def unfamiliar(name: str) -> int:
    """How many words of a name are no known syllable of names. Which is a doubt about their marks, nothing more."""
    return sum(word.lower() not in _SYLLABLES for word in name.replace("-", " ").split())


def restored(name: str) -> str:
    """The name with the marks of its family name, and of the ``Thị`` in the middle, where only one set is possible."""
    words = name.split()
    if len(words) >= 2 and (right := _FAMILIES.get(texts.fold(words[0]))):
        words[0] = _cased(words[0], right)
    if len(words) >= 3 and texts.fold(words[1]) == "thi":
        words[1] = _cased(words[1], "thị")
    return " ".join(words)


def _cased(read: str, right: str) -> str:
    return right.upper() if read.isupper() else right.capitalize()


def plausibility(name: str) -> float:
    """The share of the name's words that can be Vietnamese, or a minority's name in its usual spelling, 0.0 to 1.0."""
    words = name.split()
    share = sum(map(_plausible, words)) / max(1, len(words))
    return share * (MIXED if _is_mixed(words) else 1.0)


def _is_mixed(words: list[str]) -> bool:
    """Whether some words are in capitals and some are not: ``LỲ CHỪ Năm sinh`` is a name and a label."""
    long = [word for word in words if len(word) > 2]
    return len({word == word.upper() for word in long}) > 1


def _plausible(word: str) -> bool:
    if not _WORD.match(word):
        return False
    if word not in (word.upper(), word.lower(), word.title(), word.capitalize()) and "'" not in word:
        return False
    parts = re.split(r"['\-]", word.strip("."))
    # One letter before an apostrophe (H', K', Y') is a word of its own; alone only a vowel is (A, Y, È).
    return all(
        part.lower() in _SYLLABLES or spelling.is_syllable(part, in_name=True) or (len(part) == 1 and part != parts[-1])
        for part in parts
    )


def same(one: str, other: str) -> bool:
    """Whether two printed names are the same person's name: case, tone placement, y and i do not matter."""
    return texts.same(one, other)


#: Trai and gái are what old forms ask for.
_SEX = re.compile(r"\b(nam|nu|trai|gai)\b")


def sex(text: str) -> Parsed | None:
    """``male`` or ``female`` from Nam, Nữ; None where both or none stand."""
    found = {one in ("nam", "trai") for one in _SEX.findall(texts.fold(texts.tidy(text)))}
    return Parsed(value="male" if found == {True} else "female") if len(found) == 1 else None
