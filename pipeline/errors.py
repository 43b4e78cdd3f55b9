"""The errors of the pipeline, sorted by who has to act.

PipelineError
├── Refused          the sender: the same file will be refused again    → never retried, HTTP 422, exit 3
├── Unavailable      nobody: the same step will work later              → retried,       HTTP 503, exit 4
│   └── Later        nobody: there is no room at present                → retried,       HTTP 429, exit 4
└── Misconfigured    the operator: nothing works until it is put right  → never retried, HTTP 500, exit 5

Every error that reaches a person is one of the leaves below or in a module that needs one of its own.
Each has a stable ``code``, a sentence and a remedy in Vietnamese and in English, and its data in ``details``.
No personal data and no text of a document ever enters an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final, Literal

Language = Literal["vi", "en"]

LANGUAGES: Final[tuple[Language, ...]] = ("vi", "en")


class PipelineError(Exception):
    """Something that the pipeline says no to, with what to do about it.

    The class attributes are wording; ``{name}`` in them is filled from ``details``.
    """

    code: ClassVar[str] = "pipeline_error"
    message_vi: ClassVar[str] = "Có lỗi trong quá trình xử lý."
    message_en: ClassVar[str] = "Something went wrong in the pipeline."
    remedy_vi: ClassVar[str] = "Thử lại; nếu vẫn lỗi, báo cho người vận hành."
    remedy_en: ClassVar[str] = "Try again; if it stays, tell whoever runs the system."

    #: Data of this one case: numbers, codes, limits. Never a person's data.
    details: Mapping[str, str | int | float]

    def __init__(self, **details: str | int | float) -> None:
        self.details = details
        super().__init__(self.message("en"))

    def message(self, language: Language) -> str:
        """The sentence for a person, in one language."""
        return self._worded(self.message_vi if language == "vi" else self.message_en)

    def remedy(self, language: Language) -> str:
        """What that person can do, in one language."""
        return self._worded(self.remedy_vi if language == "vi" else self.remedy_en)

    def _worded(self, template: str) -> str:
        return template.format_map({key: str(value) for key, value in self.details.items()})

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process borders (isolation), and the default would call __init__ with the sentence.
        return (_rebuild, (type(self), dict(self.details)))


def _rebuild(kind: type[PipelineError], details: dict[str, str | int | float]) -> PipelineError:
    return kind(**details)


class Refused(PipelineError):
    """The same input will be refused again; only its sender can change that."""

    code = "refused"


class Unavailable(PipelineError):
    """A service is away or out of breath; the same step will work later."""

    code = "unavailable"


class Later(Unavailable):
    """There is no room for more work at present; nothing of this input was kept."""

    code = "later"


class Misconfigured(PipelineError):
    """Nothing works until the operator puts it right."""

    code = "misconfigured"


def noted(code: str, details: Mapping[str, str | int | float]) -> PipelineError | None:
    """An error as it was when it was noted; None if no loaded module has this code, or has it with other data."""
    kind = kind_of(code)
    if kind is None:
        return None
    try:
        error = kind(**details)
        error.remedy("en")
    except (KeyError, TypeError):  # noted by a version whose wording had other data
        return None
    return error


def kind_of(code: str) -> type[PipelineError] | None:
    """The class of a code; None if no loaded module defines it."""
    return _known(PipelineError).get(code)


def _known(kind: type[PipelineError]) -> dict[str, type[PipelineError]]:
    found = {kind.code: kind}
    for below in kind.__subclasses__():
        found |= _known(below)
    return found


class OutputUnwritable(Misconfigured):
    """A folder for results cannot be made or written to."""

    code = "output_unwritable"
    message_vi = "Không ghi được vào {folder}."
    message_en = "Cannot write to {folder}."
    remedy_vi = "Chọn thư mục khác hoặc kiểm tra quyền ghi và dung lượng đĩa."
    remedy_en = "Choose another folder, or check the permission to write and the space on the disk."
