"""Every setting, its default and its meaning. Read once, at the edge, by entry points and the assembly.

Each is an environment variable ``SOHOA_<NAME>``; docs/settings.md lists them, and a test holds it to this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from pipeline.errors import Language, Misconfigured

PREFIX = "SOHOA_"


class SettingsWrong(Misconfigured):
    """A setting has a value that it cannot have."""

    code = "settings_wrong"
    message_vi = "Cấu hình sai: {names}."
    message_en = "Wrong settings: {names}."
    remedy_vi = "Sửa các biến môi trường này; xem docs/settings.md."
    remedy_en = "Correct these environment variables; see docs/settings.md."


class Settings(BaseModel):
    """The settings of one process, immutable."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: Language = Field("vi", description="Language of messages on the command line and in the web.")
    database: SecretStr = Field(
        SecretStr("postgresql://sohoa@127.0.0.1:5432/sohoa"),
        description="Address of PostgreSQL: postgresql://user:password@host:port/name.",
    )
    broker: SecretStr = Field(
        SecretStr("redis://127.0.0.1:6379/0"), description="Address of the broker: redis://… or amqp://…."
    )
    objects: str = Field("http://127.0.0.1:9000", description="Address of the S3 server; http or https, host and port.")
    objects_access_key: SecretStr = Field(SecretStr(""), description="Access key of the S3 server.")
    objects_secret_key: SecretStr = Field(SecretStr(""), description="Secret key of the S3 server.")
    objects_region: str = Field("us-east-1", description="Region that the S3 server expects in signatures.")
    bucket: str = Field("sohoa", description="The bucket that holds everything.")
    reader: Literal["auto", "tesserocr", "pytesseract"] = Field(
        "auto",
        description="Who reads: Tesseract in this process alone, the system's program, or, with auto, Tesseract in "
        "this process and the other reader by turns; the program where tesserocr is not installed.",
    )
    tessdata: Path | None = Field(
        None, description="Folder that holds vie.traineddata; by default the best model found on this machine."
    )
    file_bytes: int = Field(500_000_000, gt=0, description="Files of more bytes than this are refused.")
    file_pages: int = Field(2_000, gt=0, description="Files of more pages than this are refused.")
    page_pixels: int = Field(
        100_000_000, gt=0, description="Pages of more pixels than this are refused (A1 at 300 dpi has 70 million)."
    )
    processes: int = Field(0, ge=0, description="Child processes that read files; 0 for one to each core.")
    child_memory: int = Field(3 << 30, ge=512 << 20, description="Bytes of memory that one child process may write to.")
    child_tasks: int = Field(300, gt=0, description="Pages after which a child process makes room for a fresh one.")
    progress_seconds: float = Field(120, gt=0, description="A page that shows no progress for so long is given up.")
    task_seconds: float = Field(600, gt=0, description="No single task of a child process may take longer.")
    threads: int = Field(
        0, ge=0, description="Steps that one worker process holds at once; 0 for one more than its child processes."
    )
    attempts: int = Field(4, gt=0, description="A step that failed so often is given up; absent services do not count.")
    waiting_limit: int = Field(
        1_000_000, gt=0, description="Steps that may wait before files are no longer accepted for the moment."
    )
    free_bytes: int = Field(
        200_000_000, ge=0, description="With less room than this for temporary files a worker begins no step, in bytes."
    )
    lease_seconds: float = Field(60, gt=0, description="A worker without a sign of life for so long loses its steps.")
    message_patience_seconds: float = Field(
        60, gt=0, description="A message that nobody took for so long is sent again; above a queue's usual wait."
    )
    steps_days: int = Field(
        30, ge=0, description="Days after which finished steps leave the ledger, rolled up by then; 0: never."
    )
    drain_seconds: float = Field(45, gt=0, description="So long a worker that is told to stop may finish its steps.")
    inbox_seconds: float = Field(
        5,
        ge=0,
        description="So long an object under inbox/ has to rest before it is taken in, in seconds; 0: no inbox.",
    )
    exports_at: time | None = Field(
        None, description="Local time (HH:MM) from which a sweep exports the rates once a day; empty: it does not."
    )
    metrics_host: str = Field(
        "127.0.0.1", description="Address that a worker and a sweep answer on: /metrics, /health/live, /health/ready."
    )
    metrics_port: int = Field(
        0,
        ge=0,
        description="The port for that, one for each process of a machine; 0: none. The web needs none.",
    )
    traces: str = Field(
        "",
        description="Where traces go: OTLP over HTTP, as http://collector:4318/v1/traces. Empty: none are made.",
    )
    traces_share: float = Field(1, ge=0, le=1, description="Of the files, how many are followed by a trace.")
    web_host: str = Field("127.0.0.1", description="Address that the web listens on.")
    web_port: int = Field(8000, description="Port that the web listens on.")
    web_secret: SecretStr = Field(
        SecretStr(""), description="Key that signs sessions: long, random, the same for every web process."
    )
    web_https: bool = Field(
        False, description="The web is reached by https only; session cookies are then marked secure."
    )


def load(environment: Mapping[str, str]) -> Settings:
    """The settings that an environment gives; empty variables count as not set.

    Raises SettingsWrong, naming the variables but never their values, which may be secrets.
    """
    known = {f"{PREFIX}{name.upper()}": name for name in Settings.model_fields}
    given = {known[key]: value for key, value in environment.items() if key in known and value}
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        names = sorted({f"{PREFIX}{str(item['loc'][0]).upper()}" for item in error.errors() if item["loc"]})
        raise SettingsWrong(names=", ".join(names)) from None
