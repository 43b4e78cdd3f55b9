"""Ordinary administrative Vietnamese: sentences put together from parts of our own, no two pages alike."""

from __future__ import annotations

import datetime as dt
import random

from tests.samples import people, places, wording

BODIES = (
    "Ủy ban nhân dân tỉnh", "Ủy ban nhân dân huyện", "Ủy ban nhân dân xã", "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân",
    "Sở Nội vụ", "Sở Tư pháp", "Sở Tài chính", "Sở Xây dựng", "Sở Y tế", "Sở Giáo dục và Đào tạo", "Sở Nông nghiệp và Môi trường",
    "Sở Khoa học và Công nghệ", "Công an tỉnh", "Thanh tra tỉnh", "Phòng Tư pháp", "Phòng Kinh tế và Hạ tầng",
    "Phòng Lao động - Thương binh và Xã hội", "Trung tâm Phục vụ hành chính công", "Bộ phận Tiếp nhận và Trả kết quả",
    "Ban Quản lý dự án đầu tư xây dựng", "Kho bạc Nhà nước", "Bảo hiểm xã hội tỉnh", "Văn phòng Đăng ký đất đai",
)  # fmt: skip

_DUTIES = (
    "rà soát, thống kê toàn bộ hồ sơ, giấy tờ còn hiệu lực", "số hóa thành phần hồ sơ và kết quả giải quyết thủ tục hành chính",
    "bố trí công chức có đủ năng lực làm việc tại Bộ phận Một cửa", "niêm yết công khai danh mục thủ tục hành chính",
    "kiểm tra tính đầy đủ, hợp lệ của hồ sơ trước khi tiếp nhận", "cập nhật dữ liệu dân cư vào hệ thống thông tin dùng chung",
    "hướng dẫn người dân nộp hồ sơ qua Cổng Dịch vụ công quốc gia", "báo cáo kết quả thực hiện trước ngày 20 hằng tháng",
    "xử lý dứt điểm các hồ sơ quá hạn, không để phát sinh hồ sơ mới chậm giải quyết", "tổ chức tập huấn nghiệp vụ cho cán bộ cấp xã",
    "phối hợp với Công an cấp huyện làm sạch dữ liệu hộ tịch", "lập dự toán kinh phí mua sắm máy quét, máy in và thiết bị lưu trữ",
    "thẩm định hồ sơ đề nghị hỗ trợ theo đúng đối tượng, định mức", "giải phóng mặt bằng các công trình trọng điểm trên địa bàn",
    "đo đạc, chỉnh lý bản đồ địa chính và cấp giấy chứng nhận cho các hộ gia đình", "tuyên truyền, phổ biến pháp luật đến từng bản, khu dân cư",
    "chi trả chế độ cho người có công và đối tượng bảo trợ xã hội", "phòng, chống cháy rừng trong mùa khô và sạt lở đất trong mùa mưa",
    "duy tu, bảo dưỡng các tuyến đường liên xã bị hư hỏng do mưa lũ", "rà soát hộ nghèo, hộ cận nghèo theo chuẩn tiếp cận đa chiều",
    "kiểm kê tài sản công và báo cáo tình hình quản lý, sử dụng", "tiếp nhận, phân loại và giải quyết đơn thư khiếu nại, tố cáo",
)  # fmt: skip

_ENDS = (
    "nhằm nâng cao mức độ hài lòng của tổ chức, cá nhân", "theo đúng thẩm quyền và thời hạn được giao", "bảo đảm công khai, minh bạch và tiết kiệm",
    "để kịp thời tháo gỡ khó khăn, vướng mắc cho người dân và doanh nghiệp", "phù hợp với điều kiện thực tế của địa phương",
    "theo hướng dẫn của cơ quan chuyên môn cấp trên", "không để gián đoạn việc tiếp nhận và giải quyết hồ sơ",
    "gắn với việc thực hiện Đề án phát triển ứng dụng dữ liệu về dân cư", "bảo đảm an toàn thông tin và bí mật đời tư",
    "trên cơ sở dữ liệu đã được đối soát, làm sạch", "và chịu trách nhiệm về tính chính xác của số liệu báo cáo",
)  # fmt: skip

_STATES = (
    "Trong {months} tháng đầu năm {year}, các cơ quan, đơn vị đã tiếp nhận {many} hồ sơ, trong đó giải quyết trước hạn và đúng hạn {share}%.",
    "Tính đến ngày {day}, toàn {unit} có {few} đơn vị hoàn thành việc kết nối, chia sẻ dữ liệu; còn {rest} đơn vị đang triển khai.",
    "Tổng kinh phí thực hiện là {money} đồng, từ nguồn ngân sách {level} và các nguồn hợp pháp khác.",
    "Tỷ lệ hồ sơ nộp trực tuyến đạt {share}%, tăng {points} điểm phần trăm so với cùng kỳ năm {before}.",
    "Qua kiểm tra tại {few} xã, phường cho thấy còn {rest} trường hợp hồ sơ chưa được số hóa khi tiếp nhận.",
    "Diện tích đất thu hồi là {area} m², thuộc các thửa số {plot}, {plot2} tờ bản đồ số {sheet} tại {commune}.",
    "Đến nay đã có {many} lượt công dân được cấp bản sao điện tử; bình quân mỗi hồ sơ được giải quyết trong {days} ngày làm việc.",
    "Số thu phí, lệ phí trong quý là {money} đồng, đạt {share}% dự toán được giao.",
    "Hội nghị có {few} đại biểu tham dự, do đồng chí {name} chủ trì, bắt đầu lúc {hour} giờ 30 phút ngày {day}.",
)  # fmt: skip

_LINKS = (
    "Đồng thời,",
    "Bên cạnh đó,",
    "Tuy nhiên,",
    "Theo đó,",
    "Ngoài ra,",
    "Trường hợp cần thiết,",
    "Trong quá trình thực hiện,",
    "",
)

_RULES = (
    "Cơ quan, tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành kể từ ngày ký.",
    "Trường hợp hồ sơ chưa đầy đủ, chưa hợp lệ, công chức tiếp nhận phải hướng dẫn cụ thể bằng phiếu yêu cầu bổ sung, hoàn thiện hồ sơ.",
    "Thời hạn giải quyết được tính từ ngày nhận đủ hồ sơ hợp lệ và không bao gồm thời gian chờ công dân bổ sung giấy tờ.",
    "Người nộp hồ sơ không phải nộp lại giấy tờ đã được số hóa và lưu trữ trong kho quản lý dữ liệu điện tử.",
    "Việc ký số, lưu trữ kết quả điện tử thực hiện theo quy định của pháp luật về giao dịch điện tử.",
    "Khi có thay đổi về thông tin, tổ chức, cá nhân phải thông báo bằng văn bản cho cơ quan đăng ký trong thời hạn mười ngày làm việc.",
    "Mọi hành vi nhũng nhiễu, gây phiền hà trong giải quyết thủ tục hành chính đều bị xem xét, xử lý nghiêm theo quy định.",
    "Các nội dung khác không nêu tại văn bản này thực hiện theo quy định hiện hành.",
    "Kết quả giải quyết được trả trực tiếp, qua dịch vụ bưu chính công ích hoặc qua Cổng Dịch vụ công.",
)  # fmt: skip


def _facts(rng: random.Random) -> dict[str, object]:
    day = people.day(rng, dt.date(2019, 1, 5), dt.date(2026, 8, 30))
    where = places.place(rng, on=day)
    return {
        "months": rng.choice((3, 6, 9, 10, 11)),
        "year": day.year,
        "before": day.year - 1,
        "many": wording.amount(rng.randint(1_000, 480_000)),
        "few": rng.randint(11, 129),
        "rest": f"{rng.randint(1, 9):02d}",
        "share": f"{rng.uniform(20, 99.9):.{rng.choice((1, 2))}f}".replace(".", ","),
        "points": f"{rng.uniform(0.5, 30):.1f}".replace(".", ","),
        "money": wording.amount(rng.randint(5, 90_000) * 100_000),
        "level": rng.choice(("trung ương", "tỉnh", "huyện", "địa phương")),
        "unit": rng.choice(("tỉnh", "huyện", "thành phố")),
        "day": wording.short_date(rng, day),
        "area": f"{rng.uniform(60, 9000):.1f}".replace(".", ","),
        "plot": rng.randint(1, 400),
        "plot2": rng.randint(1, 400),
        "sheet": rng.randint(1, 90),
        "commune": where.printed,
        "days": f"{rng.uniform(1, 9):.1f}".replace(".", ","),
        "name": people.person(rng, on=day).name,
        "hour": f"{rng.choice((7, 8, 13, 14)):02d}",
    }


def sentence(rng: random.Random) -> str:
    """One sentence."""
    chance = rng.random()
    if chance < 0.28:
        return rng.choice(_STATES).format(**_facts(rng))
    if chance < 0.42:
        return rng.choice(_RULES)
    link = rng.choice(_LINKS)
    first, second = rng.sample(_DUTIES, 2)
    body = rng.choice(BODIES)
    start = f"{link} {body}" if link else body
    verb = rng.choice(
        (
            "có trách nhiệm",
            "chủ trì, phối hợp với các đơn vị liên quan",
            "tiếp tục",
            "khẩn trương",
            "thường xuyên",
            "đã tổ chức",
        )
    )
    middle = rng.choice((f" và {second}", f"; {second}", "", f", đồng thời {second}"))
    return f"{start} {verb} {first}{middle}{rng.choice((' ', ', '))}{rng.choice(_ENDS)}."


def paragraph(rng: random.Random, sentences: int = 0) -> str:
    """Some sentences in a row."""
    return " ".join(sentence(rng) for _ in range(sentences or rng.randint(2, 5)))


#: Texts that a decision rests on: what it says, who issued it; number and day are made up per use only where marked.
_BASES = (
    "Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015", "Luật Hộ tịch ngày 20 tháng 11 năm 2014", "Luật Đất đai ngày 29 tháng 11 năm 2013",
    "Luật Doanh nghiệp ngày 17 tháng 6 năm 2020", "Luật Giao dịch điện tử ngày 22 tháng 6 năm 2023", "Luật Cư trú ngày 13 tháng 11 năm 2020",
    "Nghị định số 61/2018/NĐ-CP ngày 23 tháng 4 năm 2018 của Chính phủ về thực hiện cơ chế một cửa, một cửa liên thông trong giải quyết thủ tục hành chính",
    "Nghị định số 45/2020/NĐ-CP ngày 08 tháng 4 năm 2020 của Chính phủ về thực hiện thủ tục hành chính trên môi trường điện tử",
    "Nghị định số 107/2021/NĐ-CP ngày 06 tháng 12 năm 2021 của Chính phủ sửa đổi, bổ sung một số điều của Nghị định số 61/2018/NĐ-CP",
    "Nghị định số 20/2021/NĐ-CP ngày 15 tháng 3 năm 2021 của Chính phủ quy định chính sách trợ giúp xã hội đối với đối tượng bảo trợ xã hội",
    "Thông tư số 01/2023/TT-VPCP ngày 05 tháng 4 năm 2023 của Văn phòng Chính phủ", "Thông tư số 04/2020/TT-BTP ngày 28 tháng 5 năm 2020 của Bộ Tư pháp",
)  # fmt: skip


def bases(rng: random.Random, count: int) -> list[str]:
    """What a document rests on, as ``Căn cứ …;`` lines."""
    return [f"Căn cứ {text};" for text in rng.sample(_BASES, count)]
