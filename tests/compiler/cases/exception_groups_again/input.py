async def main():
    members = [ValueError(1), KeyError("k")]
    group = ExceptionGroup("g", members)
    members.append(TypeError())
    try:
        try:
            raise group
        except* ValueError as found:
            log((repr(found), found.exceptions[0] is members[0]))
    except ExceptionGroup as rest:
        await aw(1)
        log((repr(rest), rest.exceptions[0] is members[1], rest.__context__ is None))
        try:
            raise ExceptionGroup("h", [group, rest])
        except ExceptionGroup as outer:
            await aw(2)
            log((repr(outer.split(KeyError)), outer.args[1] is outer.exceptions))
    await aw(3)
    return repr(group), group.args[1] is members
