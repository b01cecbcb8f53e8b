# Builtins as callees of calls whose arguments await.
async def main():
    log(isinstance(await aw(1), int))
    log(next(await aw(iter([1, 2]))))
    log((callable(await aw(len)), hasattr(await aw(1), "real"), chr(await aw(65)), hash(await aw(1)), pow(2, await aw(3))))
    log((format(await aw(1.5), ">5"), hex(await aw(255)), ord(await aw("a")), issubclass(await aw(int), object)))
