/* gateway_entry_test.c - the plain C gateway: the door, and what is legal before start. */
#include <string.h>

#include "check.h"
#include "gateway.h"
#include "gateway_test.h"

void entry_refuses_a_foreign_abi(void) {
    const plugin p = plugin_load();
    CHECK_EQUAL(p.api->abi_version, GS_ABI_VERSION);
    CHECK(p.api->struct_size >= sizeof(gs_scheduler_api));
    CHECK(strlen(p.api->plugin_version) > 0);

    gs_error error = {.struct_size = (uint32_t)sizeof(gs_error)};
    const uint32_t future = GS_ABI_VERSION_OF(9, 0);
    CHECK(p.entry(future, future + 5, &error) == NULL);
    CHECK_EQUAL(error.status, GS_INCOMPATIBLE);
    CHECK(strstr(error.text, "9.0") != NULL);
    CHECK(strstr(error.text, "0.1") != NULL);
    CHECK(p.entry(0, 0, NULL) == NULL);
    CHECK(p.entry(GS_ABI_VERSION_OF(0, 0), future, NULL) == p.api);
    plugin_unload(&p);
}

static void refuses(gateway *g, gs_options options, const char *field) {
    gs_scheduler *scheduler = NULL;
    memset(&g->error, 0, sizeof(g->error));
    g->error.struct_size = (uint32_t)sizeof(gs_error);
    CHECK_EQUAL(g->api->create(&g->host, &options, &scheduler, &g->error), GS_INVALID);
    CHECK(scheduler == NULL);
    CHECK_TEXT(g->error.field, field);
    CHECK(gateway_error_tells(g));
}

void create_refuses_bad_options(void) {
    gateway *g = gateway_new();
    gs_options options = g->options;
    options.max_concurrent = -1;
    refuses(g, options, "max_concurrent");
    options = g->options;
    options.lease = SECOND / 2;
    refuses(g, options, "lease");
    options = g->options;
    options.horizon = 2 * 3600 * SECOND;
    refuses(g, options, "horizon");
    options = g->options;
    options.instance = text("\xff");
    refuses(g, options, "instance");
    options = g->options;
    options.keep_runs_for = 3600 * SECOND - 1;
    refuses(g, options, "keep_runs_for");
    options.keep_runs_for = INT64_C(36500) * 24 * 3600 * SECOND + 1;
    refuses(g, options, "keep_runs_for");
    options = g->options;
    options.keep_failures_for = -2;
    refuses(g, options, "keep_failures_for");
    options.keep_failures_for = INT64_C(89) * 24 * 3600 * SECOND; /* runs are kept for 90 days */
    refuses(g, options, "keep_failures_for");
    options = g->options;
    options.keep_runs = 1000001;
    refuses(g, options, "keep_runs");
    options.keep_runs = GS_KEEP_FOR_EVER;
    options.keep_failures = 1000;
    refuses(g, options, "keep_failures");
    options = g->options;
    options.keep_failures = 99; /* beside the newest 100 */
    refuses(g, options, "keep_failures");
    gateway_end(g);
}

static void rejects(gateway *g, gs_job job, const char *field, int32_t position) {
    memset(&g->error, 0, sizeof(g->error));
    g->error.struct_size = (uint32_t)sizeof(gs_error);
    const int32_t status = g->api->validate(g->scheduler, &job, &g->error);
    CHECK(status == GS_INVALID);
    CHECK_EQUAL(g->error.status, status);
    CHECK_EQUAL(g->error.position, position);
    CHECK_TEXT(g->error.field, field);
    CHECK(gateway_error_tells(g));
}

void validate_names_what_is_wrong(void) {
    gateway *g = gateway_new();
    char long_id[GS_MAX_ID_SIZE + 2];
    memset(long_id, 'x', sizeof(long_id));
    long_id[sizeof(long_id) - 1] = '\0';
    const gs_job good = gateway_job(g, "a", "0 9 * * 1-5", "inside");
    CHECK_EQUAL(g->api->validate(g->scheduler, &good, &g->error), GS_OK);

    gs_job bad = good;
    bad.schedule = text("0 25 * * *");
    rejects(g, bad, "hour", 2);
    bad.schedule = text("");
    rejects(g, bad, "schedule", -1);
    bad = good;
    bad.zone = text("Europe/Atlantis");
    rejects(g, bad, "zone", -1);
    bad = good;
    bad.id = text(long_id);
    rejects(g, bad, "id", -1);
    bad.id = text("a\nb");
    rejects(g, bad, "id", -1);
    bad.id = text("\xc3\x28");
    rejects(g, bad, "id", -1);
    bad = good;
    bad.timeout = -1;
    rejects(g, bad, "timeout", -1);
    bad = good;
    bad.retries = GS_MAX_RETRIES + 1;
    rejects(g, bad, "retries", -1);
    gateway_end(g);
}

typedef struct fires {
    int count;
    int stop_after;
    int64_t due[8];
} fires;

static int32_t on_fire(void *context, const gs_fire *fire) {
    fires *seen = context;
    seen->due[seen->count++] = fire->due_at;
    return seen->count == seen->stop_after;
}

void preview_needs_no_hooks(void) {
    const plugin p = plugin_load();
    const gs_host host = {.struct_size = (uint32_t)sizeof(gs_host)};
    const gs_options options = {.struct_size = (uint32_t)sizeof(gs_options)};
    gs_error error = {.struct_size = (uint32_t)sizeof(gs_error)};
    gs_scheduler *scheduler = NULL;
    CHECK_EQUAL(p.api->create(&host, &options, &scheduler, &error), GS_OK);

    /* 2026-03-07T12:00:00Z; the clocks of New York go forward on 8 March at 2:00. */
    const int64_t noon = INT64_C(1772884800) * SECOND;
    gs_preview preview = {.struct_size = (uint32_t)sizeof(gs_preview),
                          .count = 3,
                          .schedule = text("30 2 * * *"),
                          .zone = text("America/New_York"),
                          .after = noon,
                          .start_at = GS_NO_TIME,
                          .end_at = GS_NO_TIME};
    fires seen = {.stop_after = 9};
    CHECK_EQUAL(p.api->preview(scheduler, &preview, on_fire, &seen, &error), GS_OK);
    CHECK_EQUAL(seen.count, 3);
    CHECK_EQUAL(seen.due[0], noon + 19 * 3600 * SECOND);
    CHECK_EQUAL(seen.due[1], noon + (42 * 3600 + 1800) * SECOND);
    CHECK_EQUAL(seen.due[2], noon + (66 * 3600 + 1800) * SECOND);
    seen = (fires){.stop_after = 2};
    CHECK_EQUAL(p.api->preview(scheduler, &preview, on_fire, &seen, &error), GS_OK);
    CHECK_EQUAL(seen.count, 2);
    preview.schedule = text("30 2 * * * trailing");
    CHECK_EQUAL(p.api->preview(scheduler, &preview, on_fire, &seen, &error), GS_INVALID);

    CHECK_EQUAL(p.api->start(scheduler, &error), GS_INVALID);
    p.api->destroy(scheduler);
    plugin_unload(&p);
}
