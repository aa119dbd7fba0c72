// pg-boss's work(), with as many jobs a fetch as were the fastest.
// usage: node pg_boss.mjs ADDRESS JOBS BATCH; prints the seconds from the call of work() to the last job's end.
import PgBoss from "pg-boss";
import pg from "pg";

const [address, count, batchSize] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const pool = new pg.Pool({ connectionString: address, max: 2 });
const boss = new PgBoss({ connectionString: address, supervise: false, schedule: false });
boss.on("error", (fault) => {
    console.error(String(fault));
    process.exit(1);
});
await boss.start();
await boss.createQueue("nothing");
for (let i = 0; i < count; i += 1000) {
    await boss.insert(Array.from({ length: Math.min(1000, count - i) }, () => ({ name: "nothing", data: {} })));
}
await pool.query("VACUUM ANALYZE pgboss.job");

let left = count;
let finished;
const end = new Promise((resolve) => (finished = resolve));
const begin = performance.now();
await boss.work("nothing", { batchSize, pollingIntervalSeconds: 0.5 }, async (jobs) => {
    left -= jobs.length;
    if (left === 0) finished();
});
await end;
while ((await pool.query("SELECT 1 FROM pgboss.job WHERE state <> 'completed' LIMIT 1")).rowCount > 0);
console.log((performance.now() - begin) / 1000);
await boss.stop({ graceful: false });
await pool.end();
process.exit(0);
