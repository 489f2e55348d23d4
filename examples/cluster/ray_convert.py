"""Convert the shards of a plan on a Ray cluster, and put them together.

    pip install ray itudoc
    itudoc plan papers -o plan.json --shards 400
    python ray_convert.py plan.json shards out

Every machine sees the plan, the papers and the folder of the shards under the same paths. A task that
is lost with its machine is tried again; a shard that is there is not made again; two attempts at one
shard cannot both publish it.
"""

import json
import pathlib
import shutil
import subprocess
import sys

import ray

# The program that `pip install itudoc` puts beside Python, else the one on the search path.
BESIDE = pathlib.Path(sys.executable).with_name("itudoc")
PROGRAM = str(BESIDE if BESIDE.exists() else shutil.which("itudoc"))


@ray.remote(num_cpus=1, max_retries=5)
def convert(plan: str, shard: int, folder: str) -> tuple[int, int, str]:
    command = [PROGRAM, "convert", "--plan", plan, "--shard", str(shard), "-o", folder, "-j", "1"]
    done = subprocess.run(command, capture_output=True, text=True)
    return shard, done.returncode, done.stderr


def main(plan: str, shards: str, output: str) -> int:
    plan, shards = str(pathlib.Path(plan).resolve()), pathlib.Path(shards).resolve()
    shards.mkdir(parents=True, exist_ok=True)
    count = json.loads(pathlib.Path(plan).read_text())["shards"]
    folders = [str(shards / str(shard)) for shard in range(count)]
    ray.init(address="auto", log_to_driver=False)
    waiting = [convert.remote(plan, shard, folder) for shard, folder in enumerate(folders)]
    failed = []
    while waiting:
        done, waiting = ray.wait(waiting)
        shard, status, said = ray.get(done[0])
        print(f"shard {shard}: status {status}, {len(waiting)} to go", flush=True)
        if status != 0:
            failed.append(shard)
            print(said, file=sys.stderr)
    if failed:
        print(f"failed: {failed}; run the same command again: what is there is kept", file=sys.stderr)
        return 1
    report = f"{output}.report.json"
    return subprocess.run([PROGRAM, "merge", *folders, "-o", output, "--report", report]).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
