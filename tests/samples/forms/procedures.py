"""Administrative procedures: what is asked for, which papers it takes, what comes out."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """One procedure as a one-stop desk knows it."""

    #: National code.
    code: str
    name: str
    #: Working days.
    days: int
    #: Đồng; 0 for none.
    fee: int
    #: What the dossier must contain: name, form, and the kind of paper it is to us.
    components: tuple[tuple[str, str, str], ...]
    #: Kind of the paper that comes out; empty for none.
    result: str = ""


PROCEDURES = (
    Procedure(
        code="1.001193",
        name="Đăng ký khai sinh",
        days=1,
        fee=0,
        components=(
            ("Tờ khai đăng ký khai sinh", "Bản chính", "application"),
            ("Giấy chứng sinh", "Bản chính", "other"),
            ("Giấy chứng nhận kết hôn của cha, mẹ", "Bản chụp", "other"),
        ),
        result="birth_certificate",
    ),
    Procedure(
        code="2.000635",
        name="Cấp bản sao Trích lục hộ tịch",
        days=1,
        fee=8_000,
        components=(
            ("Tờ khai cấp bản sao trích lục hộ tịch", "Bản chính", "application"),
            ("Giấy khai sinh", "Bản sao", "birth_certificate"),
        ),
        result="birth_certificate",
    ),
    Procedure(
        code="1.004873",
        name="Cấp Giấy xác nhận tình trạng hôn nhân",
        days=3,
        fee=15_000,
        components=(
            ("Tờ khai cấp Giấy xác nhận tình trạng hôn nhân", "Bản chính", "application"),
            ("Quyết định công nhận thuận tình ly hôn (nếu có)", "Bản sao", "decision"),
        ),
        result="other",
    ),
    Procedure(
        code="1.004859",
        name="Thay đổi, cải chính, bổ sung thông tin hộ tịch, xác định lại dân tộc",
        days=3,
        fee=15_000,
        components=(
            (
                "Tờ khai đăng ký việc thay đổi, cải chính, bổ sung thông tin hộ tịch, xác định lại dân tộc",
                "Bản chính",
                "application",
            ),
            ("Giấy khai sinh", "Bản chính", "birth_certificate"),
            ("Giấy tờ liên quan đến việc thay đổi, cải chính hộ tịch", "Bản chụp", "other"),
        ),
        result="decision",
    ),
    Procedure(
        code="1.001022",
        name="Đăng ký nhận cha, mẹ, con",
        days=3,
        fee=15_000,
        components=(
            ("Tờ khai đăng ký nhận cha, mẹ, con", "Bản chính", "application"),
            ("Chứng cứ chứng minh quan hệ cha, mẹ, con", "Bản chính", "other"),
        ),
        result="decision",
    ),
    Procedure(
        code="1.001653",
        name="Đổi, cấp lại Giấy xác nhận khuyết tật",
        days=5,
        fee=0,
        components=(("Đơn đề nghị cấp đổi, cấp lại Giấy xác nhận khuyết tật", "Bản chính", "application"),),
        result="other",
    ),
    Procedure(
        code="1.001776",
        name="Thực hiện, điều chỉnh, thôi hưởng trợ cấp xã hội hàng tháng, hỗ trợ kinh phí chăm sóc, nuôi dưỡng hàng tháng",
        days=22,
        fee=0,
        components=(
            ("Tờ khai đề nghị trợ giúp xã hội theo Mẫu số 1d", "Bản chính", "application"),
            ("Giấy xác nhận khuyết tật", "Bản sao", "other"),
            ("Giấy khai sinh", "Bản sao", "birth_certificate"),
        ),
        result="decision",
    ),
    Procedure(
        code="2.001610",
        name="Đăng ký thành lập công ty TNHH một thành viên",
        days=3,
        fee=50_000,
        components=(
            ("Giấy đề nghị đăng ký doanh nghiệp", "Bản chính", "application"),
            ("Điều lệ công ty", "Bản chính", "other"),
            ("Bản sao giấy tờ pháp lý của cá nhân", "Bản sao", "other"),
        ),
        result="business_registration",
    ),
    Procedure(
        code="2.002009",
        name="Thông báo thay đổi ngành, nghề kinh doanh; thay đổi vốn điều lệ, địa chỉ trụ sở chính của doanh nghiệp",
        days=3,
        fee=50_000,
        components=(
            ("Thông báo thay đổi nội dung đăng ký doanh nghiệp", "Bản chính", "other"),
            ("Quyết định của chủ sở hữu công ty", "Bản sao", "decision"),
        ),
        result="business_registration",
    ),
    Procedure(
        code="1.009994",
        name="Cấp giấy phép xây dựng mới đối với nhà ở riêng lẻ",
        days=15,
        fee=75_000,
        components=(
            ("Đơn đề nghị cấp giấy phép xây dựng theo Mẫu số 01 Phụ lục II", "Bản chính", "application"),
            (
                "Giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở và tài sản khác gắn liền với đất",
                "Bản sao",
                "other",
            ),
            ("02 bộ bản vẽ thiết kế xây dựng", "Bản chính", "other"),
        ),
        result="decision",
    ),
    Procedure(
        code="1.004194",
        name="Đăng ký tạm trú",
        days=3,
        fee=15_000,
        components=(
            ("Tờ khai thay đổi thông tin cư trú (Mẫu CT01)", "Bản chính", "application"),
            ("Giấy tờ chứng minh chỗ ở hợp pháp", "Bản sao", "other"),
        ),
        result="other",
    ),
    Procedure(
        code="1.004227",
        name="Đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất do thay đổi thông tin về người được cấp Giấy chứng nhận",
        days=10,
        fee=28_000,
        components=(
            ("Đơn đăng ký biến động đất đai, tài sản gắn liền với đất", "Bản chính", "application"),
            ("Bản gốc Giấy chứng nhận đã cấp", "Bản gốc", "other"),
            ("Văn bản về việc thay đổi thông tin", "Bản sao", "official_letter"),
        ),
        result="official_letter",
    ),
    Procedure(
        code="1.001612",
        name="Đăng ký thành lập hộ kinh doanh",
        days=3,
        fee=100_000,
        components=(
            ("Giấy đề nghị đăng ký hộ kinh doanh", "Bản chính", "application"),
            ("Bản sao giấy tờ pháp lý của chủ hộ kinh doanh", "Bản sao", "other"),
        ),
        result="other",
    ),
    Procedure(
        code="1.001662",
        name="Đăng ký khai thác nước dưới đất",
        days=10,
        fee=0,
        components=(("Tờ khai đăng ký công trình khai thác nước dưới đất", "Bản chính", "application"),),
        result="decision",
    ),
    Procedure(
        code="2.000815",
        name="Chứng thực bản sao từ bản chính giấy tờ, văn bản do cơ quan, tổ chức có thẩm quyền của Việt Nam cấp",
        days=1,
        fee=20_000,
        components=(("Bản chính giấy tờ, văn bản làm cơ sở để chứng thực bản sao", "Bản chính", "other"),),
    ),
)


def procedure(rng: random.Random) -> Procedure:
    """Any procedure."""
    return rng.choice(PROCEDURES)


def by_code(code: str) -> Procedure:
    """The procedure with a code."""
    return next(item for item in PROCEDURES if item.code == code)
