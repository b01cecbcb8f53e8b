async def main():
    "use workflow"
    return ValueError().tb_frame
