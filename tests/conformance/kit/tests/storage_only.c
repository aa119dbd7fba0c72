/* storage_only.c - the example of the README: a program that puts one storage through the kit, which argv[1] names. */
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#include <gateway_scheduler/scheduler.h>

#include "memory_storage.h"

static int examine(const char *kit_path, const gs_storage *my_storage) {
    gs_error error = {.struct_size = sizeof error};
    void *kit = dlopen(kit_path, RTLD_NOW | RTLD_LOCAL);
    void *symbol = kit == NULL ? NULL : dlsym(kit, GS_ENTRY_SYMBOL);
    if (symbol == NULL) return fprintf(stderr, "%s\n", dlerror());
    gs_entry_fn entry;
    memcpy(&entry, &symbol, sizeof entry);
    const gs_scheduler_api *api = entry(GS_ABI_VERSION, GS_ABI_VERSION, &error);
    const gs_host host = {.struct_size = sizeof host, .storage = my_storage};
    const gs_options options = {.struct_size = sizeof options};
    gs_scheduler *examination = NULL;
    int failed = api == NULL || api->create(&host, &options, &examination, &error) != GS_OK ||
                 api->start(examination, &error) != GS_OK;
    if (failed) fprintf(stderr, "%s\n", error.text);
    return failed;
}

int main(int argc, char **argv) {
    memory_storage *storage = memory_storage_new(NULL, NULL);
    const int failed = argc != 2 || examine(argv[1], memory_storage_table(storage));
    return failed != 0;
}
