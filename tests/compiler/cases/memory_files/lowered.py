# input.py, lowered
"""Files in memory live across awaits, with their place, and what is in them is shared by all names of them."""
import io

async def main():
    _uw_pc = 0
    text, data = (io.StringIO('one\ntwo\nthree\n'), io.BytesIO())
    lines = []
    _uw_pc = 1
    await aw(0)
    _uw_i2 = _uw_iter(text)
    for line in _uw_i2:
        lines.append(line)
        data.write(line.encode())
        _uw_pc = 2
        await aw(1)
        if len(lines) == 2:
            break
    _uw_i2 = None
    same = {'text': text}
    data.seek(1)
    write = text.write
    _uw_pc = 3
    await aw(2)
    write('!')
    log((lines, text.tell(), data.read(3), text.getvalue(), same['text'] is text))
    data.close()
    text.note = 'kept'
    _uw_pc = 4
    await aw(3)
    return (data.closed, text.closed, text.note, text.read())

# input.py, re-entry forms
def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_i2' in _uw_locals:
            _uw_i2 = _uw_locals['_uw_i2']
        if 'data' in _uw_locals:
            data = _uw_locals['data']
        if 'line' in _uw_locals:
            line = _uw_locals['line']
        if 'lines' in _uw_locals:
            lines = _uw_locals['lines']
        if 'same' in _uw_locals:
            same = _uw_locals['same']
        if 'text' in _uw_locals:
            text = _uw_locals['text']
        if 'write' in _uw_locals:
            write = _uw_locals['write']
        _uw_locals = None
        if not _uw_go:
            text, data = (io.StringIO('one\ntwo\nthree\n'), io.BytesIO())
            lines = []
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                await aw(0)
            else:
                _uw_go = 0
                await _uw_state.take()
        if _uw_go <= 2:
            if not _uw_go:
                _uw_i2 = _uw_iter(text)
            for _uw_v3 in _uw_chain((None,), _uw_i2) if _uw_go else _uw_i2:
                if not _uw_go:
                    line = _uw_v3
                if not _uw_go:
                    lines.append(line)
                    data.write(line.encode())
                if not _uw_go:
                    _uw_pc = 2
                    await aw(1)
                else:
                    _uw_go = 0
                    await _uw_state.take()
                if len(lines) == 2:
                    break
            _uw_i2 = None
        if not _uw_go:
            same = {'text': text}
            data.seek(1)
            write = text.write
        if _uw_go <= 3:
            if not _uw_go:
                _uw_pc = 3
                await aw(2)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            write('!')
            log((lines, text.tell(), data.read(3), text.getvalue(), same['text'] is text))
            data.close()
            text.note = 'kept'
        if not _uw_go:
            _uw_pc = 4
            await aw(3)
        else:
            _uw_go = 0
            await _uw_state.take()
        return (data.closed, text.closed, text.note, text.read())
