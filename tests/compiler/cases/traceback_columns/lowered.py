# input.py, lowered
import traceback

async def main():
    _uw_cells = lambda: (e,)
    _uw_pc = 0
    try:
        x = 1
        x / 0
    except ZeroDivisionError as _uw_x2:
        e = _uw_x2
        try:

            def columns():
                f = [f for f in traceback.extract_tb(e.__traceback__) if f.name == 'main'][-1]
                return (f.lineno, f.end_lineno, f.colno, f.end_colno)
            before = columns()
            _uw_pc = 1
            await aw(1)
            return (before, columns())
        finally:
            e = None
            del e

# input.py, re-entry forms
def _uw_factory(e):

    async def _uw_resumed(_uw_state):
        nonlocal e
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_x2' in _uw_locals:
            _uw_x2 = _uw_locals['_uw_x2']
        if 'before' in _uw_locals:
            before = _uw_locals['before']
        if 'columns' in _uw_locals:
            columns = _uw_locals['columns']
        if 'x' in _uw_locals:
            x = _uw_locals['x']
        _uw_locals = None
        _uw_cells = lambda: (e,)
        try:
            if 1 <= _uw_go <= 1:
                raise _uw_state.rethrow(_uw_x2)
            if _uw_go <= 0:
                x = 1
                x / 0
        except _uw_BaseException if 1 <= _uw_go <= 1 else () if _uw_go else ZeroDivisionError as _uw_x2:
            if not _uw_go:
                e = _uw_x2
            try:
                if not _uw_go:

                    def columns():
                        f = [f for f in traceback.extract_tb(e.__traceback__) if f.name == 'main'][-1]
                        return (f.lineno, f.end_lineno, f.colno, f.end_colno)
                    before = columns()
                if not _uw_go:
                    _uw_pc = 1
                    await aw(1)
                else:
                    _uw_go = 0
                    await _uw_state.take()
                return (before, columns())
            finally:
                e = None
                _uw_bound(lambda: e, 'e', False)
                del e
