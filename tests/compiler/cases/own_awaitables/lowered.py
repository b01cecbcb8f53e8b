# input.py, lowered
class Job:

    def __init__(self, v):
        self.v = v

    async def run(self):
        _uw_pc = 0
        _uw_pc = 1
        found = await aw(self.v)
        log(found)
        _uw_t2 = found
        _uw_pc = 2
        _uw_t3 = await aw(5)
        return _uw_t2 + _uw_t3

    def __await__(self):
        return _uw_await(self.run())

class Twice(Job):

    def __await__(self):
        _uw_cells = lambda: (__class__,)
        _uw_pc = 0
        _uw_pc = 1
        first = (yield from _uw_await(super(__class__, self)))
        log(first)
        try:
            _uw_pc = 2
            yield from _uw_await(aw(ValueError(first)))
        except _uw_evicted():
            raise
        except ValueError as e:
            log(e.args)
        _uw_pc = 3
        second = (yield from _uw_await(aw(1)))
        return (first, second)

class Closing(Job):

    async def run(self):
        _uw_pc = 0
        try:
            _uw_pc = 1
            _uw_w2 = await aw(KeyError(self.v))
            _uw_k1 = 1
            return _uw_w2
            _uw_k1 = 0
        except _uw_evicted():
            raise
        except _uw_BaseException as _uw_x3_e:
            _uw_k1 = 4
            _uw_x3 = _uw_x3_e
            raise
        finally:
            if _uw_alive():
                try:
                    _uw_t5 = log
                    _uw_pc = 2
                    _uw_t6 = await aw('closed')
                    _uw_t5(_uw_t6)
                    _uw_t5 = _uw_t6 = None
                finally:
                    _uw_x3 = _uw_w2 = None

async def main():
    _uw_pc = 0
    _uw_t1 = log
    _uw_pc = 1
    _uw_t2 = await Job(3)
    _uw_pc = 2
    _uw_t3 = await Twice(4)
    _uw_t1([_uw_t2, _uw_t3])
    _uw_t1 = _uw_t2 = _uw_t3 = None
    job = Job(7)
    started = _uw_await(job.run())
    log(next(started).value)
    _uw_pc = 3
    await aw(0)
    started.close()
    try:
        _uw_pc = 4
        await Closing(1)
    except _uw_evicted():
        raise
    except KeyError as e:
        log(e.args)
    _uw_pc = 5
    _uw_t6 = await Twice(8)
    return _uw_t6

# input.py, re-entry forms
class Job:

    def _uw_factory():

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if '_uw_t2' in _uw_locals:
                _uw_t2 = _uw_locals['_uw_t2']
            if '_uw_t3' in _uw_locals:
                _uw_t3 = _uw_locals['_uw_t3']
            if 'found' in _uw_locals:
                found = _uw_locals['found']
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            if _uw_go <= 1:
                if not _uw_go:
                    _uw_pc = 1
                    found = await aw(self.v)
                else:
                    _uw_go = 0
                    found = await _uw_state.take()
            if not _uw_go:
                log(found)
                _uw_t2 = found
            if not _uw_go:
                _uw_pc = 2
                _uw_t3 = await aw(5)
            else:
                _uw_go = 0
                _uw_t3 = await _uw_state.take()
            return _uw_t2 + _uw_t3

class Twice:

    def _uw_factory(__class__):

        def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if 'e' in _uw_locals:
                e = _uw_locals['e']
            if 'first' in _uw_locals:
                first = _uw_locals['first']
            if 'second' in _uw_locals:
                second = _uw_locals['second']
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            _uw_cells = lambda: (__class__,)
            if _uw_go <= 1:
                if not _uw_go:
                    _uw_pc = 1
                    first = (yield from _uw_await(super(__class__, self)))
                else:
                    _uw_go = 0
                    first = (yield from _uw_state.take())
            if not _uw_go:
                log(first)
            if _uw_go <= 2:
                try:
                    if not _uw_go:
                        _uw_pc = 2
                        yield from _uw_await(aw(ValueError(first)))
                    else:
                        _uw_go = 0
                        yield from _uw_state.take()
                except _uw_evicted():
                    raise
                except ValueError as e:
                    log(e.args)
            if not _uw_go:
                _uw_pc = 3
                second = (yield from _uw_await(aw(1)))
            else:
                _uw_go = 0
                second = (yield from _uw_state.take())
            return (first, second)

class Closing:

    def _uw_factory():

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if '_uw_k1' in _uw_locals:
                _uw_k1 = _uw_locals['_uw_k1']
            if '_uw_t5' in _uw_locals:
                _uw_t5 = _uw_locals['_uw_t5']
            if '_uw_t6' in _uw_locals:
                _uw_t6 = _uw_locals['_uw_t6']
            if '_uw_w2' in _uw_locals:
                _uw_w2 = _uw_locals['_uw_w2']
            if '_uw_x3' in _uw_locals:
                _uw_x3 = _uw_locals['_uw_x3']
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            try:
                if 2 <= _uw_go <= 2:
                    if _uw_k1 == 4:
                        raise _uw_state.rethrow(_uw_x3)
                    if _uw_k1 == 1:
                        return _uw_w2
                else:
                    if not _uw_go:
                        _uw_pc = 1
                        _uw_w2 = await aw(KeyError(self.v))
                    else:
                        _uw_go = 0
                        _uw_w2 = await _uw_state.take()
                    _uw_k1 = 1
                    return _uw_w2
                    _uw_k1 = 0
            except _uw_evicted():
                raise
            except _uw_BaseException as _uw_x3_e:
                if not _uw_go:
                    _uw_k1 = 4
                    _uw_x3 = _uw_x3_e
                raise
            finally:
                if _uw_alive():
                    try:
                        if not _uw_go:
                            _uw_t5 = log
                        if not _uw_go:
                            _uw_pc = 2
                            _uw_t6 = await aw('closed')
                        else:
                            _uw_go = 0
                            _uw_t6 = await _uw_state.take()
                        _uw_t5(_uw_t6)
                        _uw_t5 = _uw_t6 = None
                    finally:
                        _uw_x3 = _uw_w2 = None

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_t1' in _uw_locals:
            _uw_t1 = _uw_locals['_uw_t1']
        if '_uw_t2' in _uw_locals:
            _uw_t2 = _uw_locals['_uw_t2']
        if '_uw_t3' in _uw_locals:
            _uw_t3 = _uw_locals['_uw_t3']
        if '_uw_t6' in _uw_locals:
            _uw_t6 = _uw_locals['_uw_t6']
        if 'e' in _uw_locals:
            e = _uw_locals['e']
        if 'job' in _uw_locals:
            job = _uw_locals['job']
        if 'started' in _uw_locals:
            started = _uw_locals['started']
        _uw_locals = None
        if not _uw_go:
            _uw_t1 = log
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                _uw_t2 = await Job(3)
            else:
                _uw_go = 0
                _uw_t2 = await _uw_state.take()
        if _uw_go <= 2:
            if not _uw_go:
                _uw_pc = 2
                _uw_t3 = await Twice(4)
            else:
                _uw_go = 0
                _uw_t3 = await _uw_state.take()
        if not _uw_go:
            _uw_t1([_uw_t2, _uw_t3])
            _uw_t1 = _uw_t2 = _uw_t3 = None
            job = Job(7)
            started = _uw_await(job.run())
            log(next(started).value)
        if _uw_go <= 3:
            if not _uw_go:
                _uw_pc = 3
                await aw(0)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            started.close()
        if _uw_go <= 4:
            try:
                if not _uw_go:
                    _uw_pc = 4
                    await Closing(1)
                else:
                    _uw_go = 0
                    await _uw_state.take()
            except _uw_evicted():
                raise
            except KeyError as e:
                log(e.args)
        if not _uw_go:
            _uw_pc = 5
            _uw_t6 = await Twice(8)
        else:
            _uw_go = 0
            _uw_t6 = await _uw_state.take()
        return _uw_t6
