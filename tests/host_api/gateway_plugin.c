/* gateway_plugin.c - loading the shared object and seeing it go again. Thread-safety: one thread. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "gateway.h"

const char *plugin_path;

static void give_up(const char *what, const char *why) {
    fprintf(stderr, "%s: %s\n", what, why);
    exit(1);
}

plugin plugin_load(void) {
    plugin p = {.handle = dlopen(plugin_path, RTLD_NOW | RTLD_LOCAL)};
    if (p.handle == NULL) give_up("the plugin cannot be loaded", dlerror());
    void *symbol = dlsym(p.handle, GS_ENTRY_SYMBOL);
    if (symbol == NULL) give_up("the plugin lacks its function", dlerror());
    memcpy(&p.entry, &symbol, sizeof(p.entry)); /* C has no cast from an object's to a function's pointer. */
    gs_error error = {.struct_size = (uint32_t)sizeof(gs_error)};
    p.api = p.entry(GS_ABI_VERSION, GS_ABI_VERSION, &error);
    if (p.api == NULL) give_up("the plugin refuses this version", error.text);
    return p;
}

static int is_mapped(void) {
    char line[1024];
    int found = 0;
    FILE *maps = fopen("/proc/self/maps", "r");
    CHECK(maps != NULL);
    while (maps != NULL && fgets(line, sizeof(line), maps) != NULL) {
        if (strstr(line, "gateway_scheduler.so") != NULL) found = 1;
    }
    if (maps != NULL) fclose(maps);
    return found;
}

void plugin_unload(const plugin *p) {
    CHECK(is_mapped());
    CHECK_EQUAL(dlclose(p->handle), 0);
    CHECK(dlopen(plugin_path, RTLD_NOW | RTLD_NOLOAD) == NULL);
    CHECK(!is_mapped());
}
