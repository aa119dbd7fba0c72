// A host in a process of its own. Arguments: data directory, plugin, listen address, instance, and optionally a
// storage.
#include "gateway/serve.h"

#include <chrono>

int main(int argument_count, char **arguments) {
    if (argument_count < 5) return 2;
    sample_host::ServeOptions options;
    options.data_dir = arguments[1];
    options.plugin = arguments[2];
    options.listen = arguments[3];
    options.instance = arguments[4];
    options.missed_after = std::chrono::seconds(90);
    options.catch_up_interval = std::chrono::milliseconds(5);
    if (argument_count > 5) options.storage = arguments[5];
    return sample_host::serve(options);
}
