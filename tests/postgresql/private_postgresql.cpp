// private_postgresql.cpp - a PostgreSQL server of one's own for scripts: prints its address on one line, and removes it
// when the standard input ends. Any arguments are lines of its configuration.
#include "private_server.h"

#include <exception>
#include <iostream>

int main(int count, char **arguments) {
    try {
        const tests::PrivateServer server(std::vector<std::string>(arguments + 1, arguments + count));
        std::cout << server.url() << std::endl;
        std::string ignored;
        while (std::getline(std::cin, ignored)) continue;
        return 0;
    } catch (const std::exception &fault) {
        std::cerr << "private_postgresql: " << fault.what() << '\n';
        return 1;
    }
}
