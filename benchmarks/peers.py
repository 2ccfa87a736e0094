"""The peers of `runs.py`, each as its documentation shows it: one summary of all articles in a folder.

    python benchmarks/peers.py {bare,langchain,docetl,llamaindex} FOLDER URL [--concurrency 32] [--timeout 120]

`bare` is OpenAI's own client that asks for a summary of each article and joins none: what a run cannot be below. The
summary goes to stdout; whatever the peer does when something fails is left as it is.
"""

import argparse
import asyncio
import hashlib
import json
import os
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

ASK = "Summarize this article in three sentences for a newspaper reader:\n\n"
JOIN = "Write one summary of at most 200 words from these summaries:\n\n"
CONTEXT = 32_000  # tokens, as much as `summarize` puts into one prompt
MODEL = "simulated"
PUBLISHED = "https://openaipublic.blob.core.windows.net/encodings/o200k_base.tiktoken"


async def bare(texts: list[str], url: str, concurrency: int, seconds: float) -> str:
    """OpenAI's client and a semaphore."""
    client = import_module("openai").AsyncOpenAI(base_url=url, api_key="none", timeout=seconds)
    slots = asyncio.Semaphore(concurrency)

    async def ask(text: str) -> str:
        async with slots:
            messages = [{"role": "user", "content": ASK + text}]
            answer = await client.chat.completions.create(model=MODEL, messages=messages)
            return str(answer.choices[0].message.content)

    return "\n".join(await asyncio.gather(*map(ask, texts)))


async def langchain(texts: list[str], url: str, concurrency: int, seconds: float) -> str:
    """LangChain's map_reduce; its chain sends all calls at once, so that the connections are what bounds them."""
    httpx = import_module("httpx")
    document, prompt = (
        import_module("langchain_core.documents").Document,
        import_module("langchain_core.prompts"),
    )
    llm = import_module("langchain_openai").ChatOpenAI(
        model=MODEL,
        base_url=url,
        api_key="none",
        timeout=seconds,
        http_async_client=httpx.AsyncClient(limits=httpx.Limits(max_connections=concurrency)),
        custom_get_token_ids=lambda text: list(range(len(text) // 4)),
    )
    chain = import_module("langchain_classic.chains.summarize").load_summarize_chain(
        llm,
        chain_type="map_reduce",
        map_prompt=prompt.PromptTemplate.from_template(ASK + "{text}"),
        combine_prompt=prompt.PromptTemplate.from_template(JOIN + "{text}"),
        token_max=CONTEXT,
    )
    documents = [document(page_content=text) for text in texts]
    return str((await chain.ainvoke({"input_documents": documents}))["output_text"])


async def llamaindex(texts: list[str], url: str, concurrency: int, seconds: float) -> str:  # noqa: ARG001 - it has none
    """LlamaIndex's tree_summarize, which packs several articles into one prompt."""
    llm = import_module("llama_index.llms.openai_like").OpenAILike(
        model=MODEL,
        api_base=url,
        api_key="none",
        timeout=seconds,
        is_chat_model=True,
        context_window=CONTEXT,
    )
    synthesizer = import_module("llama_index.core").get_response_synthesizer(
        response_mode="tree_summarize", use_async=True, llm=llm
    )
    return str(await synthesizer.aget_response(ASK, texts))


async def docetl(texts: list[str], url: str, concurrency: int, seconds: float) -> str:
    """Run DocETL's map, then its reduce over all."""
    os.environ |= {
        "OPENAI_API_KEY": "none",
        "OPENAI_API_BASE": url,
        "OPENAI_BASE_URL": url,
        "LITELLM_LOCAL_MODEL_COST_MAP": "True",
    }
    with tempfile.TemporaryDirectory() as folder:
        source, result = Path(folder) / "articles.json", Path(folder) / "out.json"
        source.write_text(json.dumps([{"text": text} for text in texts]))
        schema = {"schema": {"summary": "string"}}
        each: dict[str, Any] = {"name": "read", "type": "map", "prompt": ASK + "{{ input.text }}"}
        join = JOIN + "{% for input in inputs %}{{ input.summary }}\n{% endfor %}"
        every: dict[str, Any] = {"name": "merge", "type": "reduce", "reduce_key": "_all", "prompt": join}
        config = {
            "default_model": f"openai/{MODEL}",
            "bypass_cache": True,
            "datasets": {"articles": {"type": "file", "path": str(source)}},
            "operations": [one | {"output": schema, "timeout": int(seconds)} for one in (each, every)],
            "pipeline": {
                "steps": [{"name": "all", "input": "articles", "operations": ["read", "merge"]}],
                "output": {"type": "file", "path": str(result), "intermediate_dir": folder},
            },
        }
        _vocabulary(folder)
        runner = import_module("docetl").DSLRunner(config, max_threads=concurrency)
        await asyncio.to_thread(runner.load_run_save)
        return str(json.loads(result.read_text())[0]["summary"])


def _vocabulary(folder: str) -> None:
    """Let tiktoken find the vocabulary of this package, so that it downloads none."""
    name = hashlib.sha1(PUBLISHED.encode(), usedforsecurity=False).hexdigest()
    vocabulary = Path(__file__).parent.parent / "summarize" / "data" / "o200k_base.tiktoken"
    (Path(folder) / name).write_bytes(vocabulary.read_bytes())
    os.environ["TIKTOKEN_CACHE_DIR"] = folder


PEERS = {"bare": bare, "langchain": langchain, "llamaindex": llamaindex, "docetl": docetl}


def main() -> None:
    """Run the peer that is named."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("peer", choices=PEERS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("url")
    parser.add_argument("--concurrency", type=int, default=32)
    parser.add_argument("--timeout", type=float, default=120.0)
    arguments = parser.parse_args()
    texts = [path.read_text("utf-8") for path in sorted(arguments.folder.glob("*.md"))]
    print(asyncio.run(PEERS[arguments.peer](texts, arguments.url, arguments.concurrency, arguments.timeout)))


if __name__ == "__main__":
    main()
