"""A service that calls a language model, which is simulated here: it answers with its number of tokens."""

import asyncio
import hashlib
import os
from contextlib import asynccontextmanager

import telemetry
import uvicorn
from fastapi import FastAPI, HTTPException, Request
from opentelemetry import metrics, trace
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
from opentelemetry.trace import SpanKind, Status, StatusCode
from prometheus_client import make_asgi_app
from pydantic import BaseModel

stop = telemetry.start()
tracer = trace.get_tracer("llm-orchestrator")
prompts = metrics.get_meter("llm-orchestrator").create_counter("llm.prompts", description="Prompts answered")


@asynccontextmanager
async def lifespan(_):
    yield
    stop()


app = FastAPI(lifespan=lifespan)
app.mount("/metrics", make_asgi_app())


def business(request: Request):
    """Who asks. Of a key only a hash leaves the service."""
    names = {"x-tenant-id": "tenant.id", "x-user-id": "user.id", "x-cost-center": "cost_center"}
    known = {name: request.headers[header] for header, name in names.items() if header in request.headers}
    if key := request.headers.get("x-api-key"):
        known["api_key.hash"] = hashlib.sha256(key.encode()).hexdigest()[:16]
    return known


@app.middleware("http")
async def attribute(request: Request, call_next):
    trace.get_current_span().set_attributes(business(request))
    return await call_next(request)


class Prompt(BaseModel):
    prompt: str
    model: str = "gpt-4o-mini"
    max_tokens: int = 256


async def call_model(prompt: Prompt):
    """Stands for the client of a provider, whose answer says what was used."""
    await asyncio.sleep(0.02)
    return {"text": "…", "input_tokens": len(prompt.prompt.split()), "output_tokens": prompt.max_tokens}


@app.post("/chat")
async def chat(prompt: Prompt, request: Request):
    # https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/
    with tracer.start_as_current_span(f"chat {prompt.model}", kind=SpanKind.CLIENT) as span:
        call = {"gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": prompt.model}
        span.set_attributes(business(request) | call)
        answer = await call_model(prompt)
        span.set_attributes({f"gen_ai.usage.{name}": answer[name] for name in ("input_tokens", "output_tokens")})
        if prompt.model == "in-house":
            # What the platform has no price for, the service says itself.
            span.set_attribute("cost_usd", 0.0001 * answer["output_tokens"])
        prompts.add(1, {"gen_ai.request.model": prompt.model})
        telemetry.log("INFO", "prompt answered", model=prompt.model, output_tokens=answer["output_tokens"])
    return answer


@app.post("/workflows/{name}")
async def workflow(name: str, fail: bool = False):
    with tracer.start_as_current_span("workflow", attributes={"workflow.name": name}) as span:
        if fail:
            span.set_status(Status(StatusCode.ERROR, "a step failed"))
            telemetry.log("ERROR", "workflow failed", workflow=name)
            raise HTTPException(500, "a step failed")
        telemetry.log("INFO", "workflow done", workflow=name)
    return {"workflow": name}


@app.post("/login")
async def login(user: str = "", password: str = ""):
    if password != os.environ.get("DEMO_PASSWORD", "correct"):
        trace.get_current_span().set_attribute("security.event", "authentication_failure")
        telemetry.log("WARN", "login failed", user=user)
        raise HTTPException(401, "wrong name or password")
    return {"user": user}


@app.get("/slow")
async def slow(seconds: float = 2.5):
    await asyncio.sleep(min(seconds, 30))


@app.get("/health")
async def health():
    return {"status": "ok"}


FastAPIInstrumentor.instrument_app(app, excluded_urls="health,metrics")

if __name__ == "__main__":
    # The lines of a web server's own log are no JSON.
    uvicorn.run(app, host="0.0.0.0", port=int(os.environ.get("SERVICE_PORT", "8003")), log_config=None)
