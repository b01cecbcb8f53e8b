"""Webhooks in a Django application, served by ASGI. What it sells, and how to try it: ``web_payments.py``.

Django mounts no other applications, so the one of useworkflow stands around it.
"""

import os

import uvicorn
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from web_payments import links, sell

from useworkflow import asgi_app, start

settings.configure(ROOT_URLCONF=__name__, SECRET_KEY="only for this example", ALLOWED_HOSTS=["localhost", "127.0.0.1"])


@csrf_exempt
async def orders(request: HttpRequest, order: str) -> JsonResponse:
    run = await start.options(idempotency_key=order)(sell, order)  # or the one that was started before
    if request.method == "POST":
        return JsonResponse({"run": run.id}, status=202)
    return JsonResponse({"status": await run.status(), "pay_at": links.get(order)})


urlpatterns = [path("orders/<order>", orders)]
application = asgi_app(execute=True, otherwise=get_asgi_application())

if __name__ == "__main__":
    uvicorn.run(application, port=int(os.environ.get("PORT", "8000")))
