"""People's names and sex as printed.

Lists of syllables and surnames throw doubts and decide nothing: Giàng A Páo and Lò Thị Yến are names like others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from pipeline.domain import marks, spelling, texts
from pipeline.domain.parsed import Parsed

#: Leaders, quotes and punctuation that a form or an engine leaves around a value.
_AROUND: Final = " \t.,;:_-–—…·•*|/\\'\"“”‘’`~=<>()[]{}«»"
#: How much of the belief is left in a name of which some words are in capitals and some are not.
MIXED: Final = 0.5
_TITLE = re.compile(r"^(?:ông|bà|ông/bà|ong|ba)\s*[:.]?\s+(?=[A-ZĐÀ-Ỹ])", re.IGNORECASE)
#: The same where the white behind it was lost: ``BàCHẺO LỞ MẨY``.
_GLUED_TITLE = re.compile(r"^(?:Ông|Bà)(?=[A-ZĐÀ-Ỹ]{2})")
#: ``Lỳ Chừ Sớ, 27 tuổi``.
_AGE = re.compile(r"\s*[,;(-]?\s*\d{1,3}\s*tu[ổoôốó]i\)?$", re.IGNORECASE)
#: A name's word: letters, with an apostrophe or a hyphen inside (H'Mông, K'Brêu, Y-Bion).
_WORD = re.compile(r"^[^\W\d_]+(?:['’‘`\-][^\W\d_]+)*\.?$")

#: The sex of the next column behind a name in capitals: ``SÌNH MÁI Nữ``.
_SEX_BEHIND: Final = re.compile(rf"(?<=[^\W\d_{spelling.SMALL}]{{2}}) (?:Nữ|Nam)$")
#: Names have no figures: ``LÈ0``.
_NOUGHT = re.compile(r"(?<=[^\W\d_])0(?!\d)|(?<!\d)0(?=[^\W\d_])")


def parse(text: str) -> Parsed | None:
    """A name as printed, its case kept, without what stands around it. None if nothing with two letters is left."""
    name = _GLUED_TITLE.sub("", _TITLE.sub("", texts.tidy(text).strip(_AROUND))).strip(_AROUND)
    name = _AGE.sub("", re.sub(r"[’‘`]", "'", name))
    name = _NOUGHT.sub("O" if name.isupper() else "o", name)
    name = _GLUED.sub(_in_two, name)
    named = _SEX_BEHIND.sub("", name)
    return Parsed(value=named, repaired=int(named != name)) if sum(c.isalpha() for c in named) >= 2 else None


#: Middle names that engines glue to the name behind them: ``LY APHỬ``, ``LÒ VĂNĐI``.
_GLUED: Final = re.compile(r"(?<=\s)(A|VĂN|Văn|THỊ|Thị)([A-ZĐ][^\W\d_]+)")


def _in_two(match: re.Match[str]) -> str:
    """Two words where the whole is no syllable and its second part is one; ``ALAN`` is a foreigner's."""
    if match[1] == "A" and texts.fold(match[2]) == match[2].lower():
        return match[0]
    whole = spelling.is_syllable(match[0], in_name=True) or not spelling.is_syllable(match[2], in_name=True)
    return match[0] if whole else f"{match[1]} {match[2]}"


#: Family names whose letters can carry these marks only; Lường may be Lương, Giàng Giang, and Quàng Quang.
_FAMILIES: Final = MappingProxyType({texts.fold(name): name for name in ("nguyễn", "trần", "phạm", "hoàng", "huỳnh")})


#: Syllables of names, as parents give them in the lowlands and in the mountains. One outside the list is no error, but
#: with other marks it might be one that is inside: Hãng for Hằng, Chỉ for Chi.
_KNOWN: Final = """
a an anh ayŭn ba biên biển bun byă bà bá bách báo bình bích bính bùi băng bạc bạch bảo bảy bắc bằng bế bền bồng bửu ca
canh cao chi chia chinh chiêm chiến chu chua chung chuyên chuyền chuẩn chá châm châu chí chía chính chú chúng chương
chải chảo chấn chẩu chớ chờ chở chứ chừ cung cà càng các cát công cúc cương cường cảm cảnh cầm cần cầu cẩm cẩn cụt cứ
cử cự danh dao di dia diên diễm diễn diện diệp diệu doanh doãn dung duy duyên duẩn duệ dân dê dình dí dĩ dũng dơ dư
dương dưỡng dần dậu dế dếnh dịu dở dợ dủa dự dực ga ghển gia giang giao giàng giá giáp giỏi giồng gái gò gấm gầu gống
hai him hinh hiên hiêng hiếng hiếu hiền hiển hiểu hiệp hiệu hoa hoan hoà hoài hoàn hoàng hoành hoá hoạt huy huyên huyền
huyện huân huấn huế huệ huỳnh hwing hà hài hàn hàng hào hách hán hân hên hòa hóa hùng hơn hưng hương hướng hường hạ
hạng hạnh hải hảo hậu hằng hặc hịa hỏa hồ hồng hội hợi hợp hứa hừ hữu hựu inh ka kha khai khang khanh khiêm khiết khoa
khoàng khoát khua khuyên khuyến khuê khày khá khánh khôi khương khải kim kiên kiềm kiều kiện kiệt knul kpă kriêng ksor
ksơr ktla kía kính kđăm kỉa kỳ kỷ la lam lan linh liêm liên liễn liễu liệu long lua lung luân luận luật ly lài lành láo
lâm lân lãm lèng lèo lê lìa lía lò lù lún lý lĩnh lưu lương lường lưỡng lượm lượng lạc lả lầu lập lềnh lệ lỉa lịch lỏ
lộc lở lợi lụa lục lử lữ lỳ mai man mi minh miên miễn mlô moong mua muôn màng mào mái máy mây mã mé mì mí mò mùa mùi mơ
mưu mười mạc mạnh mẩy mẫn mận mậu mến mỉ mừng mỵ mỷ mỹ na nam nay nga nghi nghiêm nghiệp nghĩa nghị ngoan ngoãn nguyên
nguyễn nguyện nguyệt ngà ngân ngô ngải ngọ ngọc ngữ ngự nhi nhia nhiên nhiệm nhu nhung nhàn nhân nhã nhè nhìa nhù nhơn
như nhường nhạn nhất nhẫn nhật nhị ninh niê nu nà nênh nông nù năm nương nếnh nở nụ nủ nữ oai oanh oánh pang panh pao
phan phi phinh phiên pho phol phong phà phàn phán pháp phát phình phò phóng phùng phú phúc phương phước phượl phượng
phạ phạm phạng phấn phềnh phổ phục phụng phủ phừ phử piêng piếng piệng pom pành pá páng páo páy pâng pín pó pảo pọm pỏ
pờ quang quy quynh quyên quyến quyết quyền quàng quân quý quản quảng quất quẩy quế quốc quỳnh rmah rvai rươl rạng sa
san sang sanh sao say sen sinh siu soạn sua sung sài sách sái sáng sáu sâm sì sình sính sóng sông sùng súa sĩ sơn sương
sắc sắt sếnh sềnh sớ sủng sừng sửu sỹ tam thanh thau thi thinh thiên thiết thiều thiện thoa thoong thoại thu thuyết
thuý thuần thuận thuật thuỳ thuỷ thà thành thào thái thân thìn thông thùy thúy thăng thơ thơi thơm thư thươl thương
thước thưởng thượng thạc thạch thạo thảo thấm thẩm thập thắm thắng thế thể thị thịnh thọ thống thới thời thụ thục thụy
thủy thứ thức tiên tiến tiếp tiềm tiển tiệp toan toàn toán toại toản trang trinh triết triều triển triệu tru trung trà
trác tráng trâm trân trì trình trí trúc trưng trương trường trạc trạch trấn trần trị trịnh trọng trụ trứ trực tuyên
tuyến tuyết tuyền tuyển tuân tuấn tuất tuần tuế tuệ tài tám tâm tân tây tình tích tín tính tòng tô tôn tùng tú túc tý
tăng tơ tư tươi tước tường tưởng tạ tại tạo tả tảo tấn tất tần tẩn tập tằng tỉnh tố tống tới tục tụng tủa tứ từ tự tựu
tỵ un uy uyên uẩn vang vi vinh viên viết viễn viện việt vui vy vàng vá vân vì võ vù văn vĩ vĩnh vũ vư vương vượng vượt
vạn vảng vần vận vịnh vọng vụ vừ vững vỳ vỹ xa xanh xia xinh xoan xuyên xuyến xuân xuất xá xân xã xè xíu xó xôm xưng
xương xứng xừ yên yêu yến ái ánh áo ân êban ích ín ón úc ún úy ý đa đan đang đinh điêu điền điểm điển điệp đoan đoàn
đoái đua đài đàm đào đáng đèo đình đón đô đôn đông đăng đường đại đạo đạt đảm đản đẩu đậu đắc đằng đặng đề đệ định đồng
đỗ độ đợi đủ đức ơn ươi ảnh ẩn ỉnh ọi ỏ ổn ớt
"""
_SYLLABLES: Final = frozenset(_KNOWN.split())


#: First words of full names, of lowland and mountain people. A name that begins otherwise may have lost its first word
#: under a seal (Mỹ Trâm), or the marks of it (Thảo for Thào).
_FIRST: Final = """
a ai alăng an ao arất ayun ba bao bh bh'riu bhling bhnướch biện bling bnướch briu byă bàn bành bá bùi bạc bạch bế bồ
cam cao chai chang chau chu chung chá cháng châu chúc chảo chẩu chẻo chớ chử coor cung cà cái cát cù cơlâu cấn cầm cồ
cổ cụt cứ danh diệp doãn dùng dương dế giang già giàng giá giáp giồng h h' hiên ho hoa hoàng hoả hoảng huỳnh hà hàn
hàng hán hùng hạ hạng hầu hắc hỏa hồ hờ hứa k k' kha khang khiếu khoang khoàng khuất kháng khúc khưu khương khổng kim
kiên kiều kpa kpă kring kră ksor la lai li liêu liễu ly lành lâm lã lèo lê lò lô lù lùng lý lăng lư lưu lương lường lạc
lại lầu lẻng lềm lềnh lều lốc lồ lỗ lộ lục lừu lữ lự lỳ ma mai mlô moong mua mào má mã mông mùa mùi mạc mạch mầu mẫn
nay nghiêm nguyễn nguỵ ngô ngạc ngụy nhan nhâm nhữ ninh niê nông phan phoòng phàn phàng phí phó phù phùng phú phương
phạm pà pàng pơloong pờ pỳ quan quang quyền quàng quách quản quế r rah rchăm rmah ro rơ rơchâm sa siu sì sình sín sính
sùng sơn sầm sừng sử ta tao thang thi thiều thàn thào thái thân thò thùng thạ thạch thẩm thền thổ tiêu tiết to trang
tri triệu trà tráng trình trương trần trịnh tào tòng tô tôn tăng tường tưởng tạ tạo tải tần tẩn tằng tếnh tống từ uông
vang ven vi viên và vàng vì võ vù văn vũ vương vạn vần vừ xa xen xeo xo xèo xín y y' yên zơ zơrâm ân âu êban ông úc đan
đinh điêu điền điểu đoàn đàm đào đái đèo đường đậu đặng đồng đổng đỗ đới ưng ứng
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
    """A name that begins strangely with the one family name that has these letters: ``Đỉnh`` is Đinh, if anything; and
    each other word that no name has with the one whose marks are easily taken for these: ``Hãng`` is Hằng."""
    words = name.split()
    alike = _BY_LETTERS.get(texts.fold(words[0]), ()) if begins_strangely(name) else ()
    told = [alike[0] if len(alike) == 1 else marks.meant(words[0], alike, farthest=marks.EASILY)]
    told += [marks.meant(word, _twins(word), farthest=marks.EASILY) for word in words[1:]]
    return " ".join(_cased(word, right) if right else word for word, right in zip(words, told, strict=True))


def is_misread(word: str) -> bool:
    """Whether a word of a name is no known one, where the marks of one that is are sometimes taken for its own.

    Two readers that share nothing take them so alike: ``Hông`` is Hồng far more often than a name.
    """
    return any(marks.distance(word, one) <= marks.NEAR for one in _twins(word))


#: People in running text: ``ông``, ``bà`` and two to five words with capitals.
_INSIDE: Final = re.compile(
    rf"(?:(?<=\b[Ôô]ng )|(?<=\b[Bb]à ))([^\W\d_{spelling.SMALL}]\w*(?: [^\W\d_{spelling.SMALL}]\w*){{1,4}})"
)


def inside(text: str) -> list[str]:
    """The names of people in running text, where it says that they are."""
    return _INSIDE.findall(text)


def guessed_inside(text: str) -> str:
    """Running text with the people in it as they are probably called (see ``guessed``)."""
    return _INSIDE.sub(lambda found: guessed(found[0]), text)


def _twins(word: str) -> tuple[str, ...]:
    """The known syllables with the letters of one that is not known, the stroke of its đ being no mark."""
    if word.lower() in _SYLLABLES or word.lower() in _BEGINNINGS:
        return ()
    alike = _SYLLABLES_BY_LETTERS.get(texts.fold(word), ())
    return tuple(one for one in alike if ("đ" in one) == ("đ" in word.lower()))


def _by_letters(known: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word in sorted(known):
        found[texts.fold(word)] = (*found.get(texts.fold(word), ()), word)
    return MappingProxyType(found)


_BY_LETTERS: Final = _by_letters(_BEGINNINGS)
_SYLLABLES_BY_LETTERS: Final = _by_letters(_SYLLABLES)


def unfamiliar(name: str) -> int:
    """How many words of a name are no known syllable of names. Which is a doubt about their marks, nothing more."""
    return sum(word.lower() not in _SYLLABLES for word in name.replace("-", " ").split())


def restored(name: str) -> str:
    """The name with the marks of its family name, and of the ``Thị`` in the middle, where only one set is possible.

    Among capitals a word of two letters has them too: the marks of one make the next look small (``SỪNG MÌ Sớ``).
    """
    words = name.split()
    long = [word for word in words if len(word) > 2]
    if long and all(word.isupper() for word in long):
        words = [word.upper() if len(word) == 2 and word[0].isupper() else word for word in words]
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
