"""Why a file or one of its pages is refused. The same bytes will be refused again; only the sender can change that."""

from __future__ import annotations

from pipeline.errors import Refused


class FileMissing(Refused):
    """There is no such file, or it may not be read."""

    code = "file_missing"
    message_vi = "Không tìm thấy hoặc không đọc được tệp."
    message_en = "The file is not there or may not be read."
    remedy_vi = "Kiểm tra đường dẫn và quyền đọc."
    remedy_en = "Check the path and the permission to read."


class FileNotRegular(Refused):
    """A folder, a device, a pipe."""

    code = "file_not_regular"
    message_vi = "Đây không phải là tệp thường."
    message_en = "This is not a regular file."
    remedy_vi = "Gửi từng tệp; thư mục dùng `sohoa ingest`."
    remedy_en = "Give single files; for folders use `sohoa ingest`."


class FileEmpty(Refused):
    """No bytes at all."""

    code = "file_empty"
    message_vi = "Tệp rỗng (0 byte)."
    message_en = "The file is empty (0 bytes)."
    remedy_vi = "Quét lại hoặc gửi lại tệp."
    remedy_en = "Scan it again or send it again."


class FileTooLarge(Refused):
    """More bytes than the limit."""

    code = "file_too_large"
    message_vi = "Tệp có {bytes} byte, quá giới hạn {limit} byte."
    message_en = "The file has {bytes} bytes, above the limit of {limit}."
    remedy_vi = "Chia nhỏ tệp hoặc quét với độ phân giải 200–300 dpi."
    remedy_en = "Split the file, or scan it at 200 to 300 dpi."


class FileTypeUnknown(Refused):
    """The content is no document that we know, whatever the name says."""

    code = "file_type_unknown"
    message_vi = "Nội dung tệp không phải PDF hay ảnh quét."
    message_en = "The content is neither a PDF nor a picture."
    remedy_vi = "Gửi PDF, TIFF, JPEG, PNG, WebP, BMP hoặc HEIC."
    remedy_en = "Send PDF, TIFF, JPEG, PNG, WebP, BMP or HEIC."


class NoPages(Refused):
    """A document without a single page."""

    code = "file_without_pages"
    message_vi = "Tệp không có trang nào."
    message_en = "The file has no pages."
    remedy_vi = "Quét lại hoặc gửi lại tệp."
    remedy_en = "Scan it again or send it again."


class TooManyPages(Refused):
    """More pages than the limit."""

    code = "too_many_pages"
    message_vi = "Tệp có {pages} trang, quá giới hạn {limit} trang."
    message_en = "The file has {pages} pages, above the limit of {limit}."
    remedy_vi = "Chia tệp thành nhiều tệp nhỏ hơn."
    remedy_en = "Split the file into smaller ones."


class FileEncrypted(Refused):
    """A password is needed to open it."""

    code = "file_encrypted"
    message_vi = "Tệp được khóa bằng mật khẩu."
    message_en = "The file is locked with a password."
    remedy_vi = "Bỏ mật khẩu rồi gửi lại tệp."
    remedy_en = "Remove the password and send it again."


class FileTruncated(Refused):
    """It ends in the middle, and nothing of it can be shown."""

    code = "file_truncated"
    message_vi = "Tệp bị cắt cụt, thiếu phần cuối."
    message_en = "The file is cut off: its end is missing."
    remedy_vi = "Sao chép hoặc tải lên lại từ bản gốc, hoặc quét lại."
    remedy_en = "Copy or upload it again from the original, or scan it again."


class FileDamaged(Refused):
    """Its structure is broken beyond repair."""

    code = "file_damaged"
    message_vi = "Tệp bị hỏng, không mở được."
    message_en = "The file is damaged and cannot be opened."
    remedy_vi = "Quét lại hoặc gửi lại từ bản gốc."
    remedy_en = "Scan it again, or send it again from the original."


class PageUnreadable(Refused):
    """One page cannot be shown; the others can."""

    code = "page_unreadable"
    message_vi = "Không hiển thị được trang {page}."
    message_en = "Page {page} cannot be shown."
    remedy_vi = "Quét lại trang này."
    remedy_en = "Scan this page again."


class PageTooLarge(Refused):
    """One page has more pixels than the limit."""

    code = "page_too_large"
    message_vi = "Trang {page} có {pixels} điểm ảnh, quá giới hạn {limit}."
    message_en = "Page {page} has {pixels} pixels, above the limit of {limit}."
    remedy_vi = "Quét trang này với độ phân giải 200–300 dpi."
    remedy_en = "Scan this page at 200 to 300 dpi."
