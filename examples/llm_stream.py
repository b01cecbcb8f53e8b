"""A language model's answer, token by token, to a terminal or a browser, through any crash.

    python llm_stream.py "Why is the sky blue?"        prints the answer as it comes
    python llm_stream.py serve                         then open http://127.0.0.1:8000/

Kill the process in the middle and start it again: ``careful`` goes on with the next token, since it asks ``next_index``;
``careless`` begins anew, and whoever reads along live is told to forget what was shown (``event: reset``).

    curl -X POST "http://127.0.0.1:8000/chats/1?how=careful"
    curl -N http://127.0.0.1:8000/.well-known/workflow/v1/runs/RUN/stream
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator

from useworkflow import get_writable, start, step

TEXT = (
    "The sky is blue because the air scatters short waves of light more than long ones and so what reaches us from all "
    "over the sky is what was scattered while the sun itself lacks some of it and looks yellow to us in the evening its "
    "light has come a longer way through the air and even more of the blue is gone which is why it is red then"
)
PAGE = """<!doctype html><title>Chat</title><button onclick="ask()">Ask</button><p id="answer"></p><script>
async function ask() {
  const run = (await (await fetch('/chats/' + Date.now() + '?how=careful', {method: 'POST'})).json()).run;
  const words = [], source = new EventSource('/.well-known/workflow/v1/runs/' + run + '/stream');
  const show = () => document.getElementById('answer').textContent = words.join(' ');
  source.onmessage = event => { words.push(JSON.parse(event.data)); show(); };
  source.addEventListener('reset', event => { words.length = JSON.parse(event.data).index; show(); });
  source.addEventListener('end', () => source.close());
}
</script>"""


async def model(question: str, skip: int = 0) -> AsyncIterator[str]:
    """A model that always says the same, and takes its time."""
    for word in TEXT.split()[skip:]:
        await asyncio.sleep(float(os.environ.get("PAUSE", "0.05")))
        yield word


@step(retry_delay=0)
async def answer_carefully(question: str) -> int:
    "use step"
    out = get_writable()
    async for token in model(question, skip=out.next_index):
        await out.write(token)
    await out.close()
    return out.next_index


@step(retry_delay=0)
async def answer_carelessly(question: str) -> int:
    "use step"
    out = get_writable()
    await out.write_from(model(question))
    await out.close()
    return len(TEXT.split())


async def careful(question: str) -> int:
    "use workflow"
    return await answer_carefully(question)


async def careless(question: str) -> int:
    "use workflow"
    return await answer_carelessly(question)


async def ask(question: str) -> None:
    """Print the answer as it comes. The same question is the same run: asked again after a crash, it goes on."""
    run = await start.options(idempotency_key=question)(careful, question)
    async for token in run.stream():
        print(token, end=" ", flush=True)
    print(f"\n({await run.result()} tokens)")


def serve() -> None:
    """A page that asks, and the streams as server-sent events."""
    import uvicorn
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import HTMLResponse, JSONResponse
    from starlette.routing import Mount, Route

    from useworkflow import asgi_app

    async def home(request: Request) -> HTMLResponse:
        return HTMLResponse(PAGE)

    async def place(request: Request) -> JSONResponse:
        chat = request.path_params["chat"]
        workflow = careless if request.query_params.get("how") == "careless" else careful
        run = await start.options(idempotency_key=chat)(workflow, "Why is the sky blue?")
        return JSONResponse({"run": run.id}, 202)

    routes = [Route("/", home), Route("/chats/{chat}", place, methods=["POST"]), Mount("/", asgi_app(execute=True))]
    uvicorn.run(Starlette(routes=routes), port=int(os.environ.get("PORT", "8000")))


if __name__ == "__main__":
    if sys.argv[1:] == ["serve"]:
        serve()
    else:
        asyncio.run(ask(" ".join(sys.argv[1:]) or "Why is the sky blue?"))
