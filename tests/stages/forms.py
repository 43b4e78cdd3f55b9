"""Filled forms, typed by hand. People, places and numbers are made up."""

from __future__ import annotations

BIRTH_CERTIFICATE = """
 ỦY BAN NHÂN DÂN             CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
 XÃ MƯỜNG PHĂNG                  Độc lập - Tự do - Hạnh phúc
                                                 Số: 47/2023
                     GIẤY KHAI SINH

Họ, chữ đệm, tên: LÒ THỊ YẾN
Ngày, tháng, năm sinh: 05/01/2023 ghi bằng chữ: Ngày mồng năm tháng một
năm hai nghìn không trăm hai mươi ba
Giới tính: Nữ       Dân tộc: Thái        Quốc tịch: Việt Nam
Nơi sinh: Bệnh viện Đa khoa tỉnh Điện Biên, phường Noong Bua, thành phố
Điện Biên Phủ, tỉnh Điện Biên
Quê quán: xã Mường Phăng, thành phố Điện Biên Phủ
Số định danh cá nhân: 011323000123
Họ, chữ đệm, tên người mẹ: QUÀNG THỊ LẢ
Năm sinh: 1995      Dân tộc: Thái        Quốc tịch: Việt Nam
Nơi cư trú: bản Khá, xã Mường Phăng
Họ, chữ đệm, tên người cha: LÒ VĂN PÂNG
Năm sinh: 1993      Dân tộc: Khơ Mú      Quốc tịch: Lào
Nơi cư trú: bản Bua, xã Mường Phăng
Họ, chữ đệm, tên người đi khai sinh: LÒ VĂN PÂNG
Giấy tờ tùy thân: CCCD số 011093004567 do Cục Cảnh sát cấp ngày 01/02/2021
Nơi đăng ký khai sinh: Ủy ban nhân dân xã Mường Phăng
Ngày, tháng, năm đăng ký: 20/01/2023

 NGƯỜI ĐI KHAI SINH                     NGƯỜI KÝ GIẤY KHAI SINH
 (Ký, ghi rõ họ, chữ đệm, tên)          (Ký, ghi rõ họ tên, đóng dấu)


   LÒ VĂN PÂNG                             CÀ VĂN THÀNH
"""

RECEIPT = """
 UBND HUYỆN MƯỜNG ẢNG             CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
 BỘ PHẬN TIẾP NHẬN VÀ                 Độc lập - Tự do - Hạnh phúc
 TRẢ KẾT QUẢ
 Mã hồ sơ: H18.12-231005-0007

         GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ

Bộ phận tiếp nhận và trả kết quả: UBND huyện Mường Ảng
Tiếp nhận hồ sơ của: GIÀNG A PÁO
Địa chỉ: bản Huổi Sứa, xã Ẳng Cang, huyện Mường Ảng, tỉnh Điện
Biên
Số điện thoại: 0912 345 678        Email: giangapao@gmail.com
Nội dung yêu cầu giải quyết: Chứng thực bản sao từ bản chính giấy tờ, văn
bản do cơ quan, tổ chức có thẩm quyền của Việt Nam cấp
1. Thành phần hồ sơ nộp gồm:
 TT    Tên giấy tờ                                  Hình thức     Số lượng
                                                  (bản chính, bản
                                                       sao)
 1     Tờ khai đăng ký khai sinh theo mẫu           Bản chính        01
 2     Giấy chứng sinh do cơ sở y tế nơi trẻ em     Bản sao          02
       sinh ra cấp
 3     Giấy chứng nhận kết hôn                      Bản chụp         1
2. Số lượng hồ sơ: 01 (bộ)
3. Thời gian giải quyết hồ sơ theo quy định là: 03 ngày làm việc
4. Thời gian nhận hồ sơ: 14 giờ 30 phút, ngày 05 tháng 10 năm 2023
5. Thời gian trả kết quả giải quyết hồ sơ: 16 giờ 00 phút, ngày 10 tháng 10 năm
2023
6. Đăng ký nhận kết quả tại: Bộ phận Một cửa
7. Phí, lệ phí (nếu có): 8.000 đồng
Vào Sổ theo dõi hồ sơ, Quyển số: 01 Số thứ tự: 7

   NGƯỜI NỘP HỒ SƠ                NGƯỜI TIẾP NHẬN HỒ SƠ
   (Ký và ghi rõ họ tên)          (Ký và ghi rõ họ tên)


   GIÀNG A PÁO                      Lường Thị Hoa
"""

BUSINESS = """
 SỞ KẾ HOẠCH VÀ ĐẦU TƯ            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
   TỈNH ĐIỆN BIÊN                     Độc lập - Tự do - Hạnh phúc
 PHÒNG ĐĂNG KÝ KINH DOANH

                     GIẤY CHỨNG NHẬN
             ĐĂNG KÝ DOANH NGHIỆP CÔNG TY TNHH
                   MỘT THÀNH VIÊN
           Mã số doanh nghiệp: 0100047516
     Đăng ký lần đầu: ngày 12 tháng 3 năm 2019
     Đăng ký thay đổi lần thứ: 2, ngày 05 tháng 01 năm 2023
1. Tên công ty
Tên công ty viết bằng tiếng Việt: CÔNG TY TRÁCH NHIỆM HỮU HẠN MỘT THÀNH VIÊN
XÂY DỰNG VÀ THƯƠNG MẠI MƯỜNG THANH
Tên công ty viết bằng tiếng nước ngoài: MUONG THANH CONSTRUCTION AND TRADING
COMPANY LIMITED
Tên công ty viết tắt: MTC CO., LTD
2. Địa chỉ trụ sở chính
Số 15, tổ dân phố 4, phường Mường Thanh, thành phố Điện Biên Phủ, tỉnh
Điện Biên, Việt Nam
Điện thoại: 0215 3825 678              Fax:
Email: lienhe@muongthanh.example       Website:
3. Vốn điều lệ: 5.000.000.000 đồng
Bằng chữ: Năm tỷ đồng
4. Thông tin về chủ sở hữu
Họ và tên: QUÀNG VĂN BÌNH              Giới tính: Nam
5. Người đại diện theo pháp luật của công ty
* Họ, chữ đệm và tên: LÒ THỊ MAI       Giới tính: Nữ
Chức danh: Giám đốc
Sinh ngày: 07/09/1985    Dân tộc: Thái    Quốc tịch: Việt Nam
Loại giấy tờ pháp lý của cá nhân: Thẻ căn cước công dân
Số giấy tờ pháp lý của cá nhân: 011185000321
Ngày cấp: 10/05/2021    Nơi cấp: Cục Cảnh sát QLHC về TTXH
Địa chỉ thường trú: bản Co Mỵ, xã Thanh Xương

                                          TRƯỞNG PHÒNG
                                  (Ký, ghi họ tên và đóng dấu)


                                         Phạm Quốc Khánh
"""

APPLICATION = """
              CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
                  Độc lập - Tự do - Hạnh phúc

                   TỜ KHAI ĐĂNG KÝ KHAI SINH
        Kính gửi: Ủy ban nhân dân xã Mường Phăng

Họ, chữ đệm, tên người yêu cầu: LÒ VĂN PÂNG
Ngày, tháng, năm sinh: 12/04/1993
Nơi cư trú: (2) bản Bua, xã Mường Phăng, thành phố Điện Biên Phủ
Giấy tờ tùy thân: (3) Căn cước công dân số 011093004567 do Cục Cảnh sát QLHC về
TTXH cấp ngày 20/11/2021
Số điện thoại: 0987.654.321
Quan hệ với người được khai sinh: Cha đẻ
Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:
Họ, chữ đệm, tên: LÒ THỊ YẾN
Ngày, tháng, năm sinh: 05/01/2023
Tôi cam đoan nội dung đề nghị đăng ký khai sinh trên đây là đúng sự thật.
                         Làm tại: xã Mường Phăng, ngày 18 tháng 01 năm 2023
                                          Người yêu cầu
                                  (Ký, ghi rõ họ, chữ đệm, tên)


                                          LÒ VĂN PÂNG
"""
