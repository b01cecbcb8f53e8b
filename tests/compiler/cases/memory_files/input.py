"""Files in memory live across awaits, with their place, and what is in them is shared by all names of them."""

import io


async def main():
    text, data = io.StringIO("one\ntwo\nthree\n"), io.BytesIO()
    lines = []
    await aw(0)
    for line in text:
        lines.append(line)
        data.write(line.encode())
        await aw(1)
        if len(lines) == 2:
            break
    same = {"text": text}
    data.seek(1)
    write = text.write
    await aw(2)
    write("!")
    log((lines, text.tell(), data.read(3), text.getvalue(), same["text"] is text))
    data.close()
    text.note = "kept"
    await aw(3)
    return data.closed, text.closed, text.note, text.read()
