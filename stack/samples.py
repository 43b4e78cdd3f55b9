"""The sample dossiers of `make run`: made once, taken in, and verified from their truth, all but some.

Whatever is done for the samples is marked ``by: sample``. Their register holds dossiers that nobody scanned, and some
papers stay unverified, so that the rates are worth reading.
"""

from __future__ import annotations

from typing import Final

from stack import reading
from stack.house import REFUSED, House

BY: Final = "sample"


def take_in(house: House) -> None:
    """Make the samples where there are none yet, take them in, verify. Does nothing once that was done.

    Raises HouseFailed; what was done until then is done, and the next call goes on from there.
    """
    folder = house.place.folder / "samples"
    done = folder / "done"
    if done.exists():
        return
    if not (folder / "truth.json").exists():
        print("→ sample dossiers", flush=True)
        house.python("-m", "tests.samples", "dossiers", str(folder))
    print("→ sohoa centres import, sohoa register import", flush=True)
    house.sohoa("centres", "import", str(folder / "centres.csv"), "--source", BY)
    house.sohoa("register", "import", str(folder / "register.csv"), "--source", BY, "--by", BY)
    print("→ sohoa ingest", flush=True)
    manifest = str(folder / "manifest.csv")
    outcomes = house.asked("ingest", "--manifest", manifest, "--by", BY, "--wait", "--json", allowed=REFUSED)
    (folder / "outcomes.jsonl").write_text(outcomes, encoding="utf-8")
    reading.show(outcomes, below=folder)
    print("\n→ sohoa verify, from the samples' truth", flush=True)
    house.python("-m", "tests.samples.clerk", str(folder), str(folder / "outcomes.jsonl"))
    done.touch()
