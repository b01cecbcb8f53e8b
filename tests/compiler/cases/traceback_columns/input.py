# A traceback keeps its columns.
import traceback
async def main():
    try:
        x = 1; x / 0
    except ZeroDivisionError as e:
        def columns():
            f = [f for f in traceback.extract_tb(e.__traceback__) if f.name == "main"][-1]
            return f.lineno, f.end_lineno, f.colno, f.end_colno
        before = columns()
        await aw(1)
        return before, columns()
