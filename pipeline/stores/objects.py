"""Object storage over plain S3 through the minio client: the only module that knows it.

Every write is checked: the server is told the MD5 of what it receives (Content-MD5, which MinIO, SeaweedFS and Ceph
enforce; the hash of a signed body alone is not enforced by SeaweedFS) and its answer is compared with ours.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import minio
import urllib3
from minio.commonconfig import CopySource
from minio.deleteobjects import DeleteObject
from minio.error import InvalidResponseError, MinioException, S3Error, ServerError

from pipeline.errors import Later, Misconfigured, PipelineError, Unavailable

#: Files above this go up in parts of this size, in bytes; one part is all that is held in memory.
PART: Final = 16 * 1024 * 1024

#: Kept beside each object as what S3 calls metadata: a server or a wire that cuts bytes off is found out when reading.
_SHA256: Final = "x-amz-meta-sha256"

#: S3 codes of an object that is not there any more, or not the same.
_CHANGED: Final = {"NoSuchKey", "NoSuchObject", "PreconditionFailed"}

#: S3 codes of a storage that takes nothing more: MinIO's, Ceph's, and the name of HTTP 507.
_FULL: Final = {"XMinioStorageFull", "QuotaExceeded", "InsufficientStorage"}

#: HTTP statuses of a server that does not know a question.
_NOT_KNOWN: Final = {400, 404, 405, 501}

#: S3 codes that only the operator can put right.
_REFUSED: Final = {"AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "AuthorizationHeaderMalformed"}


class StorageDown(Unavailable):
    """The S3 server does not answer, or answers that it cannot."""

    code = "storage_down"
    message_vi = "Kho đối tượng không trả lời."
    message_en = "The object storage does not answer."
    remedy_vi = "Việc đang chờ sẽ tự chạy tiếp khi kho hoạt động lại; kiểm tra bằng `sohoa doctor`."
    remedy_en = "Waiting work goes on by itself once it is back; check with `sohoa doctor`."


class StorageFull(Later):
    """The S3 server has no room for more."""

    code = "storage_full"
    message_vi = "Kho đối tượng đã đầy; chưa có gì được lưu."
    message_en = "The object storage is full; nothing was kept."
    remedy_vi = "Thêm dung lượng cho kho; việc đang chờ sẽ tự chạy tiếp, tệp chưa nhận thì gửi lại sau."
    remedy_en = "Give it more room; waiting work goes on by itself, and files are to be sent again later."


class ObjectMissing(PipelineError):
    """An object that the ledger knows is not there: waiting will not bring it back."""

    code = "object_missing"
    message_vi = "Thiếu một đối tượng trong kho: {key}."
    message_en = "An object is missing from the storage: {key}."
    remedy_vi = "Phần dưới derived/ được làm lại bằng `sohoa reread --file`; phần khác lấy từ bản sao lưu của kho."
    remedy_en = "What lies under derived/ is made again by `sohoa reread --file`; the rest comes from the backup."


class ObjectDamaged(Unavailable):
    """The storage holds other bytes than those that were sent."""

    code = "object_damaged"
    message_vi = "Kho đối tượng lưu sai nội dung: {key}."
    message_en = "The object storage holds wrong bytes: {key}."
    remedy_vi = "Gửi lại; nếu lặp lại, kiểm tra đĩa của kho đối tượng."
    remedy_en = "Send it again; if it happens again, check the disks of the storage."


class StorageRefused(Misconfigured):
    """The S3 server answers but does not let us in."""

    code = "storage_refused"
    message_vi = "Kho đối tượng từ chối truy cập ({reason})."
    message_en = "The object storage refuses access ({reason})."
    remedy_vi = "Kiểm tra SOHOA_OBJECTS, SOHOA_OBJECTS_ACCESS_KEY và SOHOA_OBJECTS_SECRET_KEY."
    remedy_en = "Check SOHOA_OBJECTS, SOHOA_OBJECTS_ACCESS_KEY and SOHOA_OBJECTS_SECRET_KEY."


class BucketMissing(Misconfigured):
    """The bucket of the settings does not exist."""

    code = "bucket_missing"
    message_vi = "Không có bucket {bucket}."
    message_en = "There is no bucket {bucket}."
    remedy_vi = "Tạo bucket này, hoặc sửa SOHOA_BUCKET."
    remedy_en = "Make this bucket, or correct SOHOA_BUCKET."


class ClockWrong(Misconfigured):
    """The S3 server finds our clock too far from its own to accept a signature."""

    code = "clock_wrong"
    message_vi = "Đồng hồ máy này lệch quá xa với kho đối tượng."
    message_en = "This machine's clock is too far from the object storage's."
    remedy_vi = "Đồng bộ thời gian (NTP) trên cả hai máy."
    remedy_en = "Synchronize the time (NTP) on both machines."


@dataclass(frozen=True, slots=True, kw_only=True)
class Stat:
    """What the storage says of one object."""

    #: Size in bytes.
    bytes: int
    #: MD5 of a single upload in hexadecimal, or ``…-N`` for N parts.
    etag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One object as a listing names it."""

    key: str
    #: Size in bytes.
    bytes: int
    #: When it was written, by the storage's clock.
    modified: dt.datetime
    #: As in ``Stat``.
    etag: str


class Objects:
    """One bucket. Safe to share between threads."""

    def __init__(
        self,
        address: str,
        *,
        access_key: str,
        secret_key: str,
        bucket: str,
        region: str,
        connections: int = 8,
        patience: float = 60.0,
    ) -> None:
        """``patience``: seconds to wait for an answer, or for its next piece."""
        parts = urlsplit(address)
        self._bucket = bucket
        # The client's own pool would retry five times in silence; retrying is the ledger's business.
        pool = urllib3.PoolManager(
            maxsize=connections,
            timeout=urllib3.Timeout(connect=5, read=patience),
            retries=False,
            cert_reqs="CERT_REQUIRED",
        )
        self._client = minio.Minio(
            parts.netloc, access_key, secret_key, secure=parts.scheme == "https", region=region, http_client=pool
        )

    @property
    def bucket(self) -> str:
        """The name of the bucket."""
        return self._bucket

    def put(self, key: str, data: bytes, *, media_type: str) -> None:
        """Keep bytes; overwrites. Raises ObjectDamaged if the storage confirms other bytes than these."""
        digest = hashlib.md5(data, usedforsecurity=False)
        headers: dict[str, str | list[str] | tuple[str]] = {
            "Content-Type": media_type,
            "Content-MD5": base64.b64encode(digest.digest()).decode(),
            _SHA256: hashlib.sha256(data).hexdigest(),
        }
        with self._errors(key):
            # The public method cannot send Content-MD5.
            answer = self._client._put_object(self._bucket, key, data, headers)
        if answer.etag != digest.hexdigest():
            self._compare(key, hashlib.sha256(data).hexdigest())

    def put_file(self, key: str, path: Path, *, media_type: str, sha256: str) -> None:
        """Keep a file whose hash is known; memory stays at one part. Raises ObjectDamaged."""
        size = path.stat().st_size
        if size <= PART:
            data = path.read_bytes()
            if hashlib.sha256(data).hexdigest() != sha256:
                raise ObjectDamaged(key=key)
            self.put(key, data, media_type=media_type)
            return
        with self._errors(key), path.open("rb") as stream:
            self._client.put_object(
                self._bucket,
                key,
                stream,
                size,
                content_type=media_type,
                metadata={"sha256": sha256},
                part_size=PART,
                num_parallel_uploads=1,
            )
        self._compare(key, sha256)

    def get(self, key: str) -> bytes:
        """The bytes of an object. Raises ObjectMissing."""
        return b"".join(self.chunks(key))

    def get_file(self, key: str, path: Path) -> None:
        """Write an object into a file, a piece at a time. Raises ObjectMissing."""
        with path.open("wb") as target:
            for chunk in self.chunks(key):
                target.write(chunk)

    def chunks(self, key: str, *, size: int = 1024 * 1024) -> Iterator[bytes]:
        """The bytes of an object in pieces; an answer that breaks off is StorageDown, never a short object.

        Raises ObjectDamaged after the last piece if they are not the bytes that were kept.
        """
        digest = hashlib.sha256()
        with self._errors(key):
            response = self._client.get_object(self._bucket, key)
            try:
                for chunk in response.stream(size):
                    digest.update(chunk)
                    yield chunk
                kept = response.headers.get(_SHA256, "")
            finally:
                response.close()
                response.release_conn()
        if kept and kept != digest.hexdigest():
            raise ObjectDamaged(key=key)

    def stat(self, key: str) -> Stat | None:
        """Size and tag of an object; None if there is none."""
        with self._errors(key):
            try:
                found = self._client.stat_object(self._bucket, key)
            except S3Error as error:
                if error.code in {"NoSuchKey", "NoSuchObject"}:
                    return None
                raise
        return Stat(bytes=found.size or 0, etag=_tag(found.etag))

    def keys(self, prefix: str) -> Iterator[str]:
        """All names that begin with ``prefix``, in order."""
        return (found.key for found in self.listed(prefix))

    def listed(self, prefix: str, *, after: str = "") -> Iterator[Listed]:
        """All objects whose names begin with ``prefix`` and come after another name, in order, a thousand a request."""
        with self._errors(prefix):
            for found in self._client.list_objects(
                self._bucket, prefix=prefix, recursive=True, start_after=after or None
            ):
                modified = found.last_modified or dt.datetime.now(dt.UTC)
                yield Listed(
                    key=str(found.object_name), bytes=found.size or 0, modified=modified, etag=_tag(found.etag)
                )

    def written(self, prefix: str) -> Iterator[None] | None:
        """Something each time an object is written under a prefix, for as long as the connection lasts; None where the
        server cannot tell. MinIO's own extension: others take the question for another, or refuse it."""
        asked: dict[str, str | list[str] | tuple[str]] = {
            "prefix": prefix,
            "suffix": "",
            "events": ["s3:ObjectCreated:*"],
        }
        with self._errors(prefix):
            try:
                # The public method asks anew without a pause whenever the answer is no stream of events.
                answer = self._client._execute("GET", self._bucket, query_params=asked, preload_content=False)
            except S3Error as error:
                if error.response.status in _NOT_KNOWN:
                    return None
                raise
        if "event-stream" in answer.headers.get("Content-Type", ""):
            return self._told(answer, prefix)
        answer.close()
        return None

    def _told(self, answer: urllib3.BaseHTTPResponse, prefix: str) -> Iterator[None]:
        # Blanks keep the connection alive twice a second, so a read that takes longer than patience is a loss.
        with self._errors(prefix), closing(answer):
            while line := answer.readline():
                if line.strip():
                    yield

    def copy(self, key: str, to: str) -> None:
        """Copy an object inside the storage, metadata and all. Raises ObjectMissing."""
        with self._errors(key):
            self._client.copy_object(self._bucket, to, CopySource(self._bucket, key))

    def move(self, source: Listed, target: str) -> bool:
        """Give an object another name: copied by the server, then removed. False if it is no longer what was listed:
        then it stays. A kill in between leaves both, and moving again ends it."""
        still = CopySource(self._bucket, source.key, match_etag=source.etag)
        with self._errors(source.key):
            try:
                self._client.copy_object(self._bucket, target, still)
            except S3Error as error:
                if error.code in _CHANGED:
                    return False
                raise
        copied, now = self.stat(target), self.stat(source.key)
        if copied is None or copied.bytes != source.bytes or now is None or now.etag != source.etag:
            return False
        self.remove([source.key])
        return True

    def remove(self, keys: Sequence[str]) -> None:
        """Remove objects; a name that is not there is no error."""
        with self._errors(keys[0] if keys else ""):
            for error in self._client.remove_objects(self._bucket, [DeleteObject(key) for key in keys]):
                raise StorageDown(reason=error.code)

    def make_bucket(self) -> None:
        """Make the bucket unless it is there: for the local stack and tests."""
        with self._errors(""):
            if not self._client.bucket_exists(self._bucket):
                self._client.make_bucket(self._bucket)

    def ready(self) -> None:
        """Raise what stands in the way, if anything does."""
        with self._errors(""):
            if not self._client.bucket_exists(self._bucket):
                raise BucketMissing(bucket=self._bucket)

    def _compare(self, key: str, sha256: str) -> None:
        """Read an object back where its tag alone proves nothing: parts, or a storage that encrypts."""
        digest = hashlib.sha256()
        for chunk in self.chunks(key):
            digest.update(chunk)
        if digest.hexdigest() != sha256:
            raise ObjectDamaged(key=key)

    @contextmanager
    def _errors(self, key: str) -> Iterator[None]:
        try:
            yield
        except S3Error as error:
            raise self._sorted(error, key) from error
        except (InvalidResponseError, ServerError, MinioException, urllib3.exceptions.HTTPError, OSError) as error:
            raise StorageDown from error

    def _sorted(self, error: S3Error, key: str) -> PipelineError:
        match error.code:
            case "NoSuchKey" | "NoSuchObject":
                return ObjectMissing(key=key)
            case "NoSuchBucket" | "InvalidBucketName":
                return BucketMissing(bucket=self._bucket)
            case "RequestTimeTooSkewed":
                return ClockWrong()
            case "BadDigest" | "InvalidDigest" | "XAmzContentSHA256Mismatch":
                return ObjectDamaged(key=key)
            case code if code in _FULL:
                return StorageFull()
            case code if code in _REFUSED:
                return StorageRefused(reason=str(code))
            case _:
                return StorageDown()


def _tag(etag: str | None) -> str:
    # In listings it stands in quotes, in headers the client takes them off.
    return (etag or "").strip('"')
