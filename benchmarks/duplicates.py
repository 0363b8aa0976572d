"""Speed and memory of the deduplication on agency stories, beside the near-duplicate tools rensa and datasketch.

    python -m benchmarks.duplicates [--documents N] [--peers PYTHON]

Every tool runs in a process of its own, one after the other, in one run. newsledger's figure covers the whole step
(exact passages, copies, stories, all rows); `overlaps only` leaves out stories, which the peers do not make. The peers
get what their guides show: five-word shingles, 128 permutations, an index at Jaccard 0.7 queried with every document.
`--peers` names the interpreter of an environment in which requirements/bench.txt is installed (default: this one).
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.quality.measure import HERE, data_folder, read_jsonl

THRESHOLD = 0.7
PERMUTATIONS = 128
SHINGLE = 5
INPUTS = ("texts.json", "documents.arrow")


def main() -> None:
    options = argparse.ArgumentParser(description="Speed and memory of the deduplication, beside rensa and datasketch.")
    options.add_argument("--documents", type=int, default=None, help="use only the first N stories")
    options.add_argument("--peers", default=sys.executable, help="interpreter with rensa and datasketch installed")
    options.add_argument("--tool", choices=sorted(TOOLS), help=argparse.SUPPRESS)
    options.add_argument("--input", type=Path, help=argparse.SUPPRESS)
    options.add_argument("--prepare", type=Path, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.prepare:
        write_inputs(chosen.prepare, chosen.documents)
        return
    if chosen.tool:
        print(json.dumps(measure(chosen.tool, chosen.input)))
        return
    print(f"{'tool':<28}{'documents':>10}{'CPU s':>9}{'docs/CPU s':>12}{'peak MB':>9}{'pairs':>9}")
    with tempfile.TemporaryDirectory() as folder:
        # In a process of its own: the system counts the size of the process that starts another as the other's peak.
        command = [sys.executable, "-m", "benchmarks.duplicates", "--prepare", folder]
        subprocess.run(command + (["--documents", str(chosen.documents)] if chosen.documents else []), check=True)
        texts, table = (Path(folder) / name for name in INPUTS)
        for tool in TOOLS:
            python, source = (chosen.peers, texts) if tool in PEERS else (sys.executable, table)
            result = run_apart(python, tool, source)
            if result is None:
                print(
                    f"{tool:<28}  not installed: install requirements/bench.txt, or name its environment with --peers"
                )
                continue
            rate = result["documents"] / result["cpu"]
            print(
                f"{tool:<28}{result['documents']:>10,}{result['cpu']:>9.2f}{rate:>12,.0f}{result['peak']:>9,.0f}"
                f"{result['pairs']:>9,}"
            )


def write_inputs(folder: Path, count: int | None) -> None:
    """The stories as each side takes them: texts in JSON for the peers, the table of documents in Arrow for us."""
    import pyarrow as pa

    stories = list(read_jsonl(data_folder() / "duplicates" / "reuters21578.jsonl"))[:count]
    texts, arrow = (folder / name for name in INPUTS)
    texts.write_text(json.dumps([story["text"] for story in stories]), encoding="utf-8")
    table = reuters_table(stories)
    with pa.OSFile(str(arrow), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


def run_apart(python: str, tool: str, source: Path) -> dict[str, Any] | None:
    command = [python, "-m", "benchmarks.duplicates", "--tool", tool, "--input", str(source)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, cwd=HERE.parents[1])
    except FileNotFoundError:
        sys.exit(f"{python} is no Python interpreter; name one that has requirements/bench.txt installed with --peers.")
    if done.returncode:
        if tool in PEERS and "ModuleNotFoundError" in done.stderr:
            return None
        sys.exit(f"The measurement of {tool} failed:\n{done.stderr}")
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def measure(tool: str, source: Path) -> dict[str, Any]:
    """CPU seconds of the step alone, with the libraries and the stories already loaded, and the process's peak."""
    documents = read_table(source) if source.suffix == ".arrow" else json.loads(source.read_text(encoding="utf-8"))
    step = TOOLS[tool](documents)
    started = time.process_time()
    pairs = step()
    cpu = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"documents": len(documents), "cpu": cpu, "peak": peak, "pairs": pairs}


def newsledger(documents: Any) -> Callable[[], int]:
    from transforms.deduplicate.cluster import deduplicate

    def step() -> int:
        with tempfile.TemporaryDirectory() as scratch:
            return deduplicate(documents, Path(scratch)).overlaps.num_rows

    return step


def newsledger_overlaps(documents: Any) -> Callable[[], int]:
    from transforms.deduplicate.candidates import find_candidates
    from transforms.deduplicate.corpus import read_corpus
    from transforms.deduplicate.overlaps import overlap_rows
    from transforms.deduplicate.pairs import Comparison

    def step() -> int:
        corpus = read_corpus(documents)
        with tempfile.TemporaryDirectory() as scratch:
            found = find_candidates(corpus.samples, corpus.recurring, corpus.days[corpus.heads], Path(scratch))
        compare = Comparison(corpus)
        judged = compare.examine(found.pairs, found.standing)
        return overlap_rows(corpus, compare.with_all_passages(judged))[0].num_rows

    return step


def read_table(source: Path) -> Any:
    import duckdb  # noqa: F401  loaded before the clock starts, as the peers' libraries are
    import pandas  # noqa: F401  PyArrow loads it at the first conversion, where it is installed
    import pyarrow as pa

    from transforms.deduplicate.words import find_words

    find_words([""])
    with pa.OSFile(str(source)) as file:
        return pa.ipc.open_file(file).read_all()


def reuters_table(stories: list[dict[str, Any]]) -> Any:
    from dateutil.parser import parse

    from benchmarks.quality.duplicates import documents_table

    rows = [
        {
            "doc_id": story["doc_id"],
            "text": story["text"],
            "title": story["title"],
            "outlet": story["source"],
            "published_on": parse(story["published"].strip()[:11]).date() if story["published"] else None,
        }
        for story in stories
    ]
    return documents_table(rows)


def shingles(text: str) -> list[str]:
    words = text.lower().split()
    return list({" ".join(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1))})


def rensa(texts: list[str]) -> Callable[[], int]:
    from rensa import RMinHash, RMinHashLSH

    def step() -> int:
        index = RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=16)
        sketches = []
        for number, text in enumerate(texts):
            sketch = RMinHash(num_perm=PERMUTATIONS, seed=1)
            sketch.update(shingles(text))
            index.insert(number, sketch)
            sketches.append(sketch)
        pairs = 0
        for number, sketch in enumerate(sketches):
            pairs += sum(
                1 for other in index.query(sketch) if other > number and sketch.jaccard(sketches[other]) >= THRESHOLD
            )
        return pairs

    return step


def datasketch(texts: list[str]) -> Callable[[], int]:
    from datasketch import MinHash, MinHashLSH

    def step() -> int:
        index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
        sketches = []
        for number, text in enumerate(texts):
            sketch = MinHash(num_perm=PERMUTATIONS)
            sketch.update_batch([shingle.encode("utf-8", "surrogatepass") for shingle in shingles(text)])
            index.insert(str(number), sketch)
            sketches.append(sketch)
        pairs = 0
        for number, sketch in enumerate(sketches):
            close = (int(other) for other in index.query(sketch) if int(other) > number)
            pairs += sum(1 for other in close if sketch.jaccard(sketches[other]) >= THRESHOLD)
        return pairs

    return step


TOOLS: dict[str, Callable[[Any], Callable[[], int]]] = {
    "newsledger": newsledger,
    "newsledger, overlaps only": newsledger_overlaps,
    "rensa": rensa,
    "datasketch": datasketch,
}
PEERS = ("rensa", "datasketch")


if __name__ == "__main__":
    main()
