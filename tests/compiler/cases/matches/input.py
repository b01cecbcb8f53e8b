"""Matches are live across awaits: of match, search, fullmatch and finditer, with groups, places and bounds."""

import re


async def main():
    pattern = re.compile(r"(?P<name>[a-z]+)(\d)?")
    found = [
        pattern.match("abc1 x"), pattern.search("12 ab3", 1), pattern.fullmatch("xy7"), re.match(b"(a)|b", b"b"),
        list(pattern.finditer("a1 b c3"))[2], re.search("(?<=x)y", "xxyy"), pattern.match("..ab", 2, 3), re.search("", "q"), pattern.match("12"),
    ]  # fmt: skip
    same = found[0]
    await aw(1)
    log([m and (m.groups(), m.span(), m.pos, m.endpos, m.lastgroup, m.groupdict(), m.string, m.re.pattern) for m in found])
    if m := pattern.match("go"):
        log((await aw(m["name"]), m["name"], m.expand(r"\1!")))
    return same is found[0]
