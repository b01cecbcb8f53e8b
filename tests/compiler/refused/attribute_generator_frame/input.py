async def main():
    "use workflow"
    return (x for x in ()).gi_frame
