"""Fixed expressions of Vietnamese administration, by which lost and wrong marks are put right.

An engine reads the letters of ``sửa đổi, bổ sung`` right and takes a hook for a tilde. Where letter after letter a
fixed expression stands, its marks are those of the expression. Only expressions of at least two words that can mean
nothing else with other marks are in the list; places also need their capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from pipeline.domain import texts

_EXPRESSIONS: Final = """
sửa đổi; bổ sung; sửa đổi bổ sung; thay thế; bãi bỏ; ban hành; mới ban hành; được ban hành; công bố; phê duyệt;
thủ tục; thủ tục hành chính; danh mục; lĩnh vực; thẩm quyền; thuộc thẩm quyền; thẩm quyền giải quyết; giải quyết;
phạm vi; chức năng; phạm vi chức năng quản lý; chức năng quản lý; quản lý; quản lý nhà nước; nhiệm vụ; quyền hạn;
chức năng nhiệm vụ; cơ cấu tổ chức; tổ chức; cơ quan; đơn vị; trực thuộc; địa phương; chính quyền địa phương;
ủy ban nhân dân; uỷ ban nhân dân; hội đồng nhân dân; ủy ban; uỷ ban; nhân dân; chính phủ; thủ tướng chính phủ;
quốc hội; văn phòng chính phủ; bộ trưởng; thứ trưởng; chủ tịch; phó chủ tịch; giám đốc; phó giám đốc; trưởng phòng;
phó trưởng phòng; hiệu trưởng; phó hiệu trưởng; cục trưởng; phó cục trưởng; chánh văn phòng; phó chánh văn phòng;
chi cục trưởng; thủ trưởng; trưởng ban; phó trưởng ban; viện trưởng; tổng giám đốc; trưởng công an; chánh thanh tra;
thành phố; thị xã; thị trấn; cấp tỉnh; cấp huyện; cấp xã; cấp giấy; cấp phép; cấp lại; cấp đổi; gia hạn; thu hồi;
giấy phép; giấy chứng nhận; chứng nhận; chứng thực; xác nhận; đăng ký; đăng ký kinh doanh; đăng ký thường trú;
đăng ký tạm trú; cư trú; hộ tịch; khai sinh; khai tử; kết hôn; quốc tịch; hộ khẩu; lý lịch tư pháp; tư pháp;
quyết định; nghị định; thông tư; thông báo; nghị quyết; hướng dẫn; kế hoạch; báo cáo; tờ trình; chỉ thị; công văn;
quy định; quy chế; quy trình; quy trình nội bộ; nội bộ; liên thông; một cửa; cơ chế một cửa; một cửa liên thông;
tiếp nhận; trả kết quả; tiếp nhận và trả kết quả; kết quả; hồ sơ; phục vụ hành chính công; hành chính công; hành chính;
trung tâm; trung tâm phục vụ hành chính công; dịch vụ công; trực tuyến; điện tử; cổng dịch vụ công; cổng thông tin;
thông tin; truyền thông; thông tin và truyền thông; chuyển đổi số; cơ sở dữ liệu; dữ liệu; số hóa; chữ ký số;
giáo dục; giáo dục và đào tạo; đào tạo; giáo dục trung học; trung học; mầm non; tiểu học; phổ thông; đại học;
giao thông; giao thông vận tải; vận tải; đường bộ; đăng kiểm; xây dựng; kiến trúc; quy hoạch; nhà ở; đô thị;
nông nghiệp; nông thôn; nông nghiệp và phát triển nông thôn; phát triển nông thôn; nông nghiệp và môi trường;
phát triển; lâm nghiệp; thủy sản; thủy lợi; chăn nuôi; thú y; trồng trọt; bảo vệ thực vật; kiểm lâm; phòng cháy;
tài nguyên; tài nguyên và môi trường; môi trường; khoáng sản; tài nguyên nước; đất đai; quyền sử dụng đất; sử dụng đất;
quyền sở hữu; giải phóng mặt bằng; bồi thường; tái định cư; thu hồi đất; giao đất; cho thuê đất; chuyển mục đích;
y tế; khám bệnh; chữa bệnh; khám bệnh chữa bệnh; dược phẩm; an toàn thực phẩm; thực phẩm; bảo hiểm; bảo hiểm xã hội;
bảo hiểm y tế; bảo trợ xã hội; xã hội; lao động; thương binh; lao động thương binh và xã hội; việc làm; người có công;
văn hóa; văn hoá; thể thao; du lịch; thể thao và du lịch; gia đình; di sản; quảng cáo; nghệ thuật; thư viện;
khoa học; công nghệ; khoa học và công nghệ; sở hữu trí tuệ; công thương; công nghiệp; thương mại; điện lực; hóa chất;
tài chính; ngân sách; ngân sách nhà nước; kế hoạch và đầu tư; đầu tư; đấu thầu; doanh nghiệp; hộ kinh doanh;
kinh doanh; hợp tác xã; công sản; quản lý công sản; tài sản; tài sản công; thuế; phí; lệ phí; học phí; kinh phí;
nội vụ; công chức; viên chức; cán bộ; tuyển dụng; thi đua; khen thưởng; tôn giáo; tín ngưỡng; thanh tra; khiếu nại;
tố cáo; tiếp công dân; dân tộc; công an; quân sự; quốc phòng; an ninh; trật tự; an toàn giao thông; ngoại vụ;
kiểm soát; kiểm soát thủ tục hành chính; cải cách hành chính; cải cách; thực hiện; tổ chức thực hiện; triển khai;
trên địa bàn; địa bàn tỉnh; địa bàn thành phố; thường trú; tạm trú; hiệu lực; thi hành; hiệu lực thi hành; kể từ ngày;
căn cứ; theo đề nghị; đề nghị; về việc; kèm theo; điều kiện; hoạt động; kiểm tra; kiểm định; chất lượng; thẩm định;
thành lập; giải thể; hỗ trợ; chính sách; chế độ; sinh viên; học sinh; giáo viên; học kỳ; năm học; chi tiết;
quy định chi tiết; chi phí; một số điều; một số điều của; biện pháp thi hành; bổ nhiệm; miễn nhiệm; điều động;
thay đổi; cải chính; bổ sung thông tin; xác định lại; xác định lại dân tộc; trích lục; bản sao; bản chính; sao y;
bản chụp; bản gốc; ảnh chụp; sổ hộ khẩu; sổ gốc; từ sổ gốc; sổ tạm trú; sổ đăng ký; số đăng ký; để thực hiện;
để làm thủ tục; số đăng ký lưu hành; lưu hành;
tờ khai; đơn đề nghị; giấy đề nghị; giấy tờ; theo mẫu; mẫu số; biểu mẫu; phụ lục; thông tin cư trú; thông tin hộ tịch;
giấy chứng sinh; giấy báo tử; giấy xác nhận; tình trạng hôn nhân; nhận cha mẹ con; giám hộ; con nuôi; nuôi con nuôi;
căn cước công dân; căn cước; chứng minh nhân dân; hộ chiếu; định danh; định danh cá nhân; giấy tờ tùy thân; pháp lý;
giấy tờ pháp lý; cơ quan có thẩm quyền; tổ chức có thẩm quyền; văn bản; chứng thực bản sao; bản sao từ bản chính;
chứng thực chữ ký; hợp đồng; giao dịch; ủy quyền; người đại diện; đại diện theo pháp luật; theo pháp luật; pháp luật;
chủ sở hữu; chủ hộ; thành viên; thành viên góp vốn; cổ đông; cổ phần; công ty cổ phần; trách nhiệm hữu hạn;
công ty trách nhiệm hữu hạn; công ty trách nhiệm hữu hạn một thành viên; một thành viên; hai thành viên trở lên;
trách nhiệm; chi nhánh; văn phòng; văn phòng đại diện; văn phòng đăng ký đất đai; chi nhánh văn phòng đăng ký đất đai;
phòng đăng ký kinh doanh; địa điểm kinh doanh; ngành nghề; ngành nghề kinh doanh; vốn điều lệ; trụ sở chính; trụ sở;
địa chỉ trụ sở chính; dược phẩm; thiết bị y tế; thiết bị; dịch vụ; thương mại và dịch vụ; xây dựng và thương mại;
sản xuất; truyền thông; phân phối; nhập khẩu; xuất nhập khẩu; đầu tư và phát triển; tư vấn; thiết kế; thiết kế xây dựng;
bản vẽ; bản vẽ thiết kế; giấy phép xây dựng; cấp giấy phép xây dựng; riêng lẻ; nhà ở riêng lẻ; nhà ở hợp pháp;
chỗ ở hợp pháp; chứng minh chỗ ở; hợp pháp; gắn liền với đất; tài sản gắn liền với đất; tài sản khác; biến động;
đăng ký biến động; biến động đất đai; tách thửa; hợp thửa; chuyển nhượng; tặng cho; thừa kế; thế chấp; đính chính;
giấy chứng nhận quyền sử dụng đất; diện tích; thửa đất; bản đồ; đo đạc; cấp bản sao; bản sao trích lục; liên quan;
giấy tờ liên quan; bệnh viện; bệnh viện đa khoa; trạm y tế; trung tâm y tế; đa khoa; tổ dân phố; khu phố;
bộ phận một cửa; bộ phận tiếp nhận; bộ phận tiếp nhận và trả kết quả; lý lịch; phiếu lý lịch tư pháp; án tích;
tốt nghiệp; bằng tốt nghiệp; học bạ; bảo trợ; hưu trí; mai táng phí; trợ cấp; người cao tuổi; khuyết tật; hộ nghèo;
giấy ủy quyền; văn bản ủy quyền; biên bản; danh sách; quyết định của chủ sở hữu; nghị quyết của hội đồng; người nộp;
người nộp hồ sơ; đổi cấp lại; cấp đổi cấp lại; xác nhận khuyết tật; giấy xác nhận khuyết tật;
phòng cháy chữa cháy; vệ sinh; an toàn; lái xe; giấy phép lái xe; phương tiện; đổi giấy phép lái xe;
hội đồng; ban chỉ đạo; tổ công tác; phân công; ủy quyền; uỷ quyền; phối hợp; giám sát; tăng cường; nâng cao; hiệu quả;
thay đổi; trao đổi; chuyển đổi; cải chính; góp ý; dự thảo; đôn đốc; quá hạn; hội nghị; tập huấn; nghiệp vụ; lưu trữ;
điều chỉnh; công nhận; hộ nghèo; cận nghèo; thoát nghèo; hệ thống; hệ thống thông tin; người sử dụng đất; vốn điều lệ;
trụ sở chính; trụ sở làm việc; ngành nghề kinh doanh; biến động; gắn liền với đất; tài sản gắn liền với đất;
trợ cấp; hàng tháng; nuôi dưỡng; chăm sóc; khuyết tật; trợ giúp xã hội; bản chính; bản sao; giấy tờ; văn bản; chữ ký;
giao dịch; di chúc; thừa kế; nhận cha mẹ con; con nuôi; giám hộ; hôn nhân; tình trạng hôn nhân; nhân khẩu; tách hộ;
chỗ ở hợp pháp; hợp pháp; tờ khai; đơn đề nghị; tham dự; lễ kỷ niệm; khai giảng; công nghệ thông tin; tổ dân phố;
bộ phận; bộ phận tiếp nhận; người nộp; người được cấp; doanh nghiệp tư nhân; trách nhiệm hữu hạn; cổ phần; công ty;
chủ sở hữu; điều lệ; danh sách; thành viên; hợp nhất; sáp nhập; chuyển mục đích sử dụng đất; mục đích sử dụng;
bổ nhiệm lại; phê chuẩn; kỷ luật; nâng bậc; tiền lương; nghỉ hưu; biên chế; tinh giản; kiện toàn; xử phạt; vi phạm;
vi phạm hành chính; nhà tạm nhà dột nát; sổ hộ tịch; đề nghị đổi; đổi giấy phép; đường Trường Chinh;
xử lý; niêm yết; lệ phí trước bạ; tiếp công dân; định kỳ;
chuyển trường; chuyển đến; chuyển đi; chuyển thông tin; chuyển hồ sơ; chuyển nhượng quyền; luân chuyển; vận chuyển;
được chuyển; xin chuyển; thôi học; nhập học; nghỉ học; tạm nghỉ; tiếp nhận học sinh; phụ huynh; giáo dục thường xuyên;
phụ trách; phụ trách chi nhánh; kinh tế và hạ tầng; hạ tầng; kinh tế; kết cấu hạ tầng; cảnh sát; cảnh sát điều tra; cơ
quan cảnh sát điều tra; điều tra; khởi tố; truy tố; viện kiểm sát; tòa án; tòa án nhân dân; thi hành án; cung cấp thông
tin; cung cấp dịch vụ; cung cấp hồ sơ; tài khoản; khách hàng; tín dụng; ngân hàng; quỹ tín dụng; vay vốn; sử dụng ổn
định; ổn định từ; ổn định từ năm; ổn định lâu dài; nguồn gốc; thời điểm; ranh giới; mốc giới; tờ bản đồ; bản đồ địa
chính; địa chính; nghĩa vụ tài chính; hiện trạng; công khai; lần đầu; để xác định; để giải quyết; để phục vụ; để được;
để xem xét; tổ hợp tác; hợp tác; liên hiệp hợp tác xã; thành lập tổ hợp tác; hoạt động của tổ hợp tác; hợp đồng hợp
tác; thôi hưởng; hưởng trợ cấp; hưởng chế độ; trợ cấp xã hội; thờ cúng; liệt sĩ; thân nhân; đối với; đối tượng; bảo
đảm; biện pháp bảo đảm; xóa đăng ký; bên nhận thế chấp; chấp thuận; giấy tờ chứng minh; chứng minh quyền; quyền sở hữu
nhà; giấy phép xây dựng mới; công trình; cấp giấy phép xây dựng mới; sửa chữa; cải tạo; phá dỡ; nghiệm thu; thẩm duyệt;
đơn đề nghị đổi; đề nghị cấp; đề nghị cấp lại; đề nghị xác nhận; tờ khai đăng ký; đăng ký lại; đăng ký lại khai sinh;
kết hôn có yếu tố nước ngoài; yếu tố nước ngoài; trong nước; người khuyết tật; mức độ khuyết tật; dạng tật; lưu trú
ngắn ngày; dịch vụ lưu trú; cơ sở lưu trú; ẩm thực; kinh doanh ẩm thực; dịch vụ ăn uống; ăn uống; nhà hàng; bán lẻ; bán
buôn; bán lẻ hàng hóa; cửa hàng; tạp hóa; siêu thị; lương thực; đồ uống; thuốc lá; may mặc; giày dép; hàng dệt; sản
phẩm dệt; các sản phẩm dệt; giặt là; làm sạch; lông thú; cắt tóc; gội đầu; làm đầu; sửa chữa ô tô; xe máy; mô tô; phụ
tùng; phụ tùng và các bộ phận phụ trợ; bộ phận phụ trợ; vật liệu; vật liệu xây dựng; sản xuất vật liệu; thiết bị lắp
đặt; lắp đặt; kim loại; sắt thép; đồ gỗ; chế biến; chế biến và bảo quản; thủy hải sản; trồng rau; trồng cây; cây ăn
quả; cây lâu năm; cây hàng năm; gia súc; gia súc gia cầm; phân bón; khai thác; nuôi trồng; nuôi trồng thủy sản; rừng
trồng; lâm sản; vận tải hàng hóa; kho bãi; vận tải hành khách; hành khách; bưu chính; viễn thông; máy vi tính; phần
mềm; lập trình; điện thoại; điện tử viễn thông; hoạt động tư vấn; hoạt động thiết kế; hoạt động kiến trúc; cho thuê xe;
môi giới; bất động sản; du lịch sinh thái; đại lý; đại lý du lịch; khách sạn; nhà nghỉ; vui chơi giải trí; giải trí;
dịch vụ hỗ trợ; giúp việc; in ấn; bao bì; quà lưu niệm; thủ công mỹ nghệ; mỹ nghệ; dược liệu; nhà thuốc; quầy thuốc;
phòng khám; xin chủ trương; chủ trương đầu tư; nâng cấp; dự toán; quyết toán; thẩm tra; phê duyệt dự toán; bố trí; hỗ
trợ kinh phí; trang bị; chậm giải quyết; xin lỗi; hẹn lại; bổ sung hồ sơ; hoàn thiện; trả lại hồ sơ; từ chối; tạm dừng;
rà soát; giới thiệu; cử cán bộ; tham gia; triệu tập; mời họp; chỉ đạo; kết luận; trả lời; kiến nghị; phản ánh kiến
nghị; cử tri; tranh chấp; hòa giải; vướng mắc; tháo gỡ; thống kê; tổng hợp; đánh giá; cơ quan hành chính; ứng dụng;
tiện ích; tuyên truyền; bệnh viện sản nhi; phòng chống; dịch bệnh; phòng chống thiên tai; tìm kiếm cứu nạn; dân quân tự
vệ; nghĩa vụ quân sự; dân tộc thiểu số; thiểu số; chuyển từ hình thức;
"""

_PLACES: Final = """
Hà Nội; Hà Giang; Cao Bằng; Bắc Kạn; Tuyên Quang; Lào Cai; Điện Biên; Lai Châu; Sơn La; Yên Bái; Hòa Bình; Thái Nguyên;
Lạng Sơn; Quảng Ninh; Bắc Giang; Phú Thọ; Vĩnh Phúc; Bắc Ninh; Hải Dương; Hải Phòng; Hưng Yên; Thái Bình; Hà Nam;
Nam Định; Ninh Bình; Nghệ An; Hà Tĩnh; Quảng Bình; Quảng Trị; Thừa Thiên Huế; Đà Nẵng; Quảng Nam; Quảng Ngãi;
Bình Định; Phú Yên; Ninh Thuận; Bình Thuận; Kon Tum; Gia Lai; Đắk Lắk; Đắk Nông; Lâm Đồng; Bình Phước; Tây Ninh;
Bình Dương; Đồng Nai; Bà Rịa; Vũng Tàu; Hồ Chí Minh; Long An; Tiền Giang; Bến Tre; Trà Vinh; Vĩnh Long; Đồng Tháp;
An Giang; Kiên Giang; Cần Thơ; Hậu Giang; Sóc Trăng; Bạc Liêu; Cà Mau; Điện Biên Phủ; Mường Lay; Mường Thanh;
Hoàng Hoa Thám; Trần Hưng Đạo; Võ Nguyên Giáp; Nguyễn Văn Linh; Hai Bà Trưng; Ngô Gia Tự; Hoàng Văn Thụ; Hoàng Quốc
Việt; Nguyễn Tất Thành; Phan Đình Phùng; Phan Đình Giót; Nguyễn Thị Minh Khai; Lý Thường Kiệt; Lê Hồng Phong; Phan Bội
Châu; Phan Chu Trinh; Cách Mạng Tháng Tám; Nguyễn Văn Cừ; Trần Quốc Toản; Lạc Long Quân; Tôn Đức Thắng; Nguyễn Chí
Thanh; Xô Viết Nghệ Tĩnh; Huỳnh Thúc Kháng; Nguyễn Đình Chiểu; Trần Đăng Ninh;
"""

_WORD = re.compile(r"[^\W\d_]+")
#: A name has two words, and a capital at each.
PAIR: Final = 2
#: A hyphen with white on one side only: ``2025- 2026``, ``TT- BCA``. Engines put it there, printers do not.
_TORN = re.compile(r"(?<=[0-9A-ZĐ])(?:- (?=[0-9A-ZĐ])| -(?=[0-9A-ZĐ]))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A text with the marks of its fixed expressions."""

    text: str
    #: Words whose marks were changed.
    changed: int
    #: Those of them that are of a place's name: in the name of somebody else they may mean something else.
    renamed: int
    #: For each word of the text (parted at spaces), whether a fixed expression covers it: letters and place agree.
    known: tuple[bool, ...]


@cache
def _lexicon() -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...], bool]]]:
    """First folded word → folded words, printed words, capitals needed."""
    found: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], bool]]] = {}
    provinces = ";".join(f"tỉnh {name}" for name in _PLACES.partition("; Điện Biên Phủ")[0].split(";"))
    for listed, capitals in ((_EXPRESSIONS, False), (_PLACES, True), (provinces, True)):
        for expression in listed.split(";"):
            words = tuple(expression.split())
            if len(words) > 1:
                folded = tuple(map(texts.fold, words))
                found.setdefault(folded[0], []).append((folded, words, capitals))
    return found


def restore(text: str) -> Restored:
    """Put the marks of fixed expressions right; letters and case stay as they were read, torn hyphens are mended."""
    tidy = _WORD.sub(_parted, _TORN.sub("-", texts.undoubled(text)))
    words = list(_WORD.finditer(tidy))
    folded = [texts.fold(word[0]) for word in words]
    letters = list(tidy)
    covered: set[int] = set()
    changed = renamed = 0
    for at in range(len(words)):
        meant = list(zip(words[at:], _meant(words, folded, at, tidy) or (), strict=False))
        now = [("".join(letters[slice(*word.span())]), one, word.start() in covered) for word, one in meant]
        changes = any(_differ(before, one) for before, one, _ in now)
        # The end of one expression (đơn đề nghị) may be the beginning of another (đề nghị đổi). One word is too little
        # to change the others (văn bản do, bản đồ), and where both cannot be meant, it is the one that came first.
        lapped = [_differ(before, one) for before, one, told in now if told]
        if any(lapped) or (changes and len(lapped) == 1):
            continue
        for word, right in meant:
            if word.start() in covered:
                continue
            covered.add(word.start())
            replaced = _marked(word[0], right)
            changed += replaced != word[0]
            renamed += replaced != word[0] and right[0].isupper()
            letters[word.start() : word.end()] = replaced
    restored = "".join(letters)
    return Restored(text=restored, changed=changed, renamed=renamed, known=tuple(_known(restored, covered)))


#: So many letters a glued expression has at least; one without a single mark needs more, to be no foreign name.
SHORTEST, PLAIN = 6, 7


@cache
def _glued() -> dict[str, tuple[str, ...]]:
    """Expressions without their spaces: ``chinhphu``."""
    found: dict[str, tuple[str, ...]] = {}
    for entries in _lexicon().values():
        for folded, printed, _ in entries:
            if len("".join(folded)) >= SHORTEST:
                found.setdefault("".join(folded), printed)
    return found


def _parted(match: re.Match[str]) -> str:
    """A word that is an expression without its spaces, with them; case as it was read."""
    folded = texts.fold(match[0])
    printed = _glued().get(folded)
    if printed is None or (len(folded) < PLAIN and folded == match[0].lower()):
        return match[0]
    parted = " ".join(printed)
    if match[0].isupper():
        return parted.upper()
    return parted.capitalize() if match[0][0].isupper() else parted


def _meant(words: list[re.Match[str]], folded: list[str], at: int, text: str) -> tuple[str, ...] | None:
    """The longest expression that begins at a word; of two that differ in marks only (ủy, uỷ) the one nearer to it."""
    best: tuple[int, int, tuple[str, ...]] | None = None
    for printed in _fitting(words, folded, at, text):
        alike = sum(words[at + n][0].lower() == word.lower() for n, word in enumerate(printed))
        if best is None or (len(printed), alike) > best[:2]:
            best = len(printed), alike, printed
    return None if best is None else best[2]


def _fitting(words: list[re.Match[str]], folded: list[str], at: int, text: str) -> Iterator[tuple[str, ...]]:
    for wanted, printed, capitals in _lexicon().get(folded[at], ()):
        size = len(wanted)
        if tuple(folded[at : at + size]) != wanted:
            continue
        between = (text[words[n].end() : words[n + 1].start()] for n in range(at, at + size - 1))
        if any(gap.strip(" ,-(") for gap in between):
            continue
        read = [word[0] for word in words[at : at + size]]
        named = all(one[0].isupper() for one, word in zip(read, printed, strict=True) if word[0].isupper())
        if named if capitals else not _is_name(read, printed):
            yield printed


def _is_name(read: Sequence[str], printed: Sequence[str]) -> bool:
    """Whether two words whose marks are others than the expression's begin with capitals, as names do: ``Vân Hòa``."""
    titled = all(word[0].isupper() and not word.isupper() for word in read)
    return titled and len(read) == PAIR and all(map(_differ, read, printed))


def _differ(one: str, other: str) -> bool:
    return texts.key(one) != texts.key(other)


def _marked(read: str, right: str) -> str:
    return "".join(r.upper() if o.isupper() else r for o, r in zip(read, right.lower(), strict=True))


def _known(text: str, covered: set[int]) -> Iterator[bool]:
    at = 0
    for word in text.split(" "):
        yield any(start in covered for start in range(at, at + len(word)))
        at += len(word) + 1
