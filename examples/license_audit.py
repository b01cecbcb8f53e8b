"""Which licence does every installed distribution carry? A durable audit of a Python environment.

    useworkflow run examples/license_audit.py
    useworkflow run examples/license_audit.py path/to/.venv --strict --output audit

The workflow asks for every distribution of an environment (its own, where none is given), reads metadata and licence
files with bounded concurrency, says which licence each one carries and on what evidence, and writes ``OUTPUT.md`` and
``OUTPUT.html``. Kill it at any moment and go on with ``useworkflow resume``: the report is the same to the byte, and no
step whose outcome was recorded runs again. ``--ledger FILE`` makes each step leave a line, so that one can see it.

Everything between the steps is ordinary ``async`` Python. All that touches files stands in steps.
"""

import asyncio
import html
import json
import os
import re
import sysconfig
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from useworkflow import FatalError, create_hook, get_step_metadata, step

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Distribution:
    """An installed distribution. ``folder`` is its ``.dist-info`` or ``.egg-info``."""

    name: str
    version: str
    folder: str


@dataclass(frozen=True)
class Facts:
    """What a distribution says about its licence itself."""

    expression: str
    field: str
    classifiers: list[str]
    files: list[str]


@dataclass(frozen=True)
class Finding:
    """The answer for one distribution, and the evidence that it stands on."""

    name: str
    version: str
    licence: str
    evidence: str


# --- the workflow -----------------------------------------------------------------------------------------------------


async def license_audit(
    environment: str = "",
    output: str = "license-report",
    strict: bool = False,
    concurrency: int = 8,
    flaky: int = 0,
    ledger: str = "",
) -> dict[str, int]:
    """Audit ``environment`` and write ``output``.md and ``output``.html; return how many carry each licence.

    Args:
        environment: a virtual environment or a site-packages folder; the running interpreter's own where it is empty.
        output: the reports' path without its suffix.
        strict: ask for approval, through a hook, when a licence is unknown.
        concurrency: how many distributions are read at a time.
        flaky: make the first attempt at every so many-th distribution fail, to see retries. 0: none.
        ledger: a file to which each step body appends a line. Empty: none.
    """
    "use workflow"
    found = await find_distributions(environment, ledger)
    limit = asyncio.Semaphore(concurrency)
    audits = []
    for number, distribution in enumerate(found, start=1):
        stumbles = flaky > 0 and number % flaky == 0
        audits.append(audit(distribution, limit, stumbles, ledger))
    findings = await asyncio.gather(*audits)

    unknown = [finding.name for finding in findings if finding.licence == UNKNOWN]
    if strict and unknown:
        decision = await create_hook(metadata={"question": "approve unknown licences?", "unknown": unknown})
        findings = approve(findings, decision)

    await write_report(f"{output}.md", "markdown", findings, ledger)
    await write_report(f"{output}.html", "html", findings, ledger)
    return count_licences(findings)


async def audit(distribution: Distribution, limit: asyncio.Semaphore, stumbles: bool, ledger: str) -> Finding:
    """Find one distribution's licence: from what it declares, else from the text of its licence files."""
    async with limit:
        facts = await read_metadata(distribution.folder, stumbles, ledger)
        licence, evidence = declared_licence(facts)
        if licence == UNKNOWN and facts.files:
            recognised = await asyncio.to_thread(recognise_texts, distribution.folder, facts.files, ledger)
            if recognised:
                licence, evidence = " AND ".join(recognised), "licence text"
    return Finding(distribution.name, distribution.version, licence, evidence)


def declared_licence(facts: Facts) -> tuple[str, str]:
    """The licence that the metadata declare, and where: an SPDX expression counts most, then the other fields."""
    if facts.expression:
        return facts.expression, "SPDX expression"
    named = SPELLINGS.get(" ".join(facts.field.lower().replace(",", " ").split()))
    if named:
        return named, "licence field"
    classified = sorted({CLASSIFIERS[entry] for entry in facts.classifiers if entry in CLASSIFIERS})
    if classified:
        return " AND ".join(classified), "classifier"
    return UNKNOWN, "nothing found"


def approve(findings: list[Finding], decision: dict[str, object]) -> list[Finding]:
    """Apply an answer such as ``{"ok": true}`` or ``{"ok": true, "licences": {"name": "MIT"}}`` to the unknown ones.

    Raises:
        PermissionError: the answer is not ok.
    """
    if not decision.get("ok"):
        raise PermissionError("unknown licences were not approved")
    named = decision.get("licences") or {}
    approved = []
    for finding in findings:
        if finding.licence == UNKNOWN:
            licence = named.get(finding.name, UNKNOWN)
            finding = Finding(finding.name, finding.version, licence, "approved by hand")
        approved.append(finding)
    return approved


def count_licences(findings: list[Finding]) -> dict[str, int]:
    """How many distributions carry each licence, most frequent first, then by name."""
    counts: dict[str, int] = {}
    for finding in findings:
        counts[finding.licence] = counts.get(finding.licence, 0) + 1
    return dict(sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])))


# --- the steps --------------------------------------------------------------------------------------------------------


async def find_distributions(environment: str, ledger: str) -> list[Distribution]:
    """Every distribution of the environment, ordered by name."""
    "use step"
    note(ledger, "find_distributions")
    found: dict[tuple[str, str], Distribution] = {}
    for folder in site_packages(environment):
        for distribution in metadata.distributions(path=[str(folder)]):
            name = distribution.metadata["Name"]
            place = getattr(distribution, "_path", None)
            if name and place is not None:
                entry = Distribution(name, distribution.version, str(place))
                found.setdefault((name.lower().replace("_", "-"), distribution.version), entry)
    if not found:
        raise FatalError(f"no distributions are installed in {environment or 'this environment'}")
    return [found[key] for key in sorted(found)]


@step(max_retries=5, retry_delay="50ms")
async def read_metadata(folder: str, stumbles: bool, ledger: str) -> Facts:
    """What the distribution in ``folder`` declares, and the names of its licence files."""
    "use step"
    note(ledger, f"read_metadata {Path(folder).name}")
    if stumbles and get_step_metadata().attempt == 1:
        raise OSError(f"{folder}: the disk stumbled")
    distribution = metadata.PathDistribution(Path(folder))
    declared = distribution.metadata
    classifiers = [entry for entry in declared.get_all("Classifier") or [] if entry.startswith("License ::")]
    return Facts(
        expression=(declared["License-Expression"] or "").strip(),
        field=(declared["License"] or "").strip()[:200],
        classifiers=sorted(classifiers),
        files=licence_files(distribution, Path(folder)),
    )


def recognise_texts(folder: str, files: list[str], ledger: str) -> list[str]:
    """The SPDX identifiers of the licences whose texts stand in ``files``. A sync step: plain Python in a thread."""
    "use step"
    note(ledger, f"recognise_texts {Path(folder).name}")
    texts = [Path(name).read_text(encoding="utf-8", errors="replace") for name in files]
    return sorted({licence for text in texts if (licence := recognise(text))})


async def write_report(path: str, kind: str, findings: list[Finding], ledger: str) -> None:
    """Write the report in one stroke: a reader sees the old file or the new one, never half of it."""
    "use step"
    note(ledger, f"write_report {kind}")
    text = as_markdown(findings) if kind == "markdown" else as_html(findings)
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.draft")
    draft.write_text(text, encoding="utf-8")
    draft.replace(target)


recognise_texts.max_retries = 5


def note(ledger: str, what: str) -> None:
    """Append one line to the ledger: which step, which attempt, what it works on."""
    if not ledger:
        return
    here = get_step_metadata()
    line = json.dumps({"step": here.step_id, "attempt": here.attempt, "what": what}) + "\n"
    descriptor = os.open(ledger, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(descriptor, line.encode())
    finally:
        os.close(descriptor)


def site_packages(environment: str) -> list[Path]:
    """The folders in which the environment keeps its distributions."""
    if not environment:
        return sorted({Path(sysconfig.get_path(kind)).resolve() for kind in ("purelib", "platlib")})
    root = Path(environment)
    if not root.is_dir():
        raise FatalError(f"{environment} is not a folder")
    patterns = ("lib/python*/site-packages", "lib64/python*/site-packages", "Lib/site-packages")
    nested = {folder.resolve() for pattern in patterns for folder in root.glob(pattern)}
    return sorted(nested) or [root.resolve()]


def licence_files(distribution: metadata.Distribution, folder: Path) -> list[str]:
    """The distribution's licence files: those that it names, else those whose name says so."""
    named = [
        folder / sub / name for name in distribution.metadata.get_all("License-File") or [] for sub in ("licenses", "")
    ]
    present = [path for path in named if path.is_file()]
    if not present:
        listed = [Path(str(distribution.locate_file(entry))) for entry in distribution.files or []]
        present = [path for path in listed if LICENCE_NAME.match(path.name) and path.is_file()]
    return sorted({str(path) for path in present})


def recognise(text: str) -> str:
    """The SPDX identifier of the licence whose text this is, or an empty string.

    The phrase that stands first wins: a licence's title comes before the licences that it mentions.
    """
    plain = " ".join(re.sub(r"[^a-z0-9.()]+", " ", text.lower()).split())
    places = [(plain.find(phrase), licence) for phrase, licence in PHRASES if phrase in plain]
    if not places:
        return ""
    licence = min(places)[1]
    if licence == "BSD":
        if "advertising materials mentioning" in plain:
            return "BSD-4-Clause"
        return (
            "BSD-3-Clause"
            if re.search(r"(neither the names? of|the names? of [a-z ]* may not)", plain)
            else "BSD-2-Clause"
        )
    if licence == "MIT" and "permission notice shall be included" not in plain:
        return "MIT-0"
    if licence == "ISC" and "provided that the above" not in plain:
        return "0BSD"
    return licence


# --- the reports ------------------------------------------------------------------------------------------------------


def as_markdown(findings: list[Finding]) -> str:
    """The report as Markdown. It holds no time and no path, so that the same environment gives the same text."""
    lines = [
        "# Licences",
        "",
        f"{len(findings)} distributions.",
        "",
        "| licence | family | distributions |",
        "|---|---|---|",
    ]
    lines += [f"| {name} | {family(name)} | {count} |" for name, count in count_licences(findings).items()]
    lines += ["", "| distribution | version | licence | evidence |", "|---|---|---|---|"]
    lines += [f"| {each.name} | {each.version} | {each.licence} | {each.evidence} |" for each in findings]
    return "\n".join(lines) + "\n"


def as_html(findings: list[Finding]) -> str:
    """The report as one HTML page without outside references."""
    counts = [(name, family(name), str(count)) for name, count in count_licences(findings).items()]
    rows = [(each.name, each.version, each.licence, each.evidence) for each in findings]
    return PAGE.format(
        total=len(findings),
        counts=as_table(("licence", "family", "distributions"), counts),
        rows=as_table(("distribution", "version", "licence", "evidence"), rows),
    )


def as_table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """An HTML table."""
    titles = "".join(f"<th>{html.escape(title)}</th>" for title in head)
    body = "\n".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table>\n<tr>{titles}</tr>\n{body}\n</table>"


def family(licence: str) -> str:
    """What kind of licence it is: ``permissive``, ``weak copyleft``, ``copyleft``, ``unknown`` or ``other``.

    Of several, the strictest counts where all apply (``AND``), the mildest where one may choose (``OR``).
    """
    choices = [
        max((family_of(part) for part in re.split(r"\s+and\s+", choice, flags=re.I)), key=FAMILIES.index)
        for choice in re.split(r"\s+or\s+", licence.replace("(", " ").replace(")", " "), flags=re.I)
    ]
    return min(choices, key=FAMILIES.index)


def family_of(identifier: str) -> str:
    """The kind of one SPDX identifier."""
    name = re.split(r"\s+with\s+", identifier.strip(), flags=re.I)[0].lower()
    if name == UNKNOWN:
        return "unknown"
    if name.startswith(("agpl", "gpl")):
        return "copyleft"
    if name.startswith(("lgpl", "mpl", "epl", "cddl")):
        return "weak copyleft"
    permissive = (
        "mit",
        "bsd",
        "0bsd",
        "apache",
        "isc",
        "psf",
        "python",
        "zpl",
        "unlicense",
        "cc0",
        "zlib",
        "bsl",
        "hpnd",
    )
    return "permissive" if name.startswith(permissive) else "other"


FAMILIES = ("permissive", "weak copyleft", "copyleft", "other", "unknown")

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Licences</title>
<style>
body {{ font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem }}
table {{ border-collapse: collapse; margin: 1rem 0; width: 100% }}
td, th {{ border-bottom: 1px solid #ddd; padding: .3rem .6rem; text-align: left; vertical-align: top }}
</style>
</head>
<body>
<h1>Licences</h1>
<p>{total} distributions.</p>
{counts}
{rows}
</body>
</html>
"""

LICENCE_NAME = re.compile(r"(?i)^(licen[cs]e|copying|unlicense)")

SPELLINGS = {
    "0bsd": "0BSD",
    "agpl-3.0": "AGPL-3.0-only",
    "apache": "Apache-2.0",
    "apache 2": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache license": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license version 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "apache software license 2.0": "Apache-2.0",
    "apache-2.0": "Apache-2.0",
    "asl 2.0": "Apache-2.0",
    "bsd 2-clause": "BSD-2-Clause",
    "bsd 3-clause": "BSD-3-Clause",
    "bsd 3-clause license": "BSD-3-Clause",
    "bsd-2-clause": "BSD-2-Clause",
    "bsd-3-clause": "BSD-3-Clause",
    "cc0-1.0": "CC0-1.0",
    "epl-2.0": "EPL-2.0",
    "gpl-2.0-or-later": "GPL-2.0-or-later",
    "gpl-3.0-or-later": "GPL-3.0-or-later",
    "gplv3": "GPL-3.0-only",
    "isc": "ISC",
    "isc license": "ISC",
    "lgpl-2.1-or-later": "LGPL-2.1-or-later",
    "lgpl-3.0-or-later": "LGPL-3.0-or-later",
    "mit": "MIT",
    "mit license": "MIT",
    "the mit license": "MIT",
    "mpl 2.0": "MPL-2.0",
    "mpl-2.0": "MPL-2.0",
    "mozilla public license 2.0": "MPL-2.0",
    "new bsd": "BSD-3-Clause",
    "new bsd license": "BSD-3-Clause",
    "psf": "PSF-2.0",
    "psf-2.0": "PSF-2.0",
    "simplified bsd": "BSD-2-Clause",
    "the unlicense (unlicense)": "Unlicense",
    "unlicense": "Unlicense",
    "zpl 2.1": "ZPL-2.1",
    "zpl-2.1": "ZPL-2.1",
}

CLASSIFIERS = {
    "License :: CC0 1.0 Universal (CC0 1.0) Public Domain Dedication": "CC0-1.0",
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: Boost Software License 1.0 (BSL-1.0)": "BSL-1.0",
    "License :: OSI Approved :: Eclipse Public License 2.0 (EPL-2.0)": "EPL-2.0",
    "License :: OSI Approved :: GNU Affero General Public License v3": "AGPL-3.0-only",
    "License :: OSI Approved :: GNU General Public License v2 (GPLv2)": "GPL-2.0-only",
    "License :: OSI Approved :: GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "License :: OSI Approved :: GNU General Public License v3 (GPLv3)": "GPL-3.0-only",
    "License :: OSI Approved :: GNU General Public License v3 or later (GPLv3+)": "GPL-3.0-or-later",
    "License :: OSI Approved :: GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.1-or-later",
    "License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "License :: OSI Approved :: GNU Lesser General Public License v3 or later (LGPLv3+)": "LGPL-3.0-or-later",
    "License :: OSI Approved :: Historical Permission Notice and Disclaimer (HPND)": "HPND",
    "License :: OSI Approved :: ISC License (ISCL)": "ISC",
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: MIT No Attribution License (MIT-0)": "MIT-0",
    "License :: OSI Approved :: Mozilla Public License 1.1 (MPL 1.1)": "MPL-1.1",
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "License :: OSI Approved :: Python Software Foundation License": "PSF-2.0",
    "License :: OSI Approved :: The Unlicense (Unlicense)": "Unlicense",
    "License :: OSI Approved :: Zope Public License": "ZPL-2.1",
    "License :: OSI Approved :: zlib/libpng License": "Zlib",
}
# "BSD License" is not here on purpose: it does not say which one. The licence file does.

PHRASES = (
    ("apache license version 2.0", "Apache-2.0"),
    ("boost software license version 1.0", "BSL-1.0"),
    ("cc0 1.0 universal", "CC0-1.0"),
    ("eclipse public license v 2.0", "EPL-2.0"),
    ("gnu affero general public license version 3", "AGPL-3.0-only"),
    ("gnu general public license version 2", "GPL-2.0-only"),
    ("gnu general public license version 3", "GPL-3.0-only"),
    ("gnu lesser general public license version 2.1", "LGPL-2.1-only"),
    ("gnu lesser general public license version 3", "LGPL-3.0-only"),
    ("mozilla public license version 2.0", "MPL-2.0"),
    ("permission is hereby granted free of charge to any person obtaining a copy", "MIT"),
    ("permission to use copy modify and or distribute this software for any purpose with or without fee", "ISC"),
    ("permission to use copy modify and distribute this software and its documentation for any purpose", "HPND"),
    ("permission to use copy modify and distribute this software for any purpose with or without fee", "ISC"),
    ("python software foundation license version 2", "PSF-2.0"),
    ("redistribution and use in source and binary forms", "BSD"),
    ("this is free and unencumbered software released into the public domain", "Unlicense"),
    ("this software is provided as is without any express or implied warranty. in no event will the authors", "Zlib"),
    ("zope public license (zpl) version 2.1", "ZPL-2.1"),
)
