# restore: KeyError in _compile_resume: code after `raise` is dropped by the compiler in the main module, its lambda is no entry of the table, but stands in the re-entry form.
# Mended by me in codes.py (_compile_resume: what the module did not keep is not needed).
async def never():
    raise
    await aw(lambda: 0)
async def main():
    return await aw(1)
