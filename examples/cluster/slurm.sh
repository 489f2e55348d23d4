#!/bin/sh
#SBATCH --job-name=itudoc
#SBATCH --array=0-399%40
#SBATCH --cpus-per-task=1
#SBATCH --requeue
#SBATCH --output=shard-%a.log
# itudoc plan papers -o plan.json --shards 400; sbatch slurm.sh; then, when all are done:
# itudoc merge shards/* -o out --report report.json
exec itudoc convert --plan plan.json -o "shards/$SLURM_ARRAY_TASK_ID" -j 1
