// faulty_plugin.cpp - a shared object with every fault that abi_check.sh looks for, so that each check is seen to fail.
#include <cstdio>
#include <cstdlib>

namespace {
void say_goodbye() {
    std::puts("goodbye");
}
} // namespace

// A static in an inline function of a template becomes a unique symbol unless the compiler is told otherwise.
template <typename T>
struct Counter {
    static int &next() {
        static int count = 0;
        return ++count;
    }
};

extern "C" __attribute__((visibility("default"))) int gateway_scheduler_entry() {
    say_goodbye();
    if (Counter<int>::next() > 3) std::abort();
    return Counter<int>::next();
}

extern "C" __attribute__((visibility("default"))) int one_export_too_many() {
    return 0;
}

template struct __attribute__((visibility("default"))) Counter<long>;
