// A running API with a fake gateway behind it, and a terminal that keeps what is printed.
#pragma once

#include "api/client.h"
#include "api/server.h"
#include "cli/arguments.h"
#include "cli/host_commands.h"
#include "cli/terminal.h"
#include "fake_gateway.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

namespace sample_host::cli {

class HostTest : public testing::Test {
  protected:
    HostTest() {
        server_.start();
        arguments.utc = true;
    }

    using Action = int (*)(const api::Client &, const Arguments &, const Terminal &);

    // The exit code; what was printed is in out and err.
    int run(Action action) {
        out.str("");
        err.str("");
        return action(api::Client("127.0.0.1", server_.port(), token), arguments, Terminal{out, err});
    }

    api::FakeGateway fake;
    Arguments arguments;
    std::ostringstream out;
    std::ostringstream err;

  private:
    static constexpr const char *token = "0123456789abcdef";
    api::Server server_{fake.gateway(), "127.0.0.1:0", token};
};

} // namespace sample_host::cli
