// print_listing.cpp - prints the list of the checks for the README.
#include <cstdio>

#include "listing.h"

int main() {
    std::fputs(conformance::kit::listing().c_str(), stdout);
}
