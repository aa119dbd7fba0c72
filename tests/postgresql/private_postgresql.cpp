// private_postgresql.cpp - a PostgreSQL server of one's own for scripts: prints its address on one line, and removes it
// when the standard input ends. Any arguments are lines of its configuration. The lines stop, start and kill on the
// standard input do that to the server; each is answered with the line done.
#include "private_server.h"

#include <exception>
#include <iostream>

int main(int count, char **arguments) {
    try {
        tests::PrivateServer server(std::vector<std::string>(arguments + 1, arguments + count));
        std::cout << server.url() << std::endl;
        for (std::string order; std::getline(std::cin, order);) {
            if (order == "stop") server.stop();
            if (order == "start") server.start();
            if (order == "kill") server.kill();
            std::cout << "done" << std::endl;
        }
        return 0;
    } catch (const std::exception &fault) {
        std::cerr << "private_postgresql: " << fault.what() << '\n';
        return 1;
    }
}
