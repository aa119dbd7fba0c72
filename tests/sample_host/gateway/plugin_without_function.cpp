// A shared object that is no scheduler: it exports something else.
#include <gateway_scheduler/abi.h>

extern "C" GS_EXPORT int something_else();

int something_else() {
    return 1;
}
