// The sample gateway's executable. Everything is in the libraries beside it.
#include "cli/main.h"

int main(int argc, char **argv) {
    return sample_host::cli::main(argc, argv);
}
