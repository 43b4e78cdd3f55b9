"""Official papers, typed by hand. Names and numbers are made up."""

from __future__ import annotations

DECISION = """
 ỦY BAN NHÂN DÂN             CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
  TỈNH ĐIỆN BIÊN                 Độc lập - Tự do - Hạnh phúc

 Số: 05/QĐ-UBND             Điện Biên, ngày 05 tháng 01 năm 2024

                        QUYẾT ĐỊNH
   Về việc công bố Danh mục thủ tục hành chính mới ban hành
      thuộc thẩm quyền giải quyết của Sở Y tế tỉnh Điện Biên

             CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH

    Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;
    Theo đề nghị của Giám đốc Sở Y tế tại Tờ trình số 06/TTr-SYT.
                        QUYẾT ĐỊNH:
    Điều 1. Công bố kèm theo Quyết định này Danh mục 01 thủ tục.
    Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký./.

 Nơi nhận:                                  KT. CHỦ TỊCH
 - Như Điều 2;                              PHÓ CHỦ TỊCH
 - Sở Y tế;
 - Lưu: VT.


                                         Lò Văn Tiến
"""

LETTER = """
 UBND TỈNH ĐIỆN BIÊN         CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
      SỞ TƯ PHÁP                 Độc lập - Tự do - Hạnh phúc

 Số: 12/STP-HCTP            Điện Biên, ngày 9 tháng 6 năm 2023
 V/v hướng dẫn đăng ký
  khai sinh lưu động

             Kính gửi: Ủy ban nhân dân huyện Mường Ảng

    Thực hiện Kế hoạch số 15/KH-UBND của Ủy ban nhân dân tỉnh, Sở Tư pháp
 đề nghị Ủy ban nhân dân huyện thực hiện./.

 Nơi nhận:                                      GIÁM ĐỐC
 - Như trên;
 - Lưu: VT.


                                            Quàng Thị Hoà
"""

NOTICE = """
  BỘ CÔNG THƯƠNG             CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
 TRƯỜNG ĐẠI HỌC MẪU              Độc lập - Tự do - Hạnh phúc

 Số: ,20?5. /TB-ĐHM           Hà Nội, ngày 2# tháng 8 năm 2025

                        THÔNG BÁO
           Về việc tham dự Lễ khai giảng năm học mới

    Căn cứ Kế hoạch số 20/KH-ĐHM về việc tổ chức Lễ khai giảng;
    Nhà trường thông báo như sau./.

 Nơi nhận:                                  TL. HIỆU TRƯỞNG
 - Các khoa;                              TRƯỞNG PHÒNG CTSV
 - Lưu: VT.


                                          Phùng Thị Mẫu
"""
