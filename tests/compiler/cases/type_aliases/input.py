# needs Python 3.12
async def main():
    type Early = int | None
    await aw(1)
    type Pair[T, *Ts, **P] = tuple[T, *Ts]

    def of():
        type Inner = list[Early]
        return Inner

    inner = of()

    async def meant(after=await aw(Pair)):
        type Late = dict[str, found]
        found = bool
        await aw(2)
        return Late.__value__, after is Pair

    class K:
        type Own = Pair[int, Early]

        async def m(self):
            return await aw(self.Own)

    log((str(Early), Early.__name__, Early.__module__, str(Early.__value__), str(Pair.__value__), str(Pair.__type_params__)))
    log((str(inner), str(inner.__value__), str(Pair[int]), Pair[int].__origin__ is Pair))
    log((await meant(), str(await K().m()), K.Own.__value__.__args__[1] is Early))
    return await aw(inner.__value__.__args__[0] is Early)
