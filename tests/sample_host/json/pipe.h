// A pipe whose text is small enough to be written before it is read.
#pragma once

#include <array>
#include <stdexcept>
#include <string>
#include <unistd.h>

namespace sample_host {

class Pipe {
  public:
    Pipe() {
        if (::pipe(ends_.data()) != 0) throw std::runtime_error("no pipe");
    }
    ~Pipe() {
        ::close(ends_[0]);
        end_writing();
    }
    Pipe(const Pipe &) = delete;
    Pipe &operator=(const Pipe &) = delete;

    int reading() const { return ends_[0]; }

    void write(const std::string &text) const {
        if (::write(ends_[1], text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
            throw std::runtime_error("the text does not fit into the pipe");
        }
    }

    void end_writing() {
        if (ends_[1] >= 0) ::close(ends_[1]);
        ends_[1] = -1;
    }

  private:
    std::array<int, 2> ends_{};
};

} // namespace sample_host
