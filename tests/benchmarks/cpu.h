// cpu.h - processor time, which other work on the machine changes less than it changes rates.
#pragma once

#include <sys/types.h>

namespace benchmarks {

double own_cpu(); // seconds so far

// Of a process and its children, those included that it has waited for.
double cpu_of_family(pid_t process);

} // namespace benchmarks
