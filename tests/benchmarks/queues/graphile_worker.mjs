// graphile-worker at the settings that were the fastest: a local queue of 500, 24 jobs at once, completions in batches.
// usage: node graphile_worker.mjs ADDRESS JOBS; prints the seconds from the start of the worker to the last job's end.
import { Logger, makeWorkerUtils, run } from "graphile-worker";
import pg from "pg";

const [address, count] = [process.argv[2], Number(process.argv[3])];
const logger = new Logger(() => () => {});
const pool = new pg.Pool({ connectionString: address, max: 30 });

const utils = await makeWorkerUtils({ pgPool: pool, logger });
await utils.migrate();
await pool.query("SELECT graphile_worker.add_job('nothing', '{}'::json) FROM generate_series(1, $1)", [count]);
await pool.query("VACUUM ANALYZE graphile_worker._private_jobs");

let left = count;
let finished;
const end = new Promise((resolve) => (finished = resolve));
const begin = performance.now();
const runner = await run({
    pgPool: pool,
    taskList: {
        nothing: () => {
            if (--left === 0) finished();
        },
    },
    preset: {
        worker: {
            logger,
            concurrentJobs: 24,
            localQueue: { size: 500 },
            completeJobBatchDelay: 0,
            failJobBatchDelay: 0,
        },
    },
    noHandleSignals: true,
});
await end;
// Completed is what the database says is completed: a finished job's row is deleted.
while ((await pool.query("SELECT 1 FROM graphile_worker._private_jobs LIMIT 1")).rowCount > 0);
console.log((performance.now() - begin) / 1000);
await runner.stop();
await pool.end();
